"""Public contracts whose terms were read by a person, and the dates worked by hand."""
