"""Using an embedded server: attach to the running one, or start it for as long as it is used.

1. A user shares the lock `<server>.users` from before it looks until after it is done,
   so that nobody stops the server under it.
2. One user at a time looks whether the server answers and starts its keeper if not.
3. The last user to leave waits until the server has stopped.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from core.embedded.errors import EmbeddedError, folder_error
from core.embedded.folder import CHECKOUT, DataFolder, server_folders
from core.embedded.keeper import Server, keeper_lock, server_named, users_lock
from core.embedded.locks import FileLock, alone, is_taken

START_SECONDS = 300.0
STOP_SECONDS = 60.0
PROGRESS_SECONDS = 2.0
LOOK_SECONDS = 0.05

Progress = Callable[[str], None]


def _silent(_: str) -> None:
    """Report nothing."""


@contextlib.contextmanager
def attached(
    *, postgres: bool = True, valkey: bool = False, progress: Progress = _silent
) -> Iterator[list[Server]]:
    """Keep the embedded servers running for the length of a block, and give their list.

    A server for which `DATABASE_URL` or `REDIS_URL` names another one is left out.
    ``progress`` gets a line when a start takes longer than two seconds.

    Raises:
        EmbeddedError: a server cannot be started.
    """
    wanted = []
    if postgres and not os.environ.get("DATABASE_URL"):
        wanted.append("postgres")
    if valkey and not os.environ.get("REDIS_URL"):
        wanted.append("valkey")
    with contextlib.ExitStack() as stack:
        yield [stack.enter_context(using(name, progress=progress)) for name in wanted]


def revive(server: Server) -> bool:
    """Start a server in use whose keeper was killed; return whether that was necessary.

    A server that crashed is its keeper's business; this is for whoever stays attached
    for long, and costs next to nothing while all is well.

    Raises:
        EmbeddedError: the server cannot be started.
    """
    if is_taken(keeper_lock(server)):
        return False
    with alone(server.folder.locks / f"{server.name}.start"):
        _make_sure(server, _silent)
    return True


@contextlib.contextmanager
def using(name: str, *, folder: DataFolder | None = None, progress: Progress = _silent) -> Iterator[Server]:
    """Keep one server (``postgres`` or ``valkey``) running for the length of a block.

    Raises:
        EmbeddedError: the server cannot be started.
    """
    folder = folder or server_folders()
    folder.prepare()
    server = server_named(name, folder)
    try:
        users = FileLock(users_lock(server))
    except OSError as error:
        raise folder_error(folder.root, error) from None
    keeper = None
    try:
        users.share()
        with alone(folder.locks / f"{name}.start"):
            keeper = _make_sure(server, progress)
        yield server
    finally:
        _leave(server, users, keeper)


def _make_sure(server: Server, progress: Progress) -> subprocess.Popen[bytes] | None:
    """Return once the server answers; start its keeper, and return it, when there is none."""
    if server.is_ready():
        return None
    if is_taken(keeper_lock(server)):
        _wait_for_keeper(server)
        return None
    command = [sys.executable, "-m", "core.embedded", server.name, str(server.folder.root)]
    with (server.folder.logs / "keeper.log").open("ab") as log:
        keeper = subprocess.Popen(
            command,
            cwd=CHECKOUT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            start_new_session=True,
        )
    answer = _first_line(keeper, server, progress)
    if answer != "ready":
        keeper.wait(STOP_SECONDS)
        log_name = server.folder.logs / "keeper.log"
        raise EmbeddedError(answer.removeprefix("error ") or f"{server.title} did not start; see {log_name}.")
    return keeper


def _first_line(keeper: subprocess.Popen[bytes], server: Server, progress: Progress) -> str:
    """Return the keeper's first line, reporting progress while it works."""
    assert keeper.stdout is not None
    started = time.monotonic()
    with keeper.stdout as output:
        while not select.select([output], [], [], PROGRESS_SECONDS)[0]:
            seconds = time.monotonic() - started
            progress(f"Starting {server.title} … {seconds:.0f} s")
            if seconds > START_SECONDS:
                keeper.terminate()
                return f"error {server.title} did not answer within {START_SECONDS:.0f} s; see {server.log}."
        return output.readline().decode(errors="replace").strip()


def _wait_for_keeper(server: Server) -> None:
    """Wait for a server that its keeper is starting again."""
    deadline = time.monotonic() + START_SECONDS
    while not server.is_ready():
        if time.monotonic() > deadline:
            raise EmbeddedError(f"{server.title} runs but does not answer; its log is {server.log}.")
        time.sleep(LOOK_SECONDS)


def _leave(server: Server, users: FileLock, keeper: subprocess.Popen[bytes] | None) -> None:
    """Give the server up; the last user waits until it has stopped, and takes the keeper's exit code."""
    try:
        if users.try_take():
            _stop(server)
        elif users.try_share():
            return  # others go on using it
        else:
            users.share()  # the keeper has noticed first and is stopping: wait for it
        if keeper:
            with contextlib.suppress(subprocess.TimeoutExpired):
                keeper.wait(STOP_SECONDS)
    finally:
        users.close()


def _stop(server: Server) -> None:
    """Tell the keeper to stop its server, and wait until it is gone."""
    lock = keeper_lock(server)
    if not is_taken(lock):
        return
    try:
        keeper = int((server.folder.locks / f"{server.name}.pid").read_text())
        os.kill(keeper, signal.SIGTERM)
    except (OSError, ValueError):
        return
    deadline = time.monotonic() + STOP_SECONDS
    while is_taken(lock) and time.monotonic() < deadline:
        time.sleep(LOOK_SECONDS)
