"""The box "Since you were last here" on the home page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from accounts.actions.visits import is_note_due, news_since, note_visit
from accounts.models import Visit
from core import clock, registry
from core.audit import Actor

SHOWN = 8


def since_box(user: Any, on: dt.date) -> dict[str, Any]:
    """Return what others changed since the person's last visit, newest first; and remember this visit."""
    now = clock.now()
    visit = Visit.objects.filter(user=user).first()
    since = news_since(visit, now)
    if is_note_due(visit, now):
        note_visit(actor=Actor.person(user), now=now)
    news = [] if since is None else _news(user, since)
    return {"since": since, "news": news[:SHOWN], "has_more": len(news) > SHOWN}


def _news(user: Any, since: dt.datetime) -> list[Any]:
    found = [item for source in registry.recent_changes for item in source.news(user, since, SHOWN + 1)]
    return sorted(found, key=lambda item: item.at, reverse=True)
