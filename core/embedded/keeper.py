"""The keeper: the small process that runs one embedded server for as long as somebody uses it.

1. Whoever uses the server shares the lock `<server>.users`; the kernel drops a share
   when its process ends, however it ends.
2. The keeper waits to have that lock alone. Once it has it, nobody uses the server:
   the keeper stops it in order and ends.
3. A server that ends by itself (a crash, a SIGKILL) is started again.
4. When the keeper itself is killed, Linux tells the server to shut down.

The first line that the keeper writes to its standard output says how the start
went: `ready`, or `error` and one line of reason.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Protocol

from core.embedded.errors import EmbeddedError, folder_error
from core.embedded.folder import DataFolder, server_folders
from core.embedded.locks import FileLock
from core.embedded.postgres import Postgres
from core.embedded.processes import clean_environment
from core.embedded.valkey import Valkey

LOOK_SECONDS = 0.1
FIRST_ATTEMPTS = 60
STOP_SECONDS = 20.0
LONGEST_PAUSE = 5.0
LOG_BYTES = 10_000_000


class Server(Protocol):
    """What the keeper and the users need to know of a server."""

    name: str
    title: str
    folder: DataFolder
    stop_signals: tuple[signal.Signals, ...]

    @property
    def log(self) -> Path: ...
    def url(self) -> str: ...
    def is_ready(self) -> bool: ...
    def prepare(self) -> None: ...
    def command(self) -> list[str]: ...
    def after_start(self) -> None: ...
    def explain(self, log: str) -> EmbeddedError: ...


def server_named(name: str, folder: DataFolder) -> Server:
    """Return the server ``postgres`` or ``valkey`` in a data folder."""
    if name == Postgres.name:
        return Postgres(folder)
    return Valkey(folder)


class Keeper:
    """Runs one server until nobody uses it."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.stopping = threading.Event()
        self.process: subprocess.Popen[bytes] | None = None

    def run(self) -> None:
        """Start the server, say so, and keep it until it is idle or the keeper is told to stop.

        Raises:
            EmbeddedError: the server did not start.
        """
        self.server.prepare()
        self._rotate_log()
        try:
            self._start_first()
            self._say("ready")
            threading.Thread(target=self._wait_until_idle, daemon=True).start()
            self._keep()
        finally:
            self._stop()

    def ask_to_stop(self, *_: object) -> None:
        """Stop at the next look (the handler of SIGTERM)."""
        self.stopping.set()

    def _start_first(self) -> None:
        """Start the server, again while what a killed one left behind is still ending."""
        start_of_log = self._log_size()
        for _ in range(FIRST_ATTEMPTS):
            self._spawn()
            if self._becomes_ready():
                self.server.after_start()
                return
            log = self._log_since(start_of_log)
            if "pre-existing shared memory block" not in log and "already exists" not in log:
                break
            time.sleep(LOOK_SECONDS)
            self.server.prepare()
        raise self.server.explain(self._log_since(start_of_log))

    def _becomes_ready(self) -> bool:
        """Wait until the server answers; False when it ended instead. Recovery may take its time."""
        assert self.process is not None
        while self.process.poll() is None and not self.stopping.is_set():
            if self.server.is_ready():
                return True
            time.sleep(LOOK_SECONDS / 2)
        return False

    def _keep(self) -> None:
        """Watch the server, and start it again with growing pauses when it ends by itself."""
        pause = LOOK_SECONDS
        while not self.stopping.wait(LOOK_SECONDS):
            assert self.process is not None
            if self.process.poll() is None:
                continue
            self._note(f"{self.server.title} ended with code {self.process.returncode}; starting it again")
            self.server.prepare()
            self._spawn()
            started = time.monotonic()
            if not self._becomes_ready():
                self.stopping.wait(pause)
            lived = time.monotonic() - started
            pause = LOOK_SECONDS if lived > LONGEST_PAUSE else min(pause * 2, LONGEST_PAUSE)

    def _wait_until_idle(self) -> None:
        """Wait (in its own thread) until nobody uses the server; the lock stays taken to the end."""
        FileLock(users_lock(self.server)).take()
        self.stopping.set()

    def _spawn(self) -> None:
        """Start the server program; its output goes to its log."""
        with self.server.log.open("ab") as log:
            self.process = subprocess.Popen(
                self.server.command(),
                cwd="/",
                env=clean_environment(),
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                preexec_fn=self.server.folder.account.before_exec(self.server.stop_signals[0]),
            )

    def _stop(self) -> None:
        """Stop the server in order, harder each time it does not listen."""
        if self.process is None:
            return
        for number in self.server.stop_signals:
            if self.process.poll() is not None:
                return
            self.process.send_signal(number)
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self._note(f"{self.server.title} did not end on {number.name}")

    def _rotate_log(self) -> None:
        """Put a long log aside; one older log is kept."""
        if self._log_size() > LOG_BYTES:
            self.server.log.replace(self.server.log.with_suffix(".old.log"))

    def _log_size(self) -> int:
        return self.server.log.stat().st_size if self.server.log.exists() else 0

    def _log_since(self, position: int) -> str:
        with self.server.log.open("rb") as log:
            log.seek(position)
            return log.read().decode(errors="replace")

    def _note(self, message: str) -> None:
        with self.server.log.open("a") as log:
            log.write(f"keeper: {message}\n")

    def _say(self, message: str) -> None:
        """Tell the process that started the keeper, once, then let go of its pipe."""
        os.write(1, f"{message}\n".encode())
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.close(nowhere)


def users_lock(server: Server) -> Path:
    """The lock that everybody shares who uses the server."""
    return server.folder.locks / f"{server.name}.users"


def keeper_lock(server: Server) -> Path:
    """The lock that the server's keeper holds while it lives."""
    return server.folder.locks / f"{server.name}.keeper"


def main(name: str, root: str) -> int:
    """Run the keeper of the server ``name`` for the data folder ``root``; return the exit code."""
    server = server_named(name, server_folders(Path(root)))
    lock = FileLock(keeper_lock(server))
    keeper = Keeper(server)
    for number in (signal.SIGINT, signal.SIGHUP, signal.SIGPIPE):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, keeper.ask_to_stop)
    try:
        lock.take()
        (server.folder.locks / f"{server.name}.pid").write_text(f"{os.getpid()}\n")
        keeper.run()
    except EmbeddedError as error:
        keeper._say(f"error {error}")
        return 1
    except OSError as error:
        keeper._say(f"error {folder_error(server.folder.root, error)}")
        return 1
    return 0
