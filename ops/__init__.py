"""Set-up and checks of a checkout: standard library only, run with the system's Python."""

import sys

# Here, before a newer module stops an old interpreter with a traceback.
if sys.version_info < (3, 11):  # noqa: UP036
    sys.exit(f"Termkeeper needs Python 3.11 or newer, not {sys.executable}. Try: make PYTHON=python3.12")
