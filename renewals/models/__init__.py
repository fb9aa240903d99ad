"""Deadlines, policies of reminders and what people answered, decisions, notices, and calendars of them."""

from renewals.models.deadline import Deadline
from renewals.models.decision import Decision, DecisionThreshold
from renewals.models.feed import CalendarFeed
from renewals.models.notice import Notice, Service
from renewals.models.policy import ReminderPolicy
from renewals.models.response import ReminderResponse

__all__ = [
    "CalendarFeed",
    "Deadline",
    "Decision",
    "DecisionThreshold",
    "Notice",
    "ReminderPolicy",
    "ReminderResponse",
    "Service",
]
