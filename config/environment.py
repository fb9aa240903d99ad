"""Reading settings from the environment: each is checked, and a wrong one is refused in one line.

A message names the variable and the right form. It never repeats an address, which may hold a password.
"""

from __future__ import annotations

import os
from typing import Any, Final
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

POSTGRESQL: Final = ("postgres", "postgresql", "pgsql")
DATABASE_FORM: Final = "postgres://user:password@host:5432/name"
REDIS_FORM: Final = "redis://host:6379/0, rediss://… or unix:///path/to/socket?db=0"
EMAIL_FORM: Final = "smtp://user:password@mail.example:587/?tls=1 or smtps://…"
#: The value of EMAIL_URL that keeps mail in the mailbox on purpose, in production too.
MAILBOX: Final = "mailbox:"
LARGEST_PROXY_COUNT: Final = 10
SHORTEST_KEY: Final = 50


def text(name: str, default: str = "") -> str:
    """Return a setting without blanks around it; set and blank is as good as not set."""
    return os.environ.get(name, "").strip() or default


def words(name: str, default: str = "") -> list[str]:
    """Return a setting that is a list, with commas between."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def switch(name: str, *, default: bool) -> bool:
    """Return a setting that is on (1) or off (0).

    Raises:
        ImproperlyConfigured: It is something else, which nobody should have to guess.
    """
    given = text(name, "1" if default else "0")
    if given not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 0 or 1.")
    return given == "1"


def choice(name: str, options: tuple[str, ...]) -> str:
    """Return a setting that is one of ``options``, by default the first.

    Raises:
        ImproperlyConfigured: It is none of them.
    """
    given = text(name, options[0])
    if given not in options:
        raise ImproperlyConfigured(f"{name} must be {' or '.join(options)}.")
    return given


def secret_key(*, is_production: bool) -> str:
    """Return TERMKEEPER_SECRET_KEY, blank when an embedded run makes its own.

    Raises:
        ImproperlyConfigured: Production has none, or one that can be guessed.
    """
    given = os.environ.get("TERMKEEPER_SECRET_KEY", "")
    if is_production and len(given) < SHORTEST_KEY:
        raise ImproperlyConfigured(
            "TERMKEEPER_SECRET_KEY is missing or too short."
            f" Set it to at least {SHORTEST_KEY} random characters."
        )
    return given


def proxies(name: str) -> int | None:
    """Return how many proxies stand in front, None for none.

    Raises:
        ImproperlyConfigured: It is not a small number.
    """
    given = text(name, "0")
    if not (given.isascii() and given.isdigit() and int(given) <= LARGEST_PROXY_COUNT):
        raise ImproperlyConfigured(
            f"{name} must be the number of proxies in front, 0 to {LARGEST_PROXY_COUNT}."
        )
    return int(given) or None


def web_address(name: str, form: str, default: str = "") -> str:
    """Return a setting that is an address on the web, blank when it is neither set nor has a default.

    Raises:
        ImproperlyConfigured: It is not an http or https address.
    """
    given = text(name, default)
    if given and not _address(name, given, ("https", "http"), form).hostname:
        raise _wrong(name, "it names no host", form)
    return given


def database(embedded_url: str) -> dict[str, Any]:
    """Return Django's settings for the server of DATABASE_URL, else for the embedded one.

    Raises:
        ImproperlyConfigured: It names no PostgreSQL server and database.
    """
    given = os.environ.get("DATABASE_URL", "")
    if not given:
        return dict(dj_database_url.parse(embedded_url))
    url = _address("DATABASE_URL", given, POSTGRESQL, DATABASE_FORM)
    if not url.path.strip("/"):
        raise _wrong("DATABASE_URL", "it names no database", DATABASE_FORM)
    return dict(dj_database_url.parse(given))


def redis(embedded_url: str) -> str:
    """Return the address of REDIS_URL, else of the embedded server.

    Raises:
        ImproperlyConfigured: It is not an address of a Redis or Valkey server.
    """
    given = os.environ.get("REDIS_URL", "")
    if given:
        _address("REDIS_URL", given, ("redis", "rediss", "unix"), REDIS_FORM)
    return given or embedded_url


def email(*, is_production: bool) -> dict[str, Any]:
    """Return Django's mail settings for EMAIL_URL; without it mail stays in the mailbox of this machine.

    Raises:
        ImproperlyConfigured: It is not an address of a mail server, or is missing in production, where
            mail that nobody gets must be somebody's decision.
    """
    given = os.environ.get("EMAIL_URL", "")
    if is_production and not given:
        raise ImproperlyConfigured(
            f"EMAIL_URL is not set, so no mail would leave this machine. Set it to {EMAIL_FORM}, or to"
            f" {MAILBOX} to keep mail in the mailbox on purpose."
        )
    if given in ("", MAILBOX):
        return {"EMAIL_BACKEND": "core.mail.mailbox.MailboxBackend"}
    url = _address("EMAIL_URL", given, ("smtp", "smtps"), EMAIL_FORM)
    if not url.hostname:
        raise _wrong("EMAIL_URL", "it names no host", EMAIL_FORM)
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or (465 if url.scheme == "smtps" else 25),
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": _has_tls(url),
        "EMAIL_TIMEOUT": 20,
    }


def _has_tls(url: SplitResult) -> bool:
    """Return whether the connection begins with STARTTLS; a misspelt wish for it is no silent refusal."""
    wishes = parse_qs(url.query, keep_blank_values=True)
    wish = wishes.pop("tls", ["0"])
    if wishes or wish not in (["0"], ["1"]):
        raise _wrong("EMAIL_URL", "after the ? only tls=1 or tls=0 may stand", EMAIL_FORM)
    if wish == ["1"] and url.scheme == "smtps":
        raise _wrong("EMAIL_URL", "smtps:// is encrypted from the start and takes no tls=1", EMAIL_FORM)
    return wish == ["1"]


def _address(name: str, given: str, schemes: tuple[str, ...], form: str) -> SplitResult:
    """Return an address in its parts.

    Raises:
        ImproperlyConfigured: It cannot be taken apart, or its scheme is none of ``schemes``.
    """
    try:
        url = urlsplit(given)
    except ValueError:
        raise _wrong(name, "it is not an address", form) from None
    if url.scheme not in schemes:
        raise _wrong(name, f"it must begin with {schemes[0]}://", form)
    try:
        url.port  # noqa: B018  reading it checks it
    except ValueError:
        what = "its port is not a number up to 65535 (in a password, / # ? @ are written %2F %23 %3F %40)"
        raise _wrong(name, what, form) from None
    return url


def _wrong(name: str, what: str, form: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name} cannot be used: {what}. Write it like {form}.")
