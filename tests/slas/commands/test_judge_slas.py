"""``manage.py judge_slas`` and its task: all periods that are over, twice, and by contract."""

from __future__ import annotations

import datetime as dt
from io import StringIO

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from config.celery import app
from slas.models import Result
from slas.tasks import judge_targets
from tests.support.contracts import a_contract
from tests.support.slas import a_service, a_target

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _july(time_machine) -> None:
    time_machine.move_to(dt.datetime(2026, 7, 10, 8, tzinfo=dt.UTC))


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("judge_slas", *arguments, stdout=out, stderr=StringIO())
    return out.getvalue()


def test_it_judges_what_is_over_and_a_second_run_makes_nothing_new():
    a_target(a_service(a_contract()), effective_from=dt.date(2026, 5, 1))

    assert run() == "2 results made, 0 corrected, 0 unchanged, 0 signed off and left as they are.\n"
    assert run() == "0 results made, 0 corrected, 2 unchanged, 0 signed off and left as they are.\n"
    assert run("--since", "2026-06-15").startswith("0 results made, 0 corrected, 1 unchanged")


def test_it_judges_only_the_contracts_that_are_named():
    one, other = a_contract(), a_contract(title="Other")
    for contract in (one, other):
        a_target(a_service(contract), effective_from=dt.date(2026, 6, 1))

    run("--contract", str(one.pk))

    assert Result.unscoped.get().target.service.contract == one


def test_what_is_no_day_is_refused():
    with pytest.raises(CommandError, match="not a day"):
        run("--since", "June")


def test_the_task_is_safe_to_run_twice():
    a_target(a_service(a_contract()), effective_from=dt.date(2026, 6, 1))

    assert judge_targets() == "first 1, corrected 0, unchanged 0, locked 0"
    assert judge_targets() == "first 0, corrected 0, unchanged 1, locked 0"


def test_the_beat_asks_for_it_every_hour():
    entry = settings.CELERY_BEAT_SCHEDULE["judge-slas"]
    app.loader.import_default_modules()

    assert entry["task"] in app.tasks
    assert entry["schedule"] <= 3_600
