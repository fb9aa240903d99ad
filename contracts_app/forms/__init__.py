"""Forms of the contract pages."""
