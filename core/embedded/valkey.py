"""The embedded Valkey: broker and cache, kept on disk so that a restart loses nothing queued."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

from core.embedded.errors import EmbeddedError, disk_full, folder_error
from core.embedded.folder import DataFolder
from core.embedded.programs import valkey_program

ANSWER_SECONDS = 3.0


class Valkey:
    """Valkey in a data folder."""

    name = "valkey"
    title = "Valkey"
    stop_signals: tuple[signal.Signals, ...] = (signal.SIGTERM, signal.SIGKILL)

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.files = folder.servers / "valkey"
        self.socket = folder.sockets / "valkey.sock"

    def url(self) -> str:
        """Return the server's address as a REDIS_URL."""
        return f"unix://{self.socket}?db=0"

    def is_ready(self) -> bool:
        """Return whether the server answers; it does not while it reads its files."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as client:
                client.settimeout(ANSWER_SECONDS)
                client.connect(str(self.socket))
                client.sendall(b"PING\r\n")
                return client.recv(64).startswith(b"+PONG")
        except OSError:
            return False

    def prepare(self) -> None:
        """Make the server's folder.

        Raises:
            EmbeddedError: the folder cannot be made.
        """
        try:
            self.files.mkdir(mode=0o700, exist_ok=True)
            self.folder.account.own(self.files)
        except OSError as error:
            raise folder_error(self.files, error) from None

    def command(self) -> list[str]:
        """Return the command line that runs the server in the foreground, on a unix socket only."""
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.files),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",
            # A broker must refuse new messages rather than drop old ones.
            "maxmemory-policy": "noeviction",
            "daemonize": "no",
        }
        pairs = [part for name, value in settings.items() for part in (f"--{name}", value)]
        return [str(valkey_program(self.folder)), *pairs]

    def after_start(self) -> None:
        """Nothing to do: a new Valkey is empty and complete."""

    def explain(self, log: str) -> EmbeddedError:
        """Return the one-line error for what the server wrote before it gave up."""
        if "No space left on device" in log:
            return disk_full(self.folder.servers)
        lines = [line for line in log.splitlines() if line.strip()]
        reason = lines[-1].split("# ", 1)[-1].strip() if lines else "it ended without a word"
        return EmbeddedError(f"Valkey did not start: {reason} Its log is {self.log}.")

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder.logs / "valkey.log"
