"""Deadlines, the policies by which people are reminded of them, and what they answered."""

from renewals.models.deadline import Deadline
from renewals.models.policy import ReminderPolicy
from renewals.models.response import ReminderResponse

__all__ = ["Deadline", "ReminderPolicy", "ReminderResponse"]
