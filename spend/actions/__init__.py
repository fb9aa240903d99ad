"""Everything that changes prices at renewal and index series."""
