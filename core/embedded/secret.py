"""The signing key of an embedded run: random, made once, kept private in the data folder."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from core.embedded.errors import EmbeddedError, folder_error

KEY_CHARACTERS = 64


def secret_key(folder: Path) -> str:
    """Return the key kept in ``folder`` (which exists), making it at the first call.

    Two processes that make it at once end with the same one.

    Raises:
        EmbeddedError: the folder cannot be written, or somebody else's key cannot be read.
    """
    file = folder / "secret-key"
    try:
        if not file.exists():
            new = file.with_name(f"secret-key.{os.getpid()}")
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as output:
                output.write(secrets.token_urlsafe(KEY_CHARACTERS))
            _keep_first(new, file)
        key = file.read_text().strip()
    except OSError as error:
        raise folder_error(folder, error) from None
    if len(key) < KEY_CHARACTERS:
        raise EmbeddedError(f"The file {file} is damaged. Delete it: everybody then signs in again.")
    return key


def _keep_first(new: Path, file: Path) -> None:
    """Put ``new`` in its place unless another process was first."""
    try:
        os.link(new, file)
    except FileExistsError:
        pass
    finally:
        new.unlink()
