"""Forms about services and claims: they hand a draft to one action and save nothing."""
