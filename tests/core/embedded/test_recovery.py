"""A killed server comes back with everything that was committed."""

from __future__ import annotations

import os
import signal
import subprocess

import redis

from core.embedded import using
from core.embedded.folder import DataFolder
from core.embedded.keeper import keeper_lock
from core.embedded.locks import alone
from tests.core.embedded.test_start_and_stop import ask, postmaster
from tests.support.waiting import is_alive, until


def test_postgresql_comes_back_after_sigkill_while_it_is_used(folder: DataFolder) -> None:
    with using("postgres", folder=folder) as server:
        ask(server.url(), "CREATE TABLE kept AS SELECT 7 AS answer")
        killed = postmaster(folder)
        os.kill(killed, signal.SIGKILL)
        until(lambda: not is_alive(killed) and server.is_ready(), what="a new PostgreSQL")
        assert ask(server.url(), "SELECT answer FROM kept") == 7


def test_valkey_comes_back_after_sigkill_with_its_queue(folder: DataFolder) -> None:
    with using("valkey", folder=folder) as server:
        client = redis.from_url(server.url())
        client.rpush("queue", "task")
        killed = client.info("server")["process_id"]
        os.kill(killed, signal.SIGKILL)
        until(lambda: not is_alive(killed) and server.is_ready(), what="a new Valkey")
        assert redis.from_url(server.url()).lrange("queue", 0, -1) == [b"task"]


def test_a_killed_keeper_takes_its_server_down_in_order_and_the_next_start_recovers(
    folder: DataFolder,
) -> None:
    with using("postgres", folder=folder) as server:
        ask(server.url(), "CREATE TABLE kept AS SELECT 1 AS answer")
        process = postmaster(folder)
        os.kill(int((folder.locks / "postgres.pid").read_text()), signal.SIGKILL)
        until(lambda: not is_alive(process), what="the end of PostgreSQL")
        with using("postgres", folder=folder) as again:
            assert ask(again.url(), "SELECT answer FROM kept") == 1
    assert "database system is shut down" in server.log.read_text()


def test_keeper_and_server_killed_together_are_recovered_by_the_next_start(folder: DataFolder) -> None:
    with using("postgres", folder=folder) as server:
        ask(server.url(), "CREATE TABLE kept AS SELECT 2 AS answer")
        keeper = int((folder.locks / "postgres.pid").read_text())
        os.kill(keeper, signal.SIGSTOP)
        os.kill(postmaster(folder), signal.SIGKILL)
        os.kill(keeper, signal.SIGKILL)
        with alone(keeper_lock(server)):  # waits until the keeper has ended
            pass
    with using("postgres", folder=folder) as server:
        assert ask(server.url(), "SELECT answer FROM kept") == 2


def test_a_stale_pid_file_that_names_a_living_stranger_is_no_obstacle(folder: DataFolder) -> None:
    with using("postgres", folder=folder):
        pass
    stranger = subprocess.Popen(["cat"], stdin=subprocess.PIPE, user=folder.account.uid)
    try:
        pid_file = folder.servers / "postgres" / "postmaster.pid"
        pid_file.write_text(f"{stranger.pid}\n{folder.servers / 'postgres'}\n")
        folder.account.own(pid_file)
        with using("postgres", folder=folder) as server:
            assert ask(server.url(), "SELECT 1") == 1
    finally:
        stranger.communicate()
