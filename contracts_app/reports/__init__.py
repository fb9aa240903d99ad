"""Shapes of what is shown or handed out about contracts."""
