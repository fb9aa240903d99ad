"""Stamps: a step whose inputs did not change since it last succeeded is skipped.

A stamp is a file with the SHA-256 of the step's inputs, written after the step
succeeded. It lives inside the virtual environment: deleting that starts afresh.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path

from ops.paths import STAMPS


def digest(files: Iterable[Path], *words: str) -> str:
    """Return the SHA-256 (hex) of the files' contents and the words, in that order."""
    result = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        result.update(f"{file.name}:{len(content)}\n".encode())
        result.update(content)
    for word in words:
        result.update(f"\n{word}".encode())
    return result.hexdigest()


def is_current(name: str, value: str) -> bool:
    """Return whether the step ``name`` last succeeded with these inputs."""
    try:
        return (STAMPS / name).read_text() == value
    except OSError:
        return False


def write(name: str, value: str) -> None:
    """Remember that the step ``name`` succeeded with these inputs."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / name).write_text(value)
