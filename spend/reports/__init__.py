"""What prices at renewal amount to."""
