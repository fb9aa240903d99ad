"""E-mails: the head of a mail, and every attachment accepted by itself."""

from __future__ import annotations

import email
import email.policy
from email.message import EmailMessage
from typing import Final

from core.files.refusal import RefusedFile

MOST_PARTS: Final = 100
_TEXT: Final = frozenset({"text/plain", "text/html", "text/calendar"})


def attachments_of(data: bytes) -> list[tuple[str, bytes]]:
    """Return name and content of each attachment of a mail; texts of the mail itself are left out.

    Raises:
        RefusedFile: The file is not a mail, or has more than 100 parts.
    """
    if b"\x00" in data:
        raise RefusedFile("it holds binary data")
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not (_has(message, "From") and _has(message, "Date")):
        raise RefusedFile("it has no sender and date: it is not a saved mail")
    parts = [part for part in message.walk() if not part.is_multipart()]
    if len(parts) > MOST_PARTS:
        raise RefusedFile(f"it has {len(parts)} parts")
    return [_named(part) for part in parts if _is_attachment(part)]


def _has(message: EmailMessage, header: str) -> bool:
    try:
        return bool(message[header])
    except (ValueError, IndexError, AttributeError):
        return False


def _is_attachment(part: EmailMessage) -> bool:
    return (
        part.get_content_disposition() == "attachment"
        or bool(part.get_filename())
        or (part.get_content_type() not in _TEXT)
    )


def _named(part: EmailMessage) -> tuple[str, bytes]:
    content = part.get_payload(decode=True)
    data = content if isinstance(content, bytes) else b""
    extension = {"image/png": "png", "image/jpeg": "jpg", "application/pdf": "pdf"}.get(
        part.get_content_type(), ""
    )
    return part.get_filename() or f"attachment.{extension}", data
