"""The demo shows a price that is known, a capped one, one with a ceiling alone, and one that is open."""

from __future__ import annotations

import datetime as dt

import pytest

from core import registry
from core.audit import Actor, acting
from renewals.models import Deadline
from renewals.reports.price import price_outlook
from spend.models import IndexSeries, UpliftRule
from tests.support.people import a_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("on", [dt.date(2026, 11, 22), dt.date(2028, 2, 29)])
def test_every_state_of_a_price_is_there_on_any_day(on: dt.date):
    now = dt.datetime.combine(on, dt.time(9), tzinfo=dt.UTC)
    actor = Actor.system("demo", channel="command")
    with acting(actor):
        for part in registry.demo_parts:
            part.load(actor=actor, now=now, on=on)
    reader = a_user("reader", "procurement")
    found = {}
    for rule in UpliftRule.objects.visible_to(reader).select_related("contract"):
        deadline = Deadline.objects.of_contract(rule.contract_id, reader).current().get()
        found[rule.contract.title] = price_outlook(deadline, rule.contract_id, reader, on)
    assert len(found) == 6
    status = {title: outlook.found.result.status.value for title, outlook in found.items()}
    codes = {title: [step.code for step in one.found.result.steps] for title, one in found.items()}
    assert status["Customer relationship platform"] == "final"
    assert codes["Hosting framework"] == ["index", "cap"]
    assert codes["Network maintenance"] == ["index", "spread", "lesser_of"]
    assert status["Voice and mobile services"] == status["Endpoint protection"] == "provisional"
    assert found["Voice and mobile services"].ceiling is None
    assert found["Endpoint protection"].ceiling > found["Endpoint protection"].present
    assert found["Backup vault"].ceiling == found["Backup vault"].present


def test_what_is_invented_says_so():
    with acting(Actor.system("demo")):
        for part in registry.demo_parts:
            part.load(
                actor=Actor.system("demo"),
                now=dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC),
                on=dt.date(2026, 11, 22),
            )
    series = list(IndexSeries.objects.for_system("test"))
    assert len(series) == 2
    for one in series:
        assert "fictional" in one.name
        assert "fictional" in one.publisher
        assert one.code.startswith("DEMO-")
