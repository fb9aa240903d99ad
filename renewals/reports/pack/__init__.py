"""The leverage pack: what somebody needs to negotiate the next term of a contract with, for one reader."""
