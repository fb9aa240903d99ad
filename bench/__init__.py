"""Measures the product beside its floor in one run; see docs/performance.md."""
