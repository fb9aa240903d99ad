"""Small facts about processes that the servers and the supervisor share."""

from __future__ import annotations

import os
from pathlib import Path


def clean_environment() -> dict[str, str]:
    """Return the environment without what would turn PostgreSQL's programs elsewhere."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return {**kept, "LC_ALL": "C"}


def is_running(process: int, program: str) -> bool:
    """Return whether a process with this number lives and, where the system tells, runs ``program``."""
    if process <= 0:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    try:
        return Path(f"/proc/{process}/comm").read_text().strip() == program
    except OSError:
        return not Path("/proc/self/comm").exists()
