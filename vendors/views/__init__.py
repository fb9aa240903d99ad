"""Pages about vendors and our own entities."""
