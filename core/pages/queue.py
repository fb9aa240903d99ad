"""Rows of the work queue on the home page."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from core.pages.status import StatusWord


@dataclass(frozen=True, slots=True)
class QueueItem:
    """One thing that needs the reader: what, by when, what happens otherwise, and the way there.

    Attributes:
        word: The state, e.g. ``▲ Act by Mon 23 Nov``.
        due_date: Sorts the queue; earlier comes first, None last.
        title: What it is about, in the reader's words ("Nord Cloud · Hosting framework C-2041").
        url: The page of the thing.
        consequence: What happens if nobody acts ("renews 12 months, € 412,000").
        action_label: The verb on the button; empty for no button.
        action_url: Where the button leads.
    """

    word: StatusWord
    due_date: dt.date | None
    title: str
    url: str
    consequence: str = ""
    action_label: str = ""
    action_url: str = ""
