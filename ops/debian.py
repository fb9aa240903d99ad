"""Debian packages: installed when this user may, named in one line when not."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ops.console import SetupError, run_step

PACKAGE_LISTS = Path("/var/lib/apt/lists")


@functools.cache
def _as_root() -> list[str] | None:
    """Return what to put before a command that needs root, None when this user cannot be root."""
    if not shutil.which("apt-get"):
        return None
    if os.geteuid() == 0:
        return []
    if shutil.which("sudo"):
        asked = subprocess.run(["sudo", "-n", "true"], capture_output=True, check=False)
        if asked.returncode == 0:
            return ["sudo", "-n"]
    return None


def install(packages: Sequence[str], *, why: str) -> str:
    """Install Debian packages; return an empty string when that worked.

    When it did not, the answer is one line with ``why`` they are wanted and their
    names; the caller decides whether it can go on without them.
    """
    names = " ".join(packages)
    prefix = _as_root()
    if prefix is None:
        return f"{why}: install what is missing, as root: apt-get install {names}"
    command = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet", "--yes"]
    try:
        if not any(PACKAGE_LISTS.glob("*Packages*")):
            _refresh(command)
        try:
            _install(command, packages)
        except SetupError:
            _refresh(command)
            _install(command, packages)
    except SetupError as error:
        return f"{why}: the Debian packages {names} could not be installed. {error}"
    return ""


def _refresh(command: Sequence[str]) -> None:
    run_step(
        "Refreshing Debian's package lists",
        [*command, "update"],
        hint="Check that Debian's package servers can be reached.",
    )


def _install(command: Sequence[str], packages: Sequence[str]) -> None:
    run_step(
        f"Installing Debian packages ({' '.join(packages)})",
        [*command, "install", "--no-install-recommends", *packages],
        hint="Check that Debian's package servers can be reached.",
    )
