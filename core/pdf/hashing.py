"""The content hash of a document: the same content gives the same hash, whenever it was printed.

1. The content is put into canonical JSON: keys sorted, no white space, UTF-8, dates in
   ISO 8601, decimals as written.
2. The hash is SHA-256 of these bytes, in hexadecimal.
3. When and by whom the document was printed is not content.
"""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from decimal import Decimal
from typing import Any


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return dataclasses.asdict(value)
    if isinstance(value, dt.date | dt.datetime | dt.time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    raise TypeError(f"{type(value).__name__} cannot be part of a document's content")


def content_hash(content: Any) -> str:
    """Return the SHA-256 of ``content`` (dataclasses, dicts, lists, text, dates, decimals) in hexadecimal."""
    canonical = json.dumps(content, default=_plain, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()
