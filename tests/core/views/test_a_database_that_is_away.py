"""While the database is away every page says so in one sentence, and when to try again."""

from __future__ import annotations

import pytest
from django.db import InterfaceError, OperationalError, connection

from tests.support.pages import signed_in
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
SENTENCE = "Load this page again in 5 seconds"


@pytest.fixture
def reader():
    client = signed_in(a_user("ana", "procurement"))
    client.raise_request_exception = False
    return client


@pytest.mark.parametrize("failure", [OperationalError, InterfaceError])
@pytest.mark.parametrize("path", ["/", "/contracts/", "/help/", "/settings/mine/"])
def test_a_page_answers_503_and_asks_the_database_nothing_more(reader, path, failure):
    asked = []

    def refuse(execute, sql, params, many, context):
        asked.append(sql)
        raise failure("server closed the connection unexpectedly")

    with connection.execute_wrapper(refuse):
        answer = reader.get(path)
    assert (answer.status_code, answer["Retry-After"], answer["Cache-Control"]) == (503, "5", "no-store")
    assert SENTENCE in answer.content.decode()
    assert "server closed" not in answer.content.decode()
    assert len(asked) == 1


def test_a_database_that_goes_away_in_the_middle_of_a_page_is_said_in_the_same_words(reader):
    def refuse(execute, sql, params, many, context):
        if "vendors_vendor" in sql:
            raise OperationalError("terminating connection due to administrator command")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        answer = reader.get("/vendors/")
    assert answer.status_code == 503
    assert SENTENCE in answer.content.decode()


def test_another_failure_is_still_a_failure_of_ours(reader):
    def refuse(*_):
        raise ZeroDivisionError

    with connection.execute_wrapper(refuse):
        assert reader.get("/").status_code == 500
