"""Models of the floor; none of them names a business noun."""
