"""The filters of lists: of contracts, of clauses, and of what is suggested of clauses."""
