"""Deadlines, reminder policies and what people answered, decisions, notices, exit tasks, calendar feeds."""

from renewals.models.deadline import Deadline
from renewals.models.decision import Decision, DecisionThreshold
from renewals.models.exit_task import ExitTask
from renewals.models.feed import CalendarFeed
from renewals.models.notice import Notice, Service
from renewals.models.policy import ReminderPolicy
from renewals.models.response import ReminderResponse

__all__ = [
    "CalendarFeed",
    "Deadline",
    "Decision",
    "DecisionThreshold",
    "ExitTask",
    "Notice",
    "ReminderPolicy",
    "ReminderResponse",
    "Service",
]
