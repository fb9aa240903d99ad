"""A database whose transactions are really committed, for one test.

Audited tables refuse TRUNCATE, so Django's way of emptying the database after such a test
(``flush``) is closed. Instead the migrated test database is cloned: once per run into a
template, and from there for each test that asks for ``committed_db``. Threads, a live server and
subprocesses all reach the clone; the database of the ordinary tests is never touched.

* ``committed_db``: the clone; ``committed_db.url`` is its DATABASE_URL for subprocesses.
* ``live_site``: the product served on a free port of this machine out of the clone.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.db import connections
from django.test.testcases import LiveServerThread
from django.test.utils import setup_databases, teardown_databases

from core import embedded


@dataclass(frozen=True, slots=True)
class CommittedDatabase:
    """A clone of the migrated database that only this test sees.

    Attributes:
        name: Name of the database.
        url: The same as a DATABASE_URL, for subprocesses.
    """

    name: str
    url: str

    def environment(self) -> dict[str, str]:
        """Return the environment in which a subprocess works on this database, with the test settings."""
        return {**os.environ, "DATABASE_URL": self.url, "DJANGO_SETTINGS_MODULE": "config.test_settings"}


@dataclass(frozen=True, slots=True)
class LiveSite:
    """The product, answering on ``url``."""

    url: str


@contextlib.contextmanager
def _maintenance() -> Iterator[Any]:
    with connections["default"]._nodb_cursor() as cursor:
        yield cursor


def _remake(name: str, template: str) -> None:
    connections.close_all()
    with _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY WAL_LOG')


def _drop(name: str) -> None:
    connections.close_all()
    with _maintenance() as cursor:
        cursor.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _url(name: str) -> str:
    given = os.environ.get("DATABASE_URL") or embedded.database_url()
    return urlsplit(given)._replace(path=f"/{name}").geturl()


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: Any
) -> Any:
    """Make the test database, also for a run in which only ``committed_db`` tests were chosen.

    pytest-django's own fixture of this name makes none then, and the tests would meet the
    developer's database.
    """
    verbosity = request.config.option.verbose
    if worker := os.environ.get("PYTEST_XDIST_WORKER"):
        own = connections["default"].settings_dict
        own["TEST"]["NAME"] = f"test_{own['NAME']}_{worker}"
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=verbosity, interactive=False, aliases={"default"})
    yield
    with django_db_blocker.unblock():
        teardown_databases(made, verbosity=verbosity)


@pytest.fixture(scope="session")
def _committed_template(django_db_setup: None, django_db_blocker: Any) -> Iterator[str]:
    """Clone the migrated test database before the first test that commits."""
    source = connections["default"].settings_dict["NAME"]
    template = f"{source}_template"
    with django_db_blocker.unblock():
        _remake(template, source)
    yield template
    with django_db_blocker.unblock():
        _drop(template)


@pytest.fixture
def committed_db(
    request: pytest.FixtureRequest, _committed_template: str, django_db_blocker: Any
) -> Iterator[CommittedDatabase]:
    """A fresh database in which commits are real; gone after the test."""
    if {"db", "transactional_db"} & set(request.fixturenames):
        pytest.fail("committed_db and db do not go together: take committed_db alone", pytrace=False)
    settings = connections.settings["default"]
    before = settings["NAME"]
    name = f"{before}_committed"
    with django_db_blocker.unblock():
        _remake(name, _committed_template)
        settings["NAME"] = name
        try:
            yield CommittedDatabase(name, _url(name))
        finally:
            connections.close_all()
            settings["NAME"] = before
            _drop(name)


@pytest.fixture
def live_site(committed_db: CommittedDatabase) -> Iterator[LiveSite]:
    """The product behind a real socket, static files included, on the clone."""
    server = LiveServerThread("127.0.0.1", StaticFilesHandler)
    server.daemon = True
    server.start()
    server.is_ready.wait()
    if server.error:
        raise server.error
    try:
        yield LiveSite(f"http://127.0.0.1:{server.port}")
    finally:
        server.terminate()
