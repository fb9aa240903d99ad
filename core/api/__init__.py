"""The floor of the REST API: errors, policies, pages, ETags, safe repeats and the schema."""
