"""Deadlines, the policies by which people are reminded, what they answered, and calendars that show it."""

from renewals.models.deadline import Deadline
from renewals.models.feed import CalendarFeed
from renewals.models.policy import ReminderPolicy
from renewals.models.response import ReminderResponse

__all__ = ["CalendarFeed", "Deadline", "ReminderPolicy", "ReminderResponse"]
