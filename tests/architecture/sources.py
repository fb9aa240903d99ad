"""The source files that the convention tests read, parsed once."""

from __future__ import annotations

import ast
import functools
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
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


@dataclass(frozen=True)
class Source:
    """One Python file: its path relative to the checkout, its text and its tree."""

    path: str
    text: str
    tree: ast.Module

    @property
    def package(self) -> str:
        return self.path.split("/")[0]

    @property
    def is_migration(self) -> bool:
        return "/migrations/" in self.path

    @property
    def layer(self) -> str:
        parts = self.path.split("/")
        return parts[1].removesuffix(".py") if len(parts) > 1 else ""


def tracked(*patterns: str) -> list[str]:
    """Return the files git knows (or would add), as paths relative to the checkout."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [path for path in listed.stdout.splitlines() if (ROOT / path).is_file()]


@functools.cache
def _load(path: str) -> Source:
    text = (ROOT / path).read_text(encoding="utf-8")
    return Source(path, text, ast.parse(text, filename=path))


def product_sources() -> list[Source]:
    """Return every Python file of the product's packages, migrations left out."""
    found = [_load(path) for package in PACKAGES for path in tracked(f"{package}/*.py")]
    return [source for source in found if not source.is_migration]


def test_sources() -> list[Source]:
    """Return every Python file below tests."""
    return [_load(path) for path in tracked("tests/*.py")]


test_sources.__test__ = False  # type: ignore[attr-defined]


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    """Yield every function and method of a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def called_name(node: ast.Call) -> str:
    """Return the dotted name of what a call calls, as written."""
    return ast.unparse(node.func)
