"""What people and monitors do about services, their targets, results and claims."""
