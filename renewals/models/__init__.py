"""Deadlines, and the policies by which people are reminded of them."""

from renewals.models.deadline import Deadline
from renewals.models.policy import ReminderPolicy

__all__ = ["Deadline", "ReminderPolicy"]
