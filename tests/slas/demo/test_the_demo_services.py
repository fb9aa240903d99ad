"""The demo shows promises that were kept and missed, and a table that leaves something open."""

from __future__ import annotations

import datetime as dt

import pytest

from core import registry
from core.audit import Actor, acting
from slas.models import Exclusion, ResultVersion, Service, VendorFigure
from slas.reports.agreed import shown_findings

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("on", [dt.date(2026, 11, 27), dt.date(2028, 2, 29)])
def test_there_are_results_of_each_kind_on_any_day(on: dt.date):
    now = dt.datetime.combine(on, dt.time(9), tzinfo=dt.UTC)
    with acting(Actor.system("demo", channel="command")):
        for part in registry.demo_parts:
            part.load(actor=Actor.system("demo", channel="command"), now=now, on=on)

    found = ResultVersion.objects.for_system("test").select_related("terms__target__service")
    missed = {one.terms.target.service.slug for one in found if one.is_met is False}
    kept = {one.terms.target.service.slug for one in found if one.is_met}
    assert Service.unscoped.count() == 4
    assert {"customer-portal", "edge"} <= missed
    assert {"sign-in", "batch"} <= kept
    edge = next(one.terms for one in found if one.terms.target.service.slug == "edge")
    assert any(one.is_open for one in shown_findings(edge))
    excluded = Exclusion.unscoped.order_by("ref")
    assert [(one.ref, one.approved_at is not None, bool(one.rejected_reason)) for one in excluded] == [
        ("MW-117", True, False),
        ("MW-131", False, False),
        ("NC-52", False, True),
    ]
    assert any(one.excused_us for one in found if one.terms.target.service.slug == "batch")
    figure = [one for one in found if one.terms.target.name == "Solved at first contact"]
    assert {one.is_met for one in figure} == {True, False, None}
    assert VendorFigure.unscoped.count() == 3
