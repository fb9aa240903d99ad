"""Writing deadlines."""
