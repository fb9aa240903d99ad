"""``Idempotency-Key``: a client that got no answer may repeat its POST, and it is done once.

1. A key belongs to one caller (a token or a person) and to one request: method, address and body.
2. While the first request runs, a second one with the key gets 409 (an advisory lock of the transaction).
3. The answer is stored in the transaction that did the work: both exist or neither. A refusal stores nothing,
   so that the corrected request may use the key again.
4. The same key with another body is 422. A stored answer is replayed with ``Idempotency-Replayed: true``;
   it is kept for seven days.
"""

from __future__ import annotations

import datetime as dt
import hashlib

from django.db import connection
from django.http import HttpResponse
from rest_framework.request import Request

from core import clock
from core.errors import UserError
from core.models import IdempotentRequest

KEPT_FOR = dt.timedelta(days=7)
_LONGEST_KEY = 200
_KEPT_HEADERS = ("ETag", "Location", "Content-Type")


class KeyInUse(UserError):
    """A request with this key is being worked on right now."""

    code = "idempotency_in_flight"
    status = 409


class KeyReused(UserError):
    """The key was used for another request."""

    code = "idempotency_mismatch"
    status = 422


class BadKey(UserError):
    """The key is not a usable text."""

    code = "idempotency_key_invalid"
    status = 400


def key_of(request: Request) -> str:
    """Return the request's key, empty when it has none.

    Raises:
        BadKey: It is longer than 200 characters or not printable ASCII.
    """
    key = request.headers.get("Idempotency-Key", "")
    if len(key) > _LONGEST_KEY or not (key.isascii() and (key.isprintable())):
        raise BadKey(f"An Idempotency-Key has 1 to {_LONGEST_KEY} printable ASCII characters.")
    return key


def replay(request: Request, key: str) -> HttpResponse | None:
    """Lock ``key`` until the transaction ends; return the stored answer if the work was done already.

    Raises:
        KeyInUse: Another request holds the key.
        KeyReused: The key was used for another body or address.
    """
    caller = request.actor.name
    _lock(f"{caller}\n{key}")
    stored = IdempotentRequest.objects.filter(caller=caller, key=key).first()
    if stored is None:
        return None
    if stored.request_hash != _hash(request):
        raise KeyReused(
            "This Idempotency-Key was used for another request. Take a new key for a new request."
        )
    answer = HttpResponse(stored.body.encode(), status=stored.status)
    for name, value in stored.headers.items():
        answer[name] = value
    answer["Idempotency-Replayed"] = "true"
    return answer


def remember(request: Request, key: str, answer: HttpResponse) -> None:
    """Store ``answer`` for repeats, and drop this caller's answers that are too old to be repeated."""
    now = clock.now()
    IdempotentRequest.keep(
        before=now - KEPT_FOR,
        caller=request.actor.name,
        key=key,
        request_hash=_hash(request),
        status=answer.status_code,
        headers={name: answer[name] for name in _KEPT_HEADERS if name in answer},
        body=answer.content.decode(),
        created_at=now,
    )


def _lock(name: str) -> None:
    number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        (is_ours,) = cursor.fetchone()
    if not is_ours:
        raise KeyInUse("A request with this Idempotency-Key is running. Wait for it and ask again.")


def _hash(request: Request) -> str:
    digest = hashlib.sha256(f"{request.method}\n{request.get_full_path()}\n".encode())
    if not (request.content_type or "").startswith("multipart/"):
        digest.update(request.body)
        return digest.hexdigest()
    for name in sorted(request.data):  # the boundary of a form differs from request to request
        for value in request.data.getlist(name):
            digest.update(f"\n{name}\n".encode())
            digest.update(_content(value))
    return digest.hexdigest()


def _content(value: object) -> bytes:
    if isinstance(value, str):
        return value.encode()
    value.seek(0)  # type: ignore[attr-defined]
    content: bytes = value.read()  # type: ignore[attr-defined]
    value.seek(0)  # type: ignore[attr-defined]
    return content
