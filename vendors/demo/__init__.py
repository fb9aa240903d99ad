"""The vendors of the demo company, and its own legal entities."""
