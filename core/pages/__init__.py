"""Bases of the pages: the frame, lists, forms."""
