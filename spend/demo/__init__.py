"""Prices at renewal of the demo portfolio, and an invented index that some of them follow."""
