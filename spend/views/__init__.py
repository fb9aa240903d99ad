"""Pages about prices at renewal and index series."""
