"""Services, outages, results and claims in the REST API."""
