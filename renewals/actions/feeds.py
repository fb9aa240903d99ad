"""Personal calendar feeds: made, replaced, revoked, recognized."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any, Final

from django.utils.crypto import constant_time_compare, salted_hmac

from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from renewals.models import CalendarFeed

_ALPHABET: Final = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789"
_MARK: Final = "cf_"
_PREFIX_LETTERS: Final = 8
_SECRET_LETTERS: Final = 40


class InvalidFeed(UserError):
    """The calendar feed cannot be made like this; ``fields`` says why."""

    code = "invalid_feed"


@dataclass(frozen=True, slots=True)
class NewFeed:
    """A feed that was just made. ``secret`` is the last part of its address and exists nowhere else."""

    feed: CalendarFeed
    secret: str


@action
def create_feed(*, actor: Actor, owner: Any, scope: str, now: dt.datetime) -> NewFeed:
    """Make a calendar feed of ``owner``; the one before is revoked in the same transaction.

    Args:
        actor: The owner.
        owner: Whose contracts it shows; must be active.
        scope: A ``CalendarFeed.Scope``.
        now: When it is made.

    Returns:
        The stored feed and its secret, which cannot be shown again.

    Raises:
        NotAllowed: The actor is somebody else.
        InvalidFeed: There is no such scope.
    """
    require(
        actor.user is not None and actor.user.pk == owner.pk and owner.is_active, "make this calendar feed"
    )
    if scope not in CalendarFeed.Scope.values:
        message = f"Choose one of {', '.join(CalendarFeed.Scope.values)}."
        raise InvalidFeed(message, fields={"scope": [message]})
    _revoke_live(owner, now)
    prefix = _MARK + _letters(_PREFIX_LETTERS)
    secret = f"{prefix}_{_letters(_SECRET_LETTERS)}"
    feed = CalendarFeed.unscoped.create(
        owner=owner, prefix=prefix, secret_hash=hash_of(secret), scope=scope, created_at=now
    )
    return NewFeed(feed, secret)


@action
def revoke_feed(*, actor: Actor, owner: Any, now: dt.datetime) -> bool:
    """End the calendar feed of ``owner`` at once; return whether there was one.

    Raises:
        NotAllowed: The actor is neither its owner nor manages users.
    """
    if not actor.is_system:
        may = actor.user is not None and (actor.user.pk == owner.pk or actor.user.can("users.manage"))
        require(may, "revoke this calendar feed")
    return _revoke_live(owner, now)


def _revoke_live(owner: Any, now: dt.datetime) -> bool:
    live = CalendarFeed.unscoped.select_for_update().filter(owner_id=owner.pk, revoked_at__isnull=True)
    for feed in live:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
        return True
    return False


def find_feed(secret: str) -> CalendarFeed | None:
    """Return the stored feed that ``secret`` is the secret of, with its owner; None when it is of none.

    Takes the same time whether or not the prefix exists. Whether it is alive is another question:
    ``CalendarFeed.is_live``.
    """
    prefix = secret[: len(_MARK) + _PREFIX_LETTERS]
    feed = CalendarFeed.unscoped.select_related("owner").filter(prefix=prefix).first()
    return feed if constant_time_compare(hash_of(secret), feed.secret_hash if feed else "") else None


def hash_of(secret: str) -> str:
    """Return what is stored instead of ``secret``: HMAC-SHA256, keyed by the site's secret key."""
    return salted_hmac("renewals.feed", secret, algorithm="sha256").hexdigest()


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))
