"""An embedded server runs exactly as long as somebody uses it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psycopg2
import pytest
import redis

from core.embedded import using
from core.embedded.folder import CHECKOUT, DataFolder, server_folders
from core.embedded.keeper import keeper_lock, users_lock
from core.embedded.locks import FileLock, alone, is_taken

USER_PROGRAM = """
import sys
from pathlib import Path
from core.embedded import using
from core.embedded.folder import server_folders
with using("postgres", folder=server_folders(Path(sys.argv[1]))) as server:
    print("using", flush=True)
    sys.stdin.read()
"""


def ask(url: str, query: str) -> object:
    connection = psycopg2.connect(url)
    connection.autocommit = True
    try:
        with connection.cursor() as cursor:
            cursor.execute(query)
            return cursor.fetchone()[0] if cursor.description else None
    finally:
        connection.close()


def postmaster(folder: DataFolder) -> int:
    return int((folder.servers / "postgres" / "postmaster.pid").read_text().split()[0])


def a_user(folder: DataFolder) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", USER_PROGRAM, str(folder.root)],
        cwd=CHECKOUT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_postgresql_runs_for_the_length_of_the_block(folder: DataFolder) -> None:
    with using("postgres", folder=folder) as server:
        assert ask(server.url(), "SELECT upper('zoë é')") == "ZOË É"
        process = postmaster(folder)
        os.kill(process, 0)
    assert not server.is_ready()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_what_was_committed_is_there_in_the_next_block(folder: DataFolder) -> None:
    with using("postgres", folder=folder) as server:
        ask(server.url(), "CREATE TABLE kept AS SELECT 42 AS answer")
    with using("postgres", folder=folder) as server:
        assert ask(server.url(), "SELECT answer FROM kept") == 42


def test_postgresql_listens_on_no_network_and_never_runs_as_root(folder: DataFolder) -> None:
    with using("postgres", folder=folder) as server:
        assert ask(server.url(), "SHOW listen_addresses") == ""
        assert os.stat(f"/proc/{postmaster(folder)}").st_uid == folder.account.uid != 0
    assert folder.sockets.stat().st_mode & 0o077 == 0


def test_valkey_refuses_to_forget_and_keeps_what_it_has(folder: DataFolder) -> None:
    with using("valkey", folder=folder) as server:
        client = redis.from_url(server.url())
        assert client.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
        client.rpush("queue", "task")
    with using("valkey", folder=folder) as server:
        assert redis.from_url(server.url()).lrange("queue", 0, -1) == [b"task"]


def test_a_second_user_keeps_the_server_when_the_first_leaves(folder: DataFolder) -> None:
    first = using("postgres", folder=folder)
    second = using("postgres", folder=folder)
    server = first.__enter__()
    second.__enter__()
    first.__exit__(None, None, None)
    assert ask(server.url(), "SELECT 1") == 1
    second.__exit__(None, None, None)
    assert not server.is_ready()


def test_two_commands_that_start_at_once_share_one_server(folder: DataFolder) -> None:
    users = [a_user(folder) for _ in range(3)]
    assert [user.stdout.readline() for user in users] == ["using\n"] * 3
    for user in users:
        user.communicate("")
    assert [user.returncode for user in users] == [0, 0, 0]
    log = (folder.logs / "postgres.log").read_text()
    assert log.count("starting PostgreSQL") == 1
    assert log.count("database system is shut down") == 1


def test_commands_that_start_at_once_in_a_new_folder_find_it_made(root: Path) -> None:
    """None sees a folder that another has made and not yet given to the servers' account."""
    for attempt in range(20):
        folder = server_folders(root / f"data{attempt}")
        with ThreadPoolExecutor(4) as commands:
            list(commands.map(lambda place: place.prepare(), [folder] * 4))


def test_the_server_stops_by_itself_when_its_only_user_is_killed(folder: DataFolder) -> None:
    user = a_user(folder)
    assert user.stdout.readline() == "using\n"
    process = postmaster(folder)
    user.send_signal(signal.SIGKILL)
    user.communicate()
    with alone(folder.locks / "postgres.keeper"):  # waits until the keeper has ended
        pass
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_the_last_user_leaves_nothing_running(folder: DataFolder) -> None:
    with using("valkey", folder=folder) as server:
        assert is_taken(keeper_lock(server))
    assert not is_taken(keeper_lock(server))
    assert FileLock(users_lock(server)).try_take()


def test_a_cluster_that_was_half_made_is_made_again(folder: DataFolder) -> None:
    folder.prepare()
    half: Path = folder.servers / "postgres.unfinished"
    half.mkdir()
    (half / "PG_VERSION").write_text("18\n")
    with using("postgres", folder=folder) as server:
        assert ask(server.url(), "SELECT 1") == 1
    assert not half.exists()
