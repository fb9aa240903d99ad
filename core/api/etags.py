"""ETags: which version of an object a client has read, and means when it writes.

1. An ETag is strong: ``"<version>-<hash of the body>"``. It changes with every byte of the answer.
2. ``If-None-Match`` compares the whole ETag: 304 when nothing changed.
3. ``If-Match`` compares the version alone, inside the transaction and under the lock: a vendor that was
   renamed meanwhile changes the answer but is no reason to refuse a write of the contract.
4. Versions are compared as text, of which each figure has one spelling; any one of several tags may match.
"""

from __future__ import annotations

import hashlib
import re

from django.http import HttpRequest
from django.utils.http import parse_etags

from core.api.errors import PreconditionRequired

_TAG = re.compile(r'"([0-9]{1,18}(?:\.[0-9]{1,18})?)(?:-[0-9a-f]{1,64})?"')
#: No row has this version: compared with it, every row is stale.
NO_VERSION = "0"


def etag_for(version: str, body: bytes) -> str:
    """Return the strong ETag of an answer about a row of this version."""
    return f'"{version}-{hashlib.blake2b(body, digest_size=8).hexdigest()}"'


def is_unchanged(request: HttpRequest, etag: str) -> bool:
    """Tell whether the client holds this very answer already (``If-None-Match``)."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in held or etag in {tag.removeprefix("W/") for tag in held}


def version_held(request: HttpRequest, present: str) -> str:
    """Return ``present``, the version of the row as it was just read, where ``If-Match`` names it.

    ``*`` names every version. A tag that is weak, or not one of ours, names none: what comes back then is a
    version that no row has, so that the action refuses the write as stale.

    Raises:
        PreconditionRequired: There is no ``If-Match``.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired(
            "Send If-Match with the ETag that you got when you read this, so that nobody's change is lost."
        )
    tags = parse_etags(given)
    named = {match[1] for tag in tags if (match := _TAG.fullmatch(tag))}
    return present if "*" in tags or present in named else NO_VERSION
