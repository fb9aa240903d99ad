"""The embedded mailbox: a mail backend that keeps every message as a file, and the reading side of it.

1. A message is written to a temporary file, flushed to disk and renamed: it is there whole or not at all.
2. File names begin with the time in nanoseconds, so that names in order are messages in order.
3. Reading takes a name apart again and never leaves the folder.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import hashlib
import os
import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from email.message import EmailMessage as ParsedMessage
from email.parser import BytesHeaderParser
from email.utils import getaddresses
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from core import clock

_NAME: Final = re.compile(r"\A(\d{19})-[0-9a-f]{12}-[0-9a-f]{8}\Z")
_NANOSECONDS: Final = 10**9


class MailboxBackend(BaseEmailBackend):
    """Keeps messages in ``settings.MAILBOX_DIR``; used while ``EMAIL_URL`` is not set."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Write each message; return how many were written.

        Raises:
            OSError: The folder cannot be written (and ``fail_silently`` is off).
        """
        written = 0
        for message in email_messages:
            try:
                _keep(message)
            except OSError:
                if not self.fail_silently:
                    raise
            else:
                written += 1
        return written


def _keep(message: EmailMessage) -> None:
    folder = Path(settings.MAILBOX_DIR)
    folder.mkdir(parents=True, exist_ok=True)
    source = message.message().as_bytes(linesep="\r\n")  # type: ignore[call-arg]
    digest = hashlib.sha256(str(message.extra_headers.get("Message-ID", "")).encode()).hexdigest()[:12]
    moment = int(clock.now().timestamp() * 1_000_000) * 1000
    name = f"{moment:019d}-{digest}-{secrets.token_hex(4)}"
    temporary = folder / f".{name}.part"
    with temporary.open("wb") as file:
        file.write(source)
        file.flush()
        os.fsync(file.fileno())
    temporary.rename(folder / f"{name}.eml")


@dataclass(frozen=True, slots=True)
class Envelope:
    """A message in the list: its name, when it came, and the headers people look for.

    ``addresses`` are those of everybody it was sent to, folded to one case.
    """

    name: str
    kept_at: dt.datetime
    subject: str
    sender: str
    to: str
    message_id: str = ""
    addresses: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that came with a message."""

    number: int
    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Opened:
    """A message opened for reading."""

    envelope: Envelope
    headers: tuple[tuple[str, str], ...]
    text: str
    html: str
    attachments: tuple[Attachment, ...]


def is_in_use() -> bool:
    """Tell whether mail goes to the embedded mailbox."""
    return settings.EMAIL_BACKEND == "core.mail.mailbox.MailboxBackend"


def message_names() -> list[str]:
    """Return the names of all messages, newest first; empty where none was ever sent."""
    try:
        names = [path.stem for path in Path(settings.MAILBOX_DIR).glob("*.eml")]
    except OSError:
        return []
    return sorted((name for name in names if _NAME.match(name)), reverse=True)


def envelopes(names: Iterable[str]) -> list[Envelope]:
    """Return the envelopes of messages by name; ones that vanished meanwhile are left out."""
    found = []
    for name in names:
        try:
            with _path(name).open("rb") as file:
                headers = BytesHeaderParser(policy=email.policy.default).parse(file)
        except OSError:
            continue
        found.append(_envelope(name, headers))
    return found


def _path(name: str) -> Path:
    """Return the file of a message.

    Raises:
        FileNotFoundError: ``name`` is no name of a message.
    """
    if not _NAME.match(name):
        raise FileNotFoundError(name)
    return Path(settings.MAILBOX_DIR) / f"{name}.eml"


def _envelope(name: str, headers: ParsedMessage) -> Envelope:
    kept_at = dt.datetime.fromtimestamp(int(name[:19]) / _NANOSECONDS, tz=dt.UTC)
    subject, sender, to, copies, message_id = (
        str(headers[field] or "") for field in ("Subject", "From", "To", "Cc", "Message-ID")
    )
    addresses = frozenset(address.casefold() for _, address in getaddresses([to, copies]) if address)
    return Envelope(name, kept_at, subject, sender, to, message_id.strip(), addresses)


def open_message(name: str) -> Opened:
    """Return one message with its parts.

    Raises:
        FileNotFoundError: There is no such message.
    """
    parsed = email.message_from_bytes(_path(name).read_bytes(), policy=email.policy.default)
    attachments = tuple(
        Attachment(number, part.get_filename() or f"part-{number}", part.get_content_type(), _payload(part))
        for number, part in enumerate(parsed.iter_attachments())
    )
    return Opened(
        envelope=_envelope(name, parsed),
        headers=tuple((key, str(value)) for key, value in parsed.items()),
        text=_body(parsed, "plain"),
        html=_body(parsed, "html"),
        attachments=attachments,
    )


def _payload(part: ParsedMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _body(parsed: ParsedMessage, kind: str) -> str:
    part = parsed.get_body(preferencelist=(kind,))
    return str(part.get_content()) if part is not None else ""
