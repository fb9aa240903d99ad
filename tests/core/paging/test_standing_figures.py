"""Figures that are kept for as long as nobody writes."""

from __future__ import annotations

import psycopg2
import pytest
from django.core.cache import cache
from django.db import transaction

from core.paging.standing import while_unchanged
from tests.support.committed import CommittedDatabase

WRITE = (
    "INSERT INTO django_session (session_key, session_data, expire_date)"
    " VALUES (gen_random_uuid()::text, '', now()) RETURNING session_key"
)


class Figure:
    """A figure that says how often it was looked for."""

    def __init__(self) -> None:
        self.found = 0

    def __call__(self) -> int:
        self.found += 1
        return self.found


@pytest.fixture(autouse=True)
def _nothing_kept():
    cache.clear()


def _other(committed_db: CommittedDatabase):
    return psycopg2.connect(committed_db.url)


@pytest.mark.committed
def test_a_figure_is_looked_for_once_while_nobody_writes(committed_db):
    figure = Figure()

    assert [while_unchanged(("figure", 1), figure) for _ in range(3)] == [1, 1, 1]


@pytest.mark.committed
def test_another_person_gets_a_figure_of_their_own(committed_db):
    figure = Figure()

    assert [while_unchanged(("figure", person), figure) for person in (1, 2, 1)] == [1, 2, 1]


@pytest.mark.committed
def test_whatever_anybody_writes_makes_the_figure_be_looked_for_again(committed_db):
    figure = Figure()
    while_unchanged(("figure", 1), figure)

    with _other(committed_db) as other, other.cursor() as cursor:
        cursor.execute(WRITE)

    assert while_unchanged(("figure", 1), figure) == 2


@pytest.mark.committed
def test_what_was_kept_while_somebody_was_writing_ends_when_they_commit(committed_db):
    figure = Figure()
    other = _other(committed_db)
    other.cursor().execute(WRITE)
    assert [while_unchanged(("figure", 1), figure) for _ in range(2)] == [1, 1]

    other.commit()

    assert while_unchanged(("figure", 1), figure) == 2
    other.close()


@pytest.mark.committed
def test_nothing_is_kept_inside_a_transaction_whose_writes_nobody_else_sees(committed_db):
    figure = Figure()
    while_unchanged(("figure", 1), figure)

    with transaction.atomic():
        inside = [while_unchanged(("figure", 1), figure) for _ in range(2)]

    assert inside == [2, 3]
    assert while_unchanged(("figure", 1), figure) == 1


@pytest.mark.committed
def test_nothing_found_is_a_figure_too(committed_db):
    asked = []

    for _ in range(2):
        assert while_unchanged(("figure", 1), lambda: asked.append(1) or 0) == 0

    assert asked == [1]
