"""Deadlines, the policies by which people are reminded of them, decisions, and notices."""

from renewals.models.deadline import Deadline
from renewals.models.decision import Decision, DecisionThreshold
from renewals.models.notice import Notice, Service
from renewals.models.policy import ReminderPolicy

__all__ = ["Deadline", "Decision", "DecisionThreshold", "Notice", "ReminderPolicy", "Service"]
