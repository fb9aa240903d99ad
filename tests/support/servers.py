"""A pytest plug-in: the embedded servers for the length of a test run.

Loaded early (`-p tests.support.servers`), so that the settings see the tests' own
data folder, `var/tests`: a run never touches the data of `make up`. With DATABASE_URL
set, that server is used and nothing is started.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator

import pytest

from core import embedded
from core.embedded.folder import CHECKOUT

os.environ.setdefault("TERMKEEPER_DATA", str(CHECKOUT / "var" / "tests"))
# Nobody needs the tests' data after a power cut.
os.environ.setdefault("TERMKEEPER_EMBEDDED_FSYNC", "off")

_running = contextlib.ExitStack()


def pytest_configure(config: pytest.Config) -> None:
    """Attach to the embedded PostgreSQL, starting it if need be."""
    if config.option.help or config.option.version or config.option.collectonly:
        return
    try:
        _running.enter_context(embedded.attached(postgres=True))
    except embedded.EmbeddedError as error:
        pytest.exit(str(error), returncode=1)


def pytest_unconfigure() -> None:
    """Let go of it; the last run to leave stops it."""
    _running.close()


@pytest.fixture(scope="session")
def broker() -> Iterator[str]:
    """A running broker; its REDIS_URL."""
    with embedded.attached(postgres=False, valkey=True):
        yield os.environ.get("REDIS_URL") or embedded.redis_url()
