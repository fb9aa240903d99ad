"""Is the database as this program needs it? Migrations that are missing, and what is done about them.

1. The embedded database belongs to this program: a command that finds migrations missing runs them,
   one command at a time.
2. It does not while `manage.py up` runs: its processes were started from what was there before.
3. A server that DATABASE_URL names is never migrated unasked (its owner may be another role): a command
   that meets a missing table or column says so.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable, Iterator
from typing import Final

from django.core.management import call_command
from django.db import DatabaseError, connection, connections
from django.db.migrations.executor import MigrationExecutor

from core import embedded
from core.embedded.locks import alone, is_taken
from core.supervisor.preflight import up_lock
from core.supervisor.supervisor import SupervisorError

QUIET_SECONDS: Final = 2.0
#: PostgreSQL's codes for a table and a column that do not exist.
MISSING: Final = frozenset({"42P01", "42703"})
NOT_MIGRATED: Final = (
    "The database is not up to date with this program. Run manage.py migrate, then try again."
)


def missing_migrations() -> list[str]:
    """Return the names of the migrations that the database still needs, in their order."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def migrate() -> None:
    """Bring the database to what the models need; silent."""
    call_command("migrate", interactive=False, verbosity=0)


@contextlib.contextmanager
def migrating() -> Iterator[None]:
    """Hold the right to migrate the embedded database; waits while another process does it."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    with alone(embedded.data_folder() / "locks" / "migrate"):
        yield


def bring_up_to_date(say: Callable[[str], None]) -> None:
    """Migrate the embedded database where that is needed; does nothing to another server.

    Args:
        say: Gets one line when it takes more than two seconds.

    Raises:
        SupervisorError: It is needed, and `manage.py up` runs on the same database.
    """
    if os.environ.get("DATABASE_URL") or not missing_migrations():
        return
    with migrating():
        missing = missing_migrations()
        if missing and is_taken(up_lock(embedded.data_folder() / "locks")):
            raise SupervisorError(
                f"The database misses {len(missing)} migrations of this program, and manage.py up runs as"
                " it was before. Stop it (Ctrl-C there) and start it again: that brings it up to date."
            )
        if missing:
            with _told_when_slow(say, "Bringing the database up to date …"):
                migrate()


@contextlib.contextmanager
def _told_when_slow(say: Callable[[str], None], line: str) -> Iterator[None]:
    timer = threading.Timer(QUIET_SECONDS, say, [line])
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def not_migrated(error: DatabaseError) -> str:
    """Return the one line for an error that missing migrations explain, empty for any other.

    A missing table in a database that has every migration is a defect, and is not explained away.
    """
    if getattr(error.__cause__, "pgcode", None) not in MISSING:
        return ""
    connections.close_all()
    try:
        return NOT_MIGRATED if missing_migrations() else ""
    except DatabaseError:
        return ""
    finally:
        connections.close_all()
