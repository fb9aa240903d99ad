"""`python3 -m ops COMMAND`: what the Makefile calls, with any Python from 3.11 on.

setup            everything that running Termkeeper needs
setup-tests      the same, and what the tests and checks need
frontend         the front-end files alone
check            the checks (after setup-tests)
messages         the catalogs of the messages (after setup-tests, with the Python of .venv)
"""

from __future__ import annotations

import shutil
import sys

from core.supervisor.preflight import PDF_PACKAGES, missing_pdf_libraries
from ops import checks, debian, environment, frontend
from ops.console import SetupError, warn

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def setup(*, tests: bool) -> None:
    """Do every step whose inputs changed since it last succeeded.

    Raises:
        SetupError: a step that nothing works without failed.
    """
    environment.ensure(tests=tests)
    frontend.install()
    wanted = []
    if missing_pdf_libraries():
        wanted.append((PDF_PACKAGES.split(), "PDF reports do not work yet, everything else does"))
    if tests and not any(shutil.which(name) for name in BROWSERS):
        wanted.append((["chromium"], "Browser tests will be skipped"))
    for packages, why in wanted:
        if missing := debian.install(packages, why=why):
            warn(missing)


def main(arguments: list[str]) -> int:
    """Run one command; return the exit code."""
    command = arguments[0] if len(arguments) == 1 else ""
    try:
        if command in ("setup", "setup-tests"):
            setup(tests=command == "setup-tests")
        elif command == "frontend":
            frontend.install()
        elif command == "check":
            return checks.run_all()
        elif command == "messages":
            from ops import messages  # noqa: PLC0415 (needs what setup installs)

            messages.write_all()
        else:
            warn(__doc__ or "")
            return 2
    except SetupError as error:
        warn(str(error))
        return 1
    except OSError as error:
        warn(f"{error.filename or 'A file'} cannot be used: {error.strerror}. Check who owns the checkout.")
        return 1
    except KeyboardInterrupt:
        warn("Stopped.")
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
