"""`manage.py up`: everything that Termkeeper needs, in one foreground process."""

from __future__ import annotations

import contextlib
import http.client
import io
import os
import signal
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection, connections

from core import embedded
from core.access.demo import demo_logins
from core.audit.emptiness import first_filled_table
from core.embedded.keeper import Server
from core.models import SweepRun
from core.reminders.sweeping import sweep
from core.supervisor import (
    Program,
    ProgramSpec,
    Supervisor,
    Terminal,
    check_port,
    missing_pdf_libraries,
    only_run,
    schema,
)

STOP_ORDER = ("beat", "web", "worker")
ANSWER_SECONDS = 2.0
ANY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104  compared with, not listened on


class Command(BaseCommand):
    """Run PostgreSQL, Valkey, web, worker and beat until Ctrl-C, then stop them in order."""

    help = "Run Termkeeper: database, broker, web pages, worker and clock, until Ctrl-C."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare --port, --host and --no-demo."""
        parser.add_argument("--port", type=int, default=8000, help="where the pages are served (8000)")
        parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (127.0.0.1)")
        parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, port: int, host: str, no_demo: bool, **options: Any) -> None:
        """Run until a stop signal arrives.

        Raises:
            SupervisorError, EmbeddedError, OperationalError: something outside the program is
                in the way; `manage.py` says what in one line.
        """
        self.terminal = Terminal()
        self.host, self.port = host, port
        signal.signal(signal.SIGTERM, signal.default_int_handler)
        try:
            self._run(no_demo)
        except KeyboardInterrupt:
            self.terminal.say("Stopped before the start was complete.")
            sys.exit(130)

    @property
    def address(self) -> str:
        """The address to open in a browser on this machine."""
        host = self._reached_at
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def _reached_at(self) -> str:
        return "127.0.0.1" if self.host in ANY_ADDRESS else self.host

    def lead_mail_here(self) -> None:
        """Let links in mail lead to this address, in what this process sends too; a setting of it stands."""
        if "TERMKEEPER_SITE_URL" not in os.environ:
            os.environ["TERMKEEPER_SITE_URL"] = settings.SITE_URL = self.address

    def _run(self, no_demo: bool) -> None:
        folder = embedded.data_folder()
        embedded.prepare_folder()
        self.lead_mail_here()
        with only_run(folder / "locks", self.address):
            check_port(self.host, self.port)
            if missing := missing_pdf_libraries():
                self.terminal.say(missing)
            with self._servers() as servers:
                self._prepare_database(no_demo)
                self._serve(folder, servers)
        self.terminal.say("Stopped.")

    @contextlib.contextmanager
    def _servers(self) -> Iterator[list[Server]]:
        """Keep the embedded servers running (those that no setting replaces)."""
        with contextlib.ExitStack() as stack:
            with self.terminal.step("Starting PostgreSQL and Valkey"):
                servers = stack.enter_context(embedded.attached(postgres=True, valkey=True))
            yield servers

    def _prepare_database(self, no_demo: bool) -> None:
        """Migrate, and load the demo into an empty embedded database."""
        connection.ensure_connection()
        with self.terminal.step("Bringing the database up to date"), schema.migrating():
            schema.migrate()
        if not no_demo and settings.IS_EMBEDDED and not first_filled_table():
            with self.terminal.step("Loading the demo portfolio"):
                said = io.StringIO()
                call_command("load_demo", stdout=io.StringIO(), stderr=said, no_color=True)
            for line in said.getvalue().splitlines():
                self.terminal.say(line)
        with self.terminal.step("Sweeping once, so that what was due meanwhile goes out now"):
            run = sweep()
        for warning in sweep_warnings(run, self.address):
            self.terminal.say(warning)
        self.logins = [login.line for login in demo_logins()]
        self.has_users = get_user_model()._base_manager.exists()
        connections.close_all()

    def _serve(self, folder: Path, servers: list[Server]) -> None:
        """Run the programs until a stop signal arrives, then stop them in order."""
        beat = folder / "beat"
        beat.mkdir(mode=0o700, exist_ok=True)
        settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)
        environment = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE,
            "TERMKEEPER_DATA": str(folder),
            "PYTHONUNBUFFERED": "1",
            # Celery repeats at every start that root is not a good user; who runs `up` as root knows.
            "PYTHONWARNINGS": "ignore:You're running the worker with superuser privileges",
        }
        specs = program_specs(self.host, self.port, beat)
        programs = [Program(spec, settings.BASE_DIR, environment) for spec in specs]
        supervisor = Supervisor(programs, self.terminal)
        with supervisor.signals():
            try:
                supervisor.start()
                with self.terminal.step("Starting web, worker and beat"):
                    supervisor.wait_until(self._web_answers)
                if not supervisor.is_stopping:
                    self._greet()
                supervisor.run(lambda: self._look_after(servers))
                self.terminal.say("Stopping …")
            finally:
                supervisor.stop(STOP_ORDER)

    def _look_after(self, servers: list[Server]) -> None:
        """Start a server again whose keeper was killed (a keeper starts a crashed server itself)."""
        for server in servers:
            try:
                if embedded.revive(server):
                    self.terminal.say(f"{server.title} had been ended; it runs again")
            except embedded.EmbeddedError as error:
                self.terminal.say(str(error))

    def _web_answers(self) -> bool:
        """Return whether the health page answers; 503 is an answer (the first sweep is still to come)."""
        server = http.client.HTTPConnection(self._reached_at, self.port, timeout=ANSWER_SECONDS)
        try:
            server.request("GET", "/healthz", headers={"Host": "localhost"})
            status = server.getresponse().status
        except (OSError, http.client.HTTPException):
            return False
        finally:
            server.close()
        return status < HTTPStatus.INTERNAL_SERVER_ERROR or status == HTTPStatus.SERVICE_UNAVAILABLE

    def _greet(self) -> None:
        """Print the address and whom to sign in as."""
        self.terminal.say(f"Termkeeper is ready: {self.address}   (Ctrl-C stops it)")
        for line in self.logins:
            self.terminal.say(line)
        if not self.has_users:
            self.terminal.say("Nobody can sign in yet: make the first user with manage.py createsuperuser.")


def sweep_warnings(run: SweepRun, address: str) -> list[str]:
    """Return a line for each thing that a person must look at after the first sweep; it stops no start."""
    warnings = []
    if run.is_on_hold:
        warnings.append(
            f"Warning: mail is on hold after a restore. Release it on {address}/operations/, or with"
            " manage.py release_mail --reason TEXT."
        )
    if not run.is_proven:
        warnings.append(
            f"Warning: the sweep could not prove its work (differences left: {run.differences_left})."
            f" {address}/operations/ shows what differs."
        )
    return warnings


def program_specs(host: str, port: int, beat: Path) -> list[ProgramSpec]:
    """Return the programs of an installation: web pages, worker, clock."""
    python = sys.executable
    bind = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    web = [python, "-m", "gunicorn", "config.wsgi:application", "--bind", bind]
    web += ["--workers", "2", "--threads", "2", "--graceful-timeout", "10", "--timeout", "120"]
    web += ["--no-control-socket", "--log-level", "warning"]
    celery = [python, "-m", "celery", "--quiet", "-A", "config"]
    worker = [*celery, "worker", "--loglevel", "INFO", "--concurrency", "2"]
    worker += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    clock = [*celery, "beat", "--loglevel", "WARNING", "--pidfile=", "--schedule", str(beat / "schedule")]
    return [
        ProgramSpec("web", tuple(web), stop_seconds=15.0),
        ProgramSpec("worker", tuple(worker), stop_seconds=60.0),
        ProgramSpec("beat", tuple(clock), stop_seconds=10.0),
    ]
