"""What is told of missed promises and of claims, to whom, and in which words."""
