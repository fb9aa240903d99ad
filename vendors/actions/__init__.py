"""Everything that changes vendors, their contacts and our own entities."""
