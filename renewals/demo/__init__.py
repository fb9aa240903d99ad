"""What the demo company decided, and what its vendors told it."""
