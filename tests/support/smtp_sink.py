"""A mail server for tests: it keeps what it takes, and misbehaves on demand."""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller


@dataclass
class Sink:
    """What arrived, and how to answer.

    ``refuse_rcpt`` maps an address to the answer for it; ``refuse_data`` answers the next messages;
    ``lose_answers`` drops the connection after so many messages were taken, before the answer.
    """

    taken: list[Message] = field(default_factory=list)
    refuse_rcpt: dict[str, str] = field(default_factory=dict)
    refuse_data: list[str] = field(default_factory=list)
    lose_answers: int = 0

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """Answer for one recipient."""
        if address in self.refuse_rcpt:
            return self.refuse_rcpt[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """Take a message, or refuse it, or take it and hang up."""
        if self.refuse_data:
            return self.refuse_data.pop(0)
        self.taken.append(message_from_bytes(envelope.content))
        if self.lose_answers:
            self.lose_answers -= 1
            server.transport.abort()
        return "250 OK"

    @property
    def message_ids(self) -> list[str]:
        """Return the Message-IDs in the order of arrival."""
        return [str(message["Message-ID"]) for message in self.taken]


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextlib.contextmanager
def mail_server(settings: Any) -> Iterator[Sink]:
    """Run a mail server and point Django's mail settings at it."""
    sink = Sink()
    controller = Controller(sink, hostname="127.0.0.1", port=free_port())
    controller.start()
    point_at(settings, controller.port)
    try:
        yield sink
    finally:
        controller.stop(no_assert=True)


def point_at(settings: Any, port: int) -> None:
    """Send mail by SMTP to a port of this machine."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
