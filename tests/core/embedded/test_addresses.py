"""Where the servers are: computed from the data folder alone, short enough for a socket."""

from __future__ import annotations

from pathlib import Path

import dj_database_url
import pytest

from core import embedded
from core.embedded import using
from core.embedded.folder import SOCKET_PATH_BYTES, server_folders
from tests.core.embedded.test_start_and_stop import ask


def test_asking_for_an_address_starts_and_makes_nothing(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERMKEEPER_DATA", str(root / "data"))
    assert embedded.database_url() == embedded.database_url()
    assert embedded.redis_url().startswith("unix:///")
    assert not (root / "data").exists()


def test_the_database_address_is_one_that_settings_understand(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERMKEEPER_DATA", str(root / "Data With Space"))
    parsed = dj_database_url.parse(embedded.database_url())
    assert parsed["HOST"] == str(root / "Data With Space" / "servers" / "run")
    assert (parsed["NAME"], parsed["USER"], parsed["PORT"]) == ("termkeeper", "termkeeper", 5432)


def test_a_data_folder_with_a_long_path_gets_short_private_sockets(root: Path) -> None:
    long = root / ("d" * 60) / ("e" * 60)
    folder = server_folders(long)
    assert len(bytes(folder.sockets / ".s.PGSQL.5432")) <= SOCKET_PATH_BYTES
    with using("postgres", folder=folder) as server:
        assert ask(server.url(), "SELECT 1") == 1
        assert folder.sockets.stat().st_mode & 0o777 == 0o700
    folder.sockets.rmdir()


@pytest.mark.parametrize(
    ("redis_url", "broker_url"),
    [
        ("unix:///data/run/valkey.sock?db=0", "redis+socket:///data/run/valkey.sock?virtual_host=0"),
        ("unix:///data/run/valkey.sock?db=3", "redis+socket:///data/run/valkey.sock?virtual_host=3"),
        ("unix:///data/run/valkey.sock", "redis+socket:///data/run/valkey.sock?virtual_host=0"),
        ("redis://cache.example:6379/1", "redis://cache.example:6379/1"),
        ("rediss://:secret@cache.example:6380/1", "rediss://:secret@cache.example:6380/1"),
    ],
)
def test_celery_gets_the_address_in_its_own_spelling(redis_url: str, broker_url: str) -> None:
    assert embedded.broker_url(redis_url) == broker_url


def test_a_configured_server_is_never_replaced_by_an_embedded_one(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERMKEEPER_DATA", str(root / "data"))
    monkeypatch.setenv("DATABASE_URL", "postgres://db.example/termkeeper")
    monkeypatch.setenv("REDIS_URL", "redis://cache.example:6379/0")
    with embedded.attached(postgres=True, valkey=True):
        assert not (root / "data").exists()
