"""Deadlines, the policies by which people are reminded of them, and what was decided about them."""

from renewals.models.deadline import Deadline
from renewals.models.decision import Decision, DecisionThreshold
from renewals.models.policy import ReminderPolicy

__all__ = ["Deadline", "Decision", "DecisionThreshold", "ReminderPolicy"]
