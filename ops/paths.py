"""Where the set-up finds and puts things, all inside the checkout."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".stamps"
REQUIREMENTS = ROOT / "requirements"
STATIC_BUILD = ROOT / "static" / "build"
