#!/usr/bin/env python
"""Termkeeper's commands.

A command that needs the database attaches to the embedded PostgreSQL, or starts it
for as long as the command runs, and brings it up to date first, unless DATABASE_URL
names another server. What goes wrong outside the program (no server, a full disk, a
missing setting) ends in one line and exit code 1; `--traceback` shows where it came from.
"""

from __future__ import annotations

import contextlib
import errno
import os
import sys

MINIMUM_PYTHON = (3, 11)
WITHOUT_DATABASE = {
    "",
    "check_periods",
    "collectstatic",
    "compilemessages",
    "diffsettings",
    "explain_terms",
    "findstatic",
    "help",
    "makemessages",
    "sla_availability",
    "sla_credit",
    "spectacular",
    "split_clauses",
    "startapp",
    "startproject",
    "up",  # the supervisor attaches itself, with progress
    "version",
}
#: These look at the database as it is, or bring it up to date themselves.
AS_IT_IS = {
    "check",
    "dbshell",
    "inspectdb",
    "makemigrations",
    "migrate",
    "optimizemigration",
    "showmigrations",
    "sqlmigrate",
    "squashmigrations",
    "test",
    "testserver",
}
#: With one of these Django looks for settings elsewhere, and only once the command runs.
OTHER_SETTINGS = ("--settings", "--pythonpath")


def needs_database(arguments: list[str]) -> bool:
    """Return whether a command line (without the program's name) reads or writes the database."""
    command = arguments[0] if arguments else ""
    if {"--help", "-h", "--version"} & set(arguments) or command in WITHOUT_DATABASE:
        return False
    return command != "check" or "--database" in arguments


def refuse_broken_text(arguments: list[str]) -> None:
    """Refuse an argument that is not text: nothing of it could be stored or printed.

    Raises:
        UserError: an argument, often a file name, holds bytes that are not UTF-8.
    """
    from core.errors import UserError

    for argument in arguments:
        try:
            argument.encode()
        except UnicodeEncodeError:
            shown = os.fsencode(argument).decode(errors="backslashreplace")
            message = f"The argument {shown} is not UTF-8 text. Rename the file, or correct the argument."
            raise UserError(message) from None


def run(arguments: list[str]) -> None:
    """Run one command with the servers that it needs."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line

    from core import embedded

    refuse_broken_text(arguments)
    with contextlib.ExitStack() as stack:
        if needs_database(arguments):
            stack.enter_context(embedded.attached(progress=tell))
            bring_up_to_date(arguments)
        execute_from_command_line(["manage.py", *arguments])


def tell(line: str) -> None:
    """Print one line of progress where it disturbs no output."""
    print(line, file=sys.stderr, flush=True)


def bring_up_to_date(arguments: list[str]) -> None:
    """Run the migrations that the embedded database misses, before a command that relies on them."""
    if arguments[0] in AS_IT_IS or any(argument.startswith(OTHER_SETTINGS) for argument in arguments):
        return
    import django
    from django.core.management import get_commands

    django.setup()
    if arguments[0] in get_commands():
        from core.supervisor import schema

        schema.bring_up_to_date(tell)


def explain(error: Exception) -> str:
    """Return the one line for an error that comes from outside the program, empty for any other."""
    from django.core.exceptions import ImproperlyConfigured
    from django.db.utils import OperationalError, ProgrammingError

    from core.embedded import EmbeddedError
    from core.errors import UserError
    from core.supervisor import SupervisorError

    if isinstance(error, (EmbeddedError, ImproperlyConfigured, SupervisorError, UserError)):
        return str(error)
    if isinstance(error, OperationalError):
        return explain_database(str(error))
    if isinstance(error, ProgrammingError):
        from core.supervisor.schema import not_migrated

        return not_migrated(error)
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"The disk is full ({error.filename or 'while writing'}). Free some space and start again."
    return ""


def explain_database(reason: str) -> str:
    """Return the one line for what the database, or the way to it, answered."""
    first = (reason.strip().splitlines() or ["no reason given"])[0].rstrip(".")
    if "No space left on device" in first:
        return f"The database's disk is full ({first}). Free some space there and start again."
    return f"The database cannot be used: {first}. Check that it runs, and DATABASE_URL."


def main() -> int:
    """Run the command of the command line; return the exit code."""
    if sys.version_info < MINIMUM_PYTHON:
        print("Termkeeper needs Python 3.11 or newer. Run make setup with such a Python.", file=sys.stderr)
        return 1
    try:
        run(sys.argv[1:])
    except ModuleNotFoundError as error:
        if error.name != "django":
            raise
        print(
            "Django is not installed here. Run make setup, then .venv/bin/python manage.py.", file=sys.stderr
        )
        return 1
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        message = "" if "--traceback" in sys.argv else explain(error)
        if not message:
            raise
        print(message, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
