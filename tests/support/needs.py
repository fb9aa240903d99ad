"""What a test needs of the machine: without it the test is skipped, naming the Debian package.

Under `.ci/run` (TERMKEEPER_CI=1) a missing package is a failure: nothing goes unproved there.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from core.supervisor.preflight import missing_pdf_libraries

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def needs_chromium() -> str:
    """Return the path of Chromium, or skip the test."""
    for name in BROWSERS:
        if found := shutil.which(name):
            return found
    return _without("Chromium is missing: install the Debian package chromium.")


def needs_pango() -> None:
    """Skip the test where PDF cannot be rendered."""
    if missing := missing_pdf_libraries():
        _without(missing)


def needs_shared(path: str) -> Path:
    """Return a file or folder of the shared data (TERMKEEPER_SHARED, or ../shared), or skip the test.

    The data is not part of the repository, so its absence is never a failure.
    """
    root = Path(os.environ.get("TERMKEEPER_SHARED") or Path(__file__).resolve().parents[3] / "shared")
    if not (root / path).exists():
        pytest.skip(f"the shared data {path} is not here (TERMKEEPER_SHARED)", allow_module_level=True)
    return root / path


def _without(reason: str) -> str:
    if os.environ.get("TERMKEEPER_CI") == "1":
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason, allow_module_level=True)
    return ""
