"""Embedded PostgreSQL and Valkey: what runs when no server is configured.

Settings ask for addresses (nothing is started by asking); `manage.py`, the
supervisor and the tests keep the servers running with `attached`.
"""

from __future__ import annotations

from core.embedded.attach import attached, revive, using
from core.embedded.errors import EmbeddedError
from core.embedded.folder import data_folder, server_folders
from core.embedded.postgres import Postgres
from core.embedded.secret import secret_key as _secret_key
from core.embedded.valkey import Valkey

__all__ = [
    "EmbeddedError",
    "attached",
    "broker_url",
    "data_folder",
    "database_url",
    "prepare_folder",
    "redis_url",
    "revive",
    "secret_key",
    "using",
]


def database_url() -> str:
    """Return the address of the embedded PostgreSQL as a DATABASE_URL."""
    return Postgres(server_folders()).url()


def redis_url() -> str:
    """Return the address of the embedded Valkey as a REDIS_URL."""
    return Valkey(server_folders()).url()


def broker_url(url: str) -> str:
    """Return a REDIS_URL as Celery wants it: only a unix socket is spelled differently there."""
    if not url.startswith("unix://"):
        return url
    path, _, query = url.removeprefix("unix://").partition("?db=")
    return f"redis+socket://{path}?virtual_host={query or 0}"


def secret_key() -> str:
    """Return the signing key of this data folder, making both at the first call."""
    if not data_folder().exists():
        prepare_folder()
    return _secret_key(data_folder())


def prepare_folder() -> None:
    """Make the data folder and what belongs in it.

    Raises:
        EmbeddedError: it cannot be made or written, or belongs to somebody else.
    """
    server_folders().prepare()
