"""Deadlines of contracts."""

from renewals.models.deadline import Deadline

__all__ = ["Deadline"]
