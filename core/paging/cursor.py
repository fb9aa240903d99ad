"""Cursors: the opaque, signed "where the last page ended" that a client hands back.

1. A cursor is base64 of JSON ``[order, is_backward, [value, tie-breaker]]``, then a keyed hash.
2. A cursor that was changed, cut, or taken from a list in another order is refused.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.crypto import constant_time_compare, salted_hmac

from core.errors import UserError
from core.paging.order import Order

_SALT = "core.paging.cursor"
_HASH_CHARACTERS = 16
_LONGEST = 4000


class BadCursor(UserError):
    """The cursor is not one that this list gave out."""

    code = "invalid_cursor"
    status = 400

    def __init__(self) -> None:
        message = "This page address is not valid here any more. Start again from the first page of the list."
        super().__init__(message, fields={"cursor": [message]})


@dataclass(frozen=True, slots=True)
class Position:
    """A place between rows: just after (or, read backward, just before) the row with this key.

    Attributes:
        value: The ordered column of that row, in a form that JSON keeps; None for NULL.
        tie: Its tie-breaker, the primary key as a rule.
        is_backward: The reader walks toward the beginning.
    """

    value: Any
    tie: Any
    is_backward: bool = False


def encode(position: Position, order: Order) -> str:
    """Return the cursor for ``position`` in a list in ``order``."""
    body = json.dumps(
        [order.signature, int(position.is_backward), [_plain(position.value), _plain(position.tie)]],
        separators=(",", ":"),
    )
    packed = base64.urlsafe_b64encode(body.encode()).rstrip(b"=").decode()
    return packed + _hash(packed)


def decode(cursor: str, order: Order) -> Position:
    """Return the position that ``cursor`` stands for.

    Raises:
        BadCursor: It was not given out by a list in ``order``.
    """
    packed, given = cursor[:-_HASH_CHARACTERS], cursor[-_HASH_CHARACTERS:]
    if len(cursor) > _LONGEST or not packed or not constant_time_compare(given, _hash(packed)):
        raise BadCursor
    try:
        body = base64.urlsafe_b64decode(packed + "=" * (-len(packed) % 4))
        signature, is_backward, (value, tie) = json.loads(body)
    except (binascii.Error, ValueError, TypeError) as error:
        raise BadCursor from error
    if signature != order.signature:
        raise BadCursor
    return Position(value, tie, bool(is_backward))


def _hash(packed: str) -> str:
    return salted_hmac(_SALT, packed, algorithm="sha256").hexdigest()[:_HASH_CHARACTERS]


def _plain(value: Any) -> Any:
    """Return ``value`` as JSON keeps it without loss; the column's field reads it back."""
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal | UUID):
        return str(value)
    return value
