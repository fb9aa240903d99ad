"""What pages, letters and the API show of services, results and claims."""
