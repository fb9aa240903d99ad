"""The virtual environment in .venv and the locked packages in it."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ops import debian, stamps
from ops.console import SetupError, run_step
from ops.paths import REQUIREMENTS, VENV, VENV_PYTHON

PIP_WITH_TARGET = (22, 3)  # the first pip that can install into another environment


def ensure(*, tests: bool) -> None:
    """Make .venv if need be and install the locked packages, those of the tests too when asked.

    Raises:
        SetupError: pip cannot be had, or a package cannot be installed.
    """
    if not VENV_PYTHON.exists():
        _make()
    wanted = ["dev"] if tests else ["base"]
    for name in wanted:
        _install(name)


def _install(name: str) -> None:
    """Install requirements/<name>.txt unless that is what is installed."""
    lock = REQUIREMENTS / f"{name}.txt"
    value = stamps.digest([lock], os.path.realpath(VENV_PYTHON))
    if stamps.is_current(name, value):
        return
    # The packages of the tests include those of the product, in the same versions.
    if name == "base" and _pins(lock) <= _pins(REQUIREMENTS / "dev.txt"):
        of_tests = stamps.digest([REQUIREMENTS / "dev.txt"], os.path.realpath(VENV_PYTHON))
        if stamps.is_current("dev", of_tests):
            return
    title = "Installing Python packages" + (" for the tests" if name == "dev" else "")
    run_step(
        title,
        [*_installer(), "--require-hashes", "-r", lock],
        hint="Check that the Python package index can be reached, then run the command again.",
    )
    stamps.write(name, value)


def _pins(lock: Path) -> set[str]:
    """Return the pinned packages of a lock file, as name==version or name[extra, …]==version."""
    return set(re.findall(r"^([A-Za-z0-9._-]+(?:\[[^\]]+\])?==[^\s;\\]+)", lock.read_text(), re.MULTILINE))


def _make() -> None:
    """Make the virtual environment, with pip in it where this Python can."""
    if VENV.exists():
        shutil.rmtree(VENV)  # its Python is gone
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    has_pip = importlib.util.find_spec("ensurepip") is not None
    if not has_pip and not _pip_from_outside():
        if missing := debian.install([package], why="Python cannot make a virtual environment here"):
            raise SetupError(missing)
        has_pip = True
    run_step(
        "Making the virtual environment",
        [sys.executable, "-m", "venv", *([] if has_pip else ["--without-pip"]), VENV],
        hint=f"Install the Debian package {package}, then run the command again.",
    )


def _pip_from_outside() -> list[str]:
    """Return the start of a command that installs into .venv from outside it, empty if there is none."""
    uv = shutil.which("uv")
    if uv:
        return [uv, "pip", "install", "--python", str(VENV_PYTHON)]
    asked = subprocess.run(
        [sys.executable, "-m", "pip", "--version"], capture_output=True, text=True, check=False
    )
    version = re.match(r"pip (\d+)\.(\d+)", asked.stdout)
    if version and (int(version[1]), int(version[2])) >= PIP_WITH_TARGET:
        return [sys.executable, "-m", "pip", "--python", str(VENV_PYTHON), "install", *_QUIET]
    return []


_QUIET = ["--disable-pip-version-check", "--no-input", "--progress-bar", "off"]


def _installer() -> list[str]:
    """Return the start of the command that installs packages into .venv."""
    if any(VENV.glob("lib/python*/site-packages/pip/__main__.py")):
        return [str(VENV_PYTHON), "-m", "pip", "install", *_QUIET]
    outside = _pip_from_outside()
    if not outside:
        raise SetupError(f"There is no pip in {VENV}. Delete that folder and run make setup again.")
    return outside
