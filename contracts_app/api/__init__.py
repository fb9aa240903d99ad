"""Contracts in the REST API."""
