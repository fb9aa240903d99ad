"""Who the servers run as: the current user, or an unprivileged account when that is root.

PostgreSQL refuses to run as root, so a root user's servers run as `nobody`, or as
the owner of the data folder when an ordinary user made it.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import stat
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True, slots=True)
class Account:
    """A user and group by number; `switch` says whether a process must change to it first."""

    uid: int
    gid: int
    switch: bool

    def can_reach(self, path: Path) -> bool:
        """Return whether the account may pass through every existing folder down to ``path``."""
        return all(self._may(folder, stat.S_IXOTH) for folder in [path, *path.parents] if folder.exists())

    def _may(self, path: Path, bit: int) -> bool:
        """Check one permission, given as its "others" bit, by owner, then group, then others."""
        found = path.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & (bit << 6))
        if found.st_gid == self.gid:
            return bool(found.st_mode & (bit << 3))
        return bool(found.st_mode & bit)

    def own(self, path: Path) -> None:
        """Give ``path`` to the account (nothing to do when it is the current user)."""
        if self.switch:
            os.chown(path, self.uid, self.gid)

    def before_exec(self, signal_on_parent_death: int) -> Callable[[], None]:
        """Return what a child does between fork and exec: drop root, and die with its parent."""

        def prepare() -> None:
            if self.switch:
                os.setgroups([])
                os.setgid(self.gid)
                os.setuid(self.uid)
            die_with_parent(signal_on_parent_death)

        return prepare


def die_with_parent(signal_number: int) -> None:
    """Ask Linux to send this process ``signal_number`` when its parent ends; elsewhere do nothing."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal_number, 0, 0, 0)


def server_account(folder: Path) -> Account:
    """Return the account for servers whose files are, or will be, in ``folder``."""
    if os.geteuid() != 0:
        return Account(os.geteuid(), os.getegid(), switch=False)
    if folder.exists() and (owner := folder.stat()).st_uid != 0:
        return Account(owner.st_uid, owner.st_gid, switch=True)
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(NOBODY, NOBODY, switch=True)
    return Account(entry.pw_uid, entry.pw_gid, switch=True)
