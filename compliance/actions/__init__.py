"""What people and processes do with reports."""
