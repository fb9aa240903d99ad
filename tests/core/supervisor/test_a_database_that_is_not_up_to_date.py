"""A command on a database that misses migrations: the embedded one is migrated, another one is not."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import get_commands

import manage as program
from core.embedded import using
from core.embedded.folder import server_folders
from core.embedded.locks import FileLock
from core.supervisor.preflight import up_lock
from tests.core.supervisor.test_up import manage
from tests.support.registers import HEAD, MAPPING, ROWS


@pytest.fixture
def data() -> Iterator[Path]:
    """A data folder that nobody has used, where unprivileged servers can reach it."""
    place = Path(tempfile.mkdtemp(prefix="tk-", dir="/tmp"))
    place.chmod(0o711)
    yield place / "data"
    shutil.rmtree(place, ignore_errors=True)


def beside_progress(said: str) -> list[str]:
    """Return the lines that are no progress of a slow machine."""
    return [
        line for line in said.splitlines() if not line.startswith(("Starting PostgreSQL", "Bringing the"))
    ]


def test_the_embedded_database_is_migrated_by_the_first_command_that_needs_it(data: Path) -> None:
    first = manage(data, "sweep")
    assert (first.returncode, beside_progress(first.stderr)) == (0, [])
    assert "0 reminders due" in first.stdout
    missing = manage(data, "showmigrations", "--plan")
    assert "[ ]" not in missing.stdout


def test_it_is_left_alone_while_up_runs_on_what_was_there_before(data: Path) -> None:
    server_folders(data).prepare()
    lock = FileLock(up_lock(data / "locks"))
    assert lock.try_take()
    done = manage(data, "sweep")
    lock.close()
    assert done.returncode == 1
    (line,) = beside_progress(done.stderr)
    assert "manage.py up runs as it was before" in line
    assert "Stop it (Ctrl-C there) and start it again" in line


def test_a_server_of_ones_own_is_named_in_one_line_and_never_migrated_unasked(
    data: Path, tmp_path: Path
) -> None:
    (tmp_path / "register.csv").write_text(HEAD + ROWS)
    (tmp_path / "map.toml").write_text(MAPPING)
    files = [str(tmp_path / "register.csv"), "--mapping", str(tmp_path / "map.toml")]
    with using("postgres", folder=server_folders(data)) as server:
        for command in (["sweep"], ["reconcile"], ["create_token", "ana"], ["reindex"]):
            done = manage(data, *command, DATABASE_URL=server.url())
            assert done.returncode == 1, command
            assert done.stderr == (
                "The database is not up to date with this program. Run manage.py migrate, then try again.\n"
            ), command
        done = manage(data, "import_register", *files, "--source=erp", "--json", DATABASE_URL=server.url())
        assert done.returncode == 1
        assert done.stderr.count("\n") == 1
        (error,) = json.loads(done.stdout)["errors"]
        assert error["message"].startswith("Nothing was imported. The database is not up to date")


def test_commands_that_look_at_migrations_are_not_preceded_by_them() -> None:
    assert set(get_commands()) >= program.AS_IT_IS
    assert {"migrate", "makemigrations", "showmigrations", "check"} <= program.AS_IT_IS


@pytest.mark.parametrize(
    "arguments",
    [
        ["create_token", b"an\xffa"],
        ["import_register", b"r\xff.csv", "--mapping", "m.toml", "--source", "erp"],
    ],
    ids=["name", "file"],
)
def test_an_argument_that_is_no_text_is_refused_in_one_line(data: Path, arguments: list[str | bytes]) -> None:
    done = manage(data, *arguments)
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "is not UTF-8 text" in done.stderr
    assert "\\xff" in done.stderr
    assert not data.exists(), "nothing is started for it"
