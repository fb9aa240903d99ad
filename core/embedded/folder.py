"""The data folder: what the embedded run keeps, and where its sockets are.

1. The folder is `TERMKEEPER_DATA`, or `var/` in the checkout.
2. `servers/` in it holds the files of PostgreSQL and Valkey, private to the account
   they run as. When root's servers could not reach it (a checkout below `/root`),
   it is a link to a folder below `/var/lib/termkeeper`. When the data folder was deleted
   and that one was not, the database of before is used, and a line says so.
3. A unix socket's path has at most 107 bytes. Sockets are in `servers/run`, or, when
   that is too long, in a private folder below `/tmp` named after the data folder.
"""

from __future__ import annotations

import hashlib
import logging
import os
import stat
from dataclasses import dataclass
from pathlib import Path

from core.embedded.account import Account, server_account
from core.embedded.errors import EmbeddedError, folder_error
from core.embedded.locks import alone

CHECKOUT = Path(__file__).resolve().parents[2]
SYSTEM_HOME = Path("/var/lib/termkeeper")
SHORT_SOCKETS = Path("/tmp")  # noqa: S108  the folder made in it is private and its owner is checked
SOCKET_PATH_BYTES = 107
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The folders of one embedded run."""

    root: Path
    servers: Path
    sockets: Path
    account: Account

    @property
    def logs(self) -> Path:
        """The servers' own logs."""
        return self.root / "log"

    @property
    def locks(self) -> Path:
        """Lock files: who uses a server, who starts one."""
        return self.root / "locks"

    def prepare(self) -> None:
        """Make the folders that are missing.

        Raises:
            EmbeddedError: a folder cannot be made or written, or belongs to somebody else.
        """
        try:
            _make(self.root, 0o711 if self.account.switch else 0o700)
            for folder in (self.logs, self.locks):
                _make(folder, 0o755)
            with alone(self.locks / "prepare"):  # nobody else sees a folder before its owner has it
                self._prepare_private()
                self._probe()
        except OSError as error:
            raise folder_error(self.root, error) from None

    def _prepare_private(self) -> None:
        """Make what only the servers' account may enter, and refuse what somebody else owns."""
        self._tell_what_was_left()
        if not self.servers.exists():
            _make(self.servers, 0o700)
            self.account.own(self.servers)
        self._link_servers()
        if not self.sockets.exists():
            _make(self.sockets, 0o700)
            self.account.own(self.sockets)
        for folder in (self.servers, self.sockets):
            self._check_private(folder)

    def _tell_what_was_left(self) -> None:
        """Say, once, that a data folder without a database goes on with one that was made for it before."""
        usual = self.root / "servers"
        if usual == self.servers or usual.is_symlink() or not self.servers.is_dir():
            return
        if any(self.servers.iterdir()):
            logger.warning(
                "The data folder %s was made anew, but its database of before is still in %s and is used."
                " To start over, stop Termkeeper and delete both folders.",
                self.root,
                self.servers,
            )

    def _link_servers(self) -> None:
        """Leave a link where people look for the servers' files when they are elsewhere."""
        usual = self.root / "servers"
        if usual != self.servers and not usual.is_symlink():
            usual.symlink_to(self.servers)

    def _probe(self) -> None:
        """Write and remove a small file, so that a full or read-only disk shows here and now."""
        probe = self.locks / "probe"
        probe.write_bytes(b"\0" * 4096)
        probe.unlink()

    def _check_private(self, folder: Path) -> None:
        """Refuse a folder that another user owns or can enter: it could hold a forged socket."""
        found = folder.lstat()
        if stat.S_ISDIR(found.st_mode) and found.st_uid == self.account.uid:
            folder.chmod(0o700)
            return
        raise EmbeddedError(
            f"The folder {folder} belongs to another user (number {found.st_uid}). Run the command as "
            "the user who started Termkeeper first, or set TERMKEEPER_DATA to another folder."
        )


def data_folder() -> Path:
    """Return the absolute path of the data folder: TERMKEEPER_DATA, or var/ in the checkout."""
    return Path(os.environ.get("TERMKEEPER_DATA") or CHECKOUT / "var").expanduser().absolute()


def server_folders(root: Path | None = None) -> DataFolder:
    """Work out the folders for ``root`` (by default `data_folder()`); makes and starts nothing."""
    root = (root or data_folder()).absolute()
    name = hashlib.sha256(os.fsencode(root)).hexdigest()[:12]
    usual = root / "servers"
    try:
        account = server_account(usual)
        servers = Path(os.readlink(usual)) if usual.is_symlink() else usual
        if not servers.exists() and not account.can_reach(root):
            servers = SYSTEM_HOME / name
            account = server_account(servers)
    except OSError as error:
        raise folder_error(root, error) from None
    sockets = servers / "run"
    if len(os.fsencode(sockets / LONGEST_SOCKET_NAME)) > SOCKET_PATH_BYTES:
        sockets = SHORT_SOCKETS / f"termkeeper-{account.uid}-{name}"
    return DataFolder(root=root, servers=servers, sockets=sockets, account=account)


def _make(folder: Path, mode: int) -> None:
    """Make a folder and its missing parents; only a new folder gets ``mode``."""
    if folder.is_dir():
        return
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.mkdir(exist_ok=True)
    folder.chmod(mode)
