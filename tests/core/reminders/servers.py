"""A mail server in memory that takes messages, cannot be reached, or loses its answer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

BACKEND = f"{__name__}.MoodyBackend"


class Server:
    """How the server is at present, and how often it took each message."""

    mode = "up"
    taken: Counter[str] = Counter()


class MoodyBackend(BaseEmailBackend):
    """Delivers to ``Server``."""

    def open(self) -> bool:
        """Connect, unless the server is down."""
        if Server.mode == "down":
            raise ConnectionRefusedError("nobody listens")
        return True

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Take the messages; an answer that is lost is an error after all were taken."""
        for message in email_messages:
            Server.taken[str(message.extra_headers["Message-ID"])] += 1
        if Server.mode == "lost":
            raise ConnectionResetError("the answer was lost")
        return len(email_messages)
