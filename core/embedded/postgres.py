"""The embedded PostgreSQL: how its files are made, how it is started and asked.

1. The cluster is UTF-8 with PostgreSQL's own C.UTF-8 rules, so that sorting does not
   depend on the machine.
2. It listens on a unix socket in a private folder and on nothing else; whoever may
   enter that folder is trusted.
3. A half-made cluster never stays: it is made beside its place and then renamed.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from core.embedded.errors import EmbeddedError, disk_full
from core.embedded.folder import DataFolder
from core.embedded.processes import clean_environment, is_running
from core.embedded.programs import postgres_programs

USER = "termkeeper"
DATABASE = "termkeeper"
PORT = 5432  # part of the socket's name only: nothing listens on TCP
TRUST_OVER_SOCKET = "local all all trust\n"
NO_SPACE = re.compile(r"No space left on device|Disk quota exceeded|wrote only \d+ of \d+ bytes")
REASON = re.compile(r"(?:FATAL|PANIC|error):\s*(.+)")


class Postgres:
    """PostgreSQL in a data folder."""

    name = "postgres"
    title = "PostgreSQL"
    stop_signals: tuple[signal.Signals, ...] = (signal.SIGINT, signal.SIGQUIT, signal.SIGKILL)

    def __init__(self, folder: DataFolder) -> None:
        self.folder = folder
        self.cluster = folder.servers / "postgres"

    def url(self) -> str:
        """Return the database's address as a DATABASE_URL."""
        host = quote(str(self.folder.sockets), safe="")
        return f"postgres://{USER}@{host}:{PORT}/{DATABASE}"

    def is_ready(self) -> bool:
        """Return whether the server answers and accepts connections."""
        if not (self.folder.sockets / f".s.PGSQL.{PORT}").exists():
            return False
        answer = self._client("pg_isready", "--quiet", "--timeout=3", "--dbname=postgres")
        return answer.returncode == 0

    def prepare(self) -> None:
        """Make the cluster if there is none, and clear what a killed server left behind.

        Raises:
            EmbeddedError: the cluster is of another PostgreSQL version, or cannot be made.
        """
        if not self.cluster.exists():
            self._make_cluster()
        self._check_version()
        for stale in (self.cluster / "postmaster.pid", self.folder.sockets / f".s.PGSQL.{PORT}.lock"):
            # PostgreSQL takes any living process with the number in this file for a
            # running server, also after a restart of the machine gave it to another program.
            if stale.exists() and not is_running(_first_number(stale), "postgres"):
                stale.unlink()

    def command(self) -> list[str]:
        """Return the command line that runs the server in the foreground."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder.sockets),
            "unix_socket_permissions": "0700",
            "port": str(PORT),
            "max_connections": "100",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "lc_messages": "C",
            "log_checkpoints": "off",
            "fsync": "on" if _is_durable() else "off",
        }
        pairs = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        return [str(postgres_programs(self.folder) / "postgres"), "-D", str(self.cluster), *pairs]

    def after_start(self) -> None:
        """Make the database in a new cluster.

        Raises:
            EmbeddedError: the database cannot be made.
        """
        query = f"SELECT 1 FROM pg_database WHERE datname = '{DATABASE}'"  # noqa: S608  a constant
        found = self._client("psql", "--no-psqlrc", "-At", "-d", "postgres", "-c", query)
        if found.stdout.strip() == "1":
            return
        made = self._client("createdb", DATABASE)
        if made.returncode != 0:
            raise self.explain(made.stderr)

    def explain(self, log: str) -> EmbeddedError:
        """Return the one-line error for what the server wrote before it gave up."""
        if NO_SPACE.search(log):
            return disk_full(self.folder.servers)
        reasons = REASON.findall(log)
        reason = reasons[-1].strip() if reasons else "it ended without a word"
        return EmbeddedError(f"PostgreSQL did not start: {reason}. Its log is {self.log}.")

    @property
    def log(self) -> Path:
        """The server's log file."""
        return self.folder.logs / "postgres.log"

    def _make_cluster(self) -> None:
        """Run initdb beside the cluster's place, then rename."""
        unfinished = self.cluster.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        command = [str(postgres_programs(self.folder) / "initdb"), "-D", str(unfinished), "-U", USER]
        command += ["-A", "trust", "-E", "UTF8", "--locale=C", "--no-instructions"]
        command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        command += [] if _is_durable() else ["--no-sync"]
        made = subprocess.run(
            command,
            cwd="/",
            env=clean_environment(),
            capture_output=True,
            text=True,
            errors="replace",
            preexec_fn=self.folder.account.before_exec(signal.SIGKILL),
            check=False,
        )
        if made.returncode != 0:
            shutil.rmtree(unfinished, ignore_errors=True)
            raise self.explain(made.stderr)
        (unfinished / "pg_hba.conf").write_text(TRUST_OVER_SOCKET)
        unfinished.rename(self.cluster)

    def _check_version(self) -> None:
        """Refuse a cluster that another major version made: it could not be read."""
        made_by = (self.cluster / "PG_VERSION").read_text().strip()
        answer = subprocess.run(
            [postgres_programs(self.folder) / "postgres", "--version"],
            capture_output=True,
            text=True,
            check=True,
        )
        ours = answer.stdout.split()[-1].split(".")[0]
        if made_by != ours:
            raise EmbeddedError(
                f"The database in {self.cluster} was made by PostgreSQL {made_by}, this Termkeeper "
                f"brings {ours}. Move the folder away to start afresh, or set DATABASE_URL to a PostgreSQL "
                f"{made_by} server."
            )

    def _client(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run one of PostgreSQL's own client programs against the server."""
        where = ["--host", str(self.folder.sockets), "--port", str(PORT), "--username", USER]
        return subprocess.run(
            [str(postgres_programs(self.folder) / program), *where, *arguments],
            env=clean_environment(),
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )


def _is_durable() -> bool:
    """Return whether writes must survive a power cut: always, but for tests."""
    return os.environ.get("TERMKEEPER_EMBEDDED_FSYNC") != "off"


def _first_number(file: Path) -> int:
    """Return the process number in the first line of a lock file, 0 when there is none."""
    try:
        return int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return 0
