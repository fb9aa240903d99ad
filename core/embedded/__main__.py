"""`python -m core.embedded SERVER FOLDER`: run the keeper of one server (see keeper.py)."""

from __future__ import annotations

import sys

from core.embedded.keeper import main

sys.exit(main(*sys.argv[1:]))
