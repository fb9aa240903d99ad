"""Deadlines in templates."""
