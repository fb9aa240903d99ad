"""The people of the demo company."""
