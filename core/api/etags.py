"""ETags: which version of an object a client has read, and means when it writes.

1. An ETag is strong: ``"<version>-<hash of the body>"``. It changes with every byte of the answer.
2. ``If-None-Match`` compares the whole ETag: 304 when nothing changed.
3. ``If-Match`` compares the version alone, inside the transaction and under the lock: a vendor that was
   renamed meanwhile changes the answer but is no reason to refuse a write of the contract.
"""

from __future__ import annotations

import hashlib
import re

from django.http import HttpRequest
from django.utils.http import parse_etags

from core.api.errors import PreconditionRequired

_TAG = re.compile(r'"([0-9.]{1,30})(?:-[0-9a-f]+)?"')
#: No row has this version: compared with it, every row is stale.
NO_VERSION = "0"


def etag_for(version: str, body: bytes) -> str:
    """Return the strong ETag of an answer about a row of this version."""
    return f'"{version}-{hashlib.blake2b(body, digest_size=8).hexdigest()}"'


def is_unchanged(request: HttpRequest, etag: str) -> bool:
    """Tell whether the client holds this very answer already (``If-None-Match``)."""
    held = parse_etags(request.headers.get("If-None-Match", ""))
    return "*" in held or etag in {tag.removeprefix("W/") for tag in held}


def version_wanted(request: HttpRequest) -> str | None:
    """Return the version in ``If-Match``, None for ``*`` (any version).

    An ETag that is weak or not ours gives a version that no row has.

    Raises:
        PreconditionRequired: There is no ``If-Match``.
    """
    given = request.headers.get("If-Match", "").strip()
    if not given:
        raise PreconditionRequired(
            "Send If-Match with the ETag that you got when you read this, so that nobody's change is lost."
        )
    tags = parse_etags(given)
    if "*" in tags:
        return None
    found = [match[1] for tag in tags if (match := _TAG.fullmatch(tag))]
    return found[0] if found else NO_VERSION
