"""Prices at renewal and index series in the REST API."""
