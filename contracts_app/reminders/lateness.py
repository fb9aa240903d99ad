"""How a message says that it comes late."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import ngettext

from core.mail.languages import weekday_date


def late_words(days: int, due: dt.date) -> str:
    """Say how many days, at least one, a message is late, and when it was due."""
    text = ngettext(
        "This message is {n} day late; it was due on {due}.",
        "This message is {n} days late; it was due on {due}.",
        days,
    )
    return text.format(n=days, due=weekday_date(due))
