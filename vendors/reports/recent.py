"""What others changed lately in vendors that the reader may see."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from core.ledger import Occasion, actor_names, occasions_of, recent_rows
from core.pages.activity import WAYS
from core.pages.news import NAMED, News
from vendors.models import Vendor, VendorContact

_VENDOR = Vendor._meta.label_lower
_PARTS = ((Vendor, "id"), (VendorContact, "vendor_id"))


def vendor_news(user: Any, since: dt.datetime, limit: int) -> list[News]:
    """Return what others did to vendors that ``user`` may see, newest first, one sentence for each occasion.

    Args:
        user: The reader; their own changes are no news to them.
        since: Only what happened at or after this instant.
        limit: At most so many sentences.
    """
    rows = recent_rows(_PARTS, since=since, but_not_by=f"user:{user.pk}")
    visible = Vendor.objects.visible_to(user).filter(pk__in={row.whole_id for row in rows})
    seen = dict(visible.values_list("pk", "name"))
    occasions = occasions_of(row for row in rows if row.whole_id in seen)[:limit]
    actors = actor_names(occasion.rows[0].actor_key for occasion in occasions)
    return [_sentence(occasion, seen, actors) for occasion in occasions]


def _sentence(occasion: Occasion, seen: dict[int, str], actors: dict[str, str]) -> News:
    first, ids = occasion.rows[0], occasion.whole_ids
    return News(
        at=occasion.at,
        actor=actors[first.actor_key],
        before=_said(occasion),
        things=tuple((seen[pk], reverse("vendor", args=[pk])) for pk in ids[:NAMED]),
        more=max(0, len(ids) - NAMED),
        way=WAYS.get(first.channel, ""),
        reason=first.reason,
    )


def _said(occasion: Occasion) -> str:
    own = [row.verb for row in occasion.rows if row.model == _VENDOR]
    if own:
        return "recorded" if set(own) == {"+"} else "changed"
    return "changed the contacts of"
