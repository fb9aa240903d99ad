"""The services of the demo portfolio: promises that were kept, missed, and left open by their table."""
