"""Deadlines, the policies by which people are reminded of them, and the calendars that show them."""

from renewals.models.deadline import Deadline
from renewals.models.feed import CalendarFeed
from renewals.models.policy import ReminderPolicy

__all__ = ["CalendarFeed", "Deadline", "ReminderPolicy"]
