"""`make check`: every check runs, every failure is shown, one failure fails the whole."""

from __future__ import annotations

import os
import secrets
import subprocess
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from ops.console import say
from ops.paths import ROOT, VENV, VENV_PYTHON

PACKAGES = (
    "config",
    "compliance",
    "renewals",
    "spend",
    "slas",
    "contracts_app",
    "vendors",
    "accounts",
    "core",
)
# The tests of the source itself; those of tests/architecture that need a database are for `make test`.
CONVENTIONS = tuple(
    f"tests/architecture/test_{name}.py" for name in ("sizes", "conventions", "routes", "readme")
)
PRODUCTION = {
    "TERMKEEPER_ENV": "production",
    "TERMKEEPER_HOSTS": "termkeeper.example",
    "TERMKEEPER_SITE_URL": "https://termkeeper.example",
    "EMAIL_URL": "smtps://mail.termkeeper.example",
}


@dataclass(frozen=True)
class Check:
    """A named command that must end with exit code 0."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    """How a check ended."""

    check: Check
    exit_code: int
    output: str
    seconds: float


def checks() -> list[Check]:
    """Return the checks, the slow ones first."""
    tool = VENV / "bin"
    manage = (str(VENV_PYTHON), "manage.py")
    templates = tuple(sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html")))
    production = {**PRODUCTION, "TERMKEEPER_SECRET_KEY": secrets.token_urlsafe(64)}
    found = [
        Check("types (mypy)", (str(tool / "mypy"), *PACKAGES)),
        Check(
            "size caps and conventions",
            (str(VENV_PYTHON), "-m", "pytest", "-q", *CONVENTIONS),
        ),
        Check("style (ruff)", (str(tool / "ruff"), "check", "--output-format", "concise", ".")),
        Check("format (ruff)", (str(tool / "ruff"), "format", "--check", "--output-format", "concise", ".")),
        Check("import contracts", (str(tool / "lint-imports"), "--no-cache")),
        Check("migrations match the models", (*manage, "makemigrations", "--check", "--dry-run")),
        Check("production settings", (*manage, "check", "--deploy", "--fail-level", "WARNING"), production),
    ]
    if templates:
        djade = (str(tool / "djade"), "--check", "--target-version", "5.2", *templates)
        found += [
            Check("template format (djade)", djade),
            Check("template lint (djlint)", (str(tool / "djlint"), "--lint", "--quiet", "templates")),
        ]
    return found


def run_all() -> int:
    """Run every check, two at a time; return 0 when all passed, else 1."""
    with ThreadPoolExecutor(max_workers=2) as pool:
        results = []
        for result in pool.map(_run, checks()):
            results.append(result)
            word = "ok    " if result.exit_code == 0 else "FAILED"
            say(f"{word} {result.check.name} ({result.seconds:.1f} s)")
            if result.exit_code != 0:
                say("\n".join(f"       {line}" for line in result.output.rstrip().splitlines()))
    failed = [result.check.name for result in results if result.exit_code != 0]
    if failed:
        say(f"{len(failed)} of {len(results)} checks failed: {', '.join(failed)}.")
        return 1
    say(f"All {len(results)} checks passed.")
    return 0


def _run(check: Check) -> Result:
    """Run one check."""
    started = time.monotonic()
    environment = {**os.environ, **check.environment, "PYTHONPATH": str(ROOT)}
    environment.setdefault("TERMKEEPER_DATA", str(ROOT / "var" / "tests"))  # the data of `up` is left alone
    try:
        done = subprocess.run(
            check.command,
            cwd=Path(ROOT),
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        return Result(check, 127, f"{check.command[0]}: {error.strerror}", time.monotonic() - started)
    return Result(check, done.returncode, done.stdout, time.monotonic() - started)
