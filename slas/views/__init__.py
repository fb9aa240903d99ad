"""The pages of services, outages, results and claims."""
