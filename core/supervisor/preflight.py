"""What must hold before anything is started: a free port, the libraries for PDF, one run per folder."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import socket
from collections.abc import Iterator
from pathlib import Path

from core.embedded.locks import FileLock
from core.supervisor.supervisor import SupervisorError

PDF_LIBRARIES = ("libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz-subset.so.0")
PDF_PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
LAST_PORT = 65535


def check_port(host: str, port: int) -> None:
    """Make sure that the web server will be able to listen on ``host`` and ``port``.

    Raises:
        SupervisorError: the port is taken, not allowed, or the host is not one of this machine.
    """
    if not 0 < port <= LAST_PORT:
        raise SupervisorError(f"{port} is not a port. Choose one from 1 to {LAST_PORT} with --port.")
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except socket.gaierror:
        raise SupervisorError(f"{host} is not an address of this machine. Correct --host.") from None
    except OSError as error:
        raise _port_error(host, port, error) from None


def _port_error(host: str, port: int, error: OSError) -> SupervisorError:
    other = port + 1 if port < LAST_PORT else port - 1
    if error.errno == errno.EADDRINUSE:
        return SupervisorError(
            f"Port {port} on {host} is taken by another program. Stop that program, or choose "
            f"another port: manage.py up --port {other} (make up PORT={other})."
        )
    if error.errno == errno.EACCES:
        return SupervisorError(f"This user may not listen on port {port}. Choose one above 1023 with --port.")
    return SupervisorError(
        f"Nothing can listen on {host}:{port} ({error.strerror}). Correct --host or --port."
    )


def missing_pdf_libraries() -> str:
    """Return one line naming the Debian packages that PDF reports need here, empty when all is there."""
    for library in PDF_LIBRARIES:
        try:
            ctypes.CDLL(library)
        except OSError:
            return (
                f"PDF reports need the system library {library}: install the Debian packages {PDF_PACKAGES}. "
                "Everything else works."
            )
    return ""


def up_lock(folder: Path) -> Path:
    """The lock that `manage.py up` holds while it runs; ``folder`` is the data folder's `locks`."""
    return folder / "up.lock"


@contextlib.contextmanager
def only_run(folder: Path, address: str) -> Iterator[None]:
    """Hold the data folder for one `up` at a time.

    Raises:
        SupervisorError: another `up` runs on this folder; the message names its address.
    """
    lock = FileLock(up_lock(folder))
    note = folder / "up.txt"
    try:
        if not lock.try_take():
            raise SupervisorError(
                f"Termkeeper already runs on the data folder {folder.parent} ({_read(note)}). "
                "Stop it first (Ctrl-C there), or set TERMKEEPER_DATA to another folder."
            )
        note.write_text(f"process {os.getpid()}, {address}")
        try:
            yield
        finally:
            note.unlink(missing_ok=True)
    finally:
        lock.close()


def _read(note: Path) -> str:
    try:
        return note.read_text()
    except OSError:
        return "starting"
