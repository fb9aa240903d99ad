"""Vendors and our own legal entities in the REST API."""
