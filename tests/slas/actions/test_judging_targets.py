"""Targets judged over the database: the worked figures, versions of results, and what is never counted."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from contracts_app.models import Contract
from contracts_app.rules.draft import TermsDraft
from core.audit import Actor, acting
from slas.actions.results import judge_all
from slas.models import Result, ResultVersion, TargetVersion
from tests.support.contracts import a_contract
from tests.support.people import a_user
from tests.support.slas import SYSTEM, a_service, a_target, an_exclusion, an_outage, instant

pytestmark = pytest.mark.django_db

NOW = instant("2026-07-10T08:00:00")
JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def contract() -> Contract:
    terms = TermsDraft(term_type="evergreen", start_date=dt.date(2025, 1, 1))
    return a_contract(type="hosting", status="active", terms=terms)


def judged(since: dt.date = JUNE, now: dt.datetime = NOW):
    return judge_all(actor=SYSTEM, now=now, since=since)


def newest(terms: TargetVersion, first: dt.date = JUNE) -> ResultVersion:
    result = Result.unscoped.get(target=terms.target, period_first_date=first)
    return ResultVersion.unscoped.filter(result=result).latest("number")


def figure(version: ResultVersion) -> Fraction:
    return Fraction(int(version.figure_numerator), int(version.figure_denominator))


def approved(exclusion, by):
    with acting(SYSTEM):
        exclusion.approved_by, exclusion.approved_at = by, NOW
        exclusion.save(update_fields=["approved_by", "approved_at"])


@pytest.mark.parametrize(
    ("denominator", "percent"),
    [
        pytest.param("stays", Fraction(100) - Fraction(40, 432), id="the denominator stays"),
        pytest.param("less_excused", Fraction(100) * (43_180 - 40) / 43_180, id="it shrinks"),
    ],
)
def test_sixty_minutes_down_of_which_twenty_are_excused(contract, denominator, percent):
    service = a_service(contract)
    terms = a_target(service, denominator=denominator)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00")
    approved(
        an_exclusion(contract, "2026-06-10T10:00:00", "2026-06-10T10:20:00"), a_user("boss", "procurement")
    )

    judged()

    version = newest(terms)
    assert figure(version) == percent
    assert f"{float(percent):.6f}" == {"stays": "99.907407", "less_excused": "99.907365"}[denominator]
    assert (version.total_us, version.down_us, version.excused_us) == tuple(
        minutes * 60_000_000 for minutes in (43_200, 60, 20)
    )
    assert version.is_met


def test_without_approval_nothing_is_excused_and_the_raw_figure_counts(contract):
    service = a_service(contract)
    terms = a_target(service)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00")
    an_exclusion(contract, "2026-06-10T10:00:00", "2026-06-10T10:20:00")

    judged()

    version = newest(terms)
    assert f"{float(figure(version)):.6f}" == "99.861111"
    assert (version.is_met, version.credit_percent, version.credit_amount) == (
        False,
        Decimal(10),
        Decimal(1_000),
    )
    assert version.credit_currency == "EUR"


@pytest.mark.parametrize(("rounding", "is_met"), [("", False), ("ROUND_HALF_UP", True)])
def test_a_breach_by_a_hair_is_a_breach_unless_the_contract_rounds(contract, rounding, is_met):
    service = a_service(contract)
    terms = a_target(service, rounding_mode=rounding, rounding_decimals=2 if rounding else None)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T10:45:18")

    judged()

    assert f"{float(figure(newest(terms))):.5f}" == "99.89514"
    assert newest(terms).is_met is is_met


def test_overlapping_reports_are_one_downtime_and_an_open_one_lasts_to_the_end_of_the_period(contract):
    service = a_service(contract)
    terms = a_target(service)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00", ref="a")
    an_outage(service, "2026-06-10T10:30:00", "2026-06-10T11:30:00", ref="b", source="vendor")
    an_outage(service, "2026-06-30T23:00:00", None, ref="c")

    judged()

    assert newest(terms).down_us == (90 + 60) * 60_000_000


def test_where_a_source_of_record_is_agreed_only_its_outages_count(contract):
    service = a_service(contract, source_of_record="vendor")
    terms = a_target(service)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00", source="monitor")
    an_outage(service, "2026-06-10T10:30:00", "2026-06-10T10:40:00", source="vendor")

    judged()

    assert newest(terms).down_us == 10 * 60_000_000


@pytest.mark.parametrize(
    ("first", "minutes"), [(dt.date(2026, 3, 1), 44_580), (dt.date(2025, 10, 1), 44_700)]
)
def test_a_month_is_as_long_as_it_is_in_the_time_zone_of_the_contract(contract, first, minutes):
    terms = a_target(a_service(contract), zone="Europe/Berlin")

    judged(since=dt.date(2025, 10, 1))

    assert newest(terms, first).total_us == minutes * 60_000_000


def test_four_outages_below_the_shortest_that_counts_are_none(contract):
    service = a_service(contract)
    terms = a_target(service, minimum_minutes=Decimal(5))
    for day in range(1, 5):
        an_outage(service, f"2026-06-0{day}T10:00:00", f"2026-06-0{day}T10:04:00")

    judged()

    assert (newest(terms).down_us, newest(terms).is_met) == (0, True)


def test_no_data_is_neither_kept_nor_missed(contract):
    service = a_service(contract, monitored_from=instant("2026-07-01T00:00:00"))
    terms = a_target(service)
    latency = a_target(service, "percentile", percentile=Decimal(95), unit="ms", value=Decimal(200))
    ticket = a_target(service, "response", severity="P1")

    judged()

    for one in (terms, latency, ticket):
        assert (newest(one).figure_numerator, newest(one).is_met) == (None, None)
    assert newest(terms).credit_status == "no_data"


def test_the_same_facts_make_no_new_version_and_a_correction_makes_one_with_its_reason(contract):
    service = a_service(contract)
    terms = a_target(service)
    an_outage(service, "2026-06-10T10:00:00", "2026-06-10T11:00:00")
    assert judged().first == 1
    again = judged()
    assert (again.first, again.corrected, again.unchanged) == (0, 0, 1)

    an_outage(service, "2026-06-11T10:00:00", "2026-06-11T10:30:00")
    assert judged().corrected == 1

    versions = ResultVersion.unscoped.order_by("number")
    assert [(one.number, one.down_us // 60_000_000) for one in versions] == [(1, 60), (2, 90)]
    assert "was corrected" in newest(terms).reason
    assert ResultVersion.history.count() == 2


def test_a_signed_off_result_is_left_as_it_is(contract):
    service = a_service(contract)
    terms = a_target(service)
    judged()
    with acting(SYSTEM):
        Result.unscoped.update(signed_off_at=NOW)
    an_outage(service, "2026-06-11T10:00:00", "2026-06-11T10:30:00")

    count = judged()

    assert (count.locked, count.corrected) == (1, 0)
    assert newest(terms).number == 1


def test_the_running_period_is_not_kept_and_the_version_of_its_end_counts(contract):
    service = a_service(contract)
    first = a_target(service, effective_from=dt.date(2026, 5, 1))
    with acting(SYSTEM):
        later = TargetVersion.unscoped.get(pk=first.pk)
        later.pk, later.effective_from, later.value = None, dt.date(2026, 6, 15), Decimal("99.99")
        later._state.adding = True
        later.save()

    judged(since=dt.date(2026, 4, 1))

    found = Result.unscoped.order_by("period_first_date").values_list("period_first_date", flat=True)
    assert list(found) == [dt.date(2026, 5, 1), JUNE]
    assert newest(first).terms_id == later.pk
    assert newest(first, dt.date(2026, 5, 1)).terms_id == first.pk


def test_who_judges_is_on_record(contract):
    a_target(a_service(contract))

    judge_all(actor=Actor.system("judge"), now=NOW, since=JUNE)

    assert ResultVersion.history.latest("history_id").history_actor == "system:judge"


def test_the_number_of_queries_does_not_grow_with_outages_and_periods(
    contract, django_assert_max_num_queries
):
    for at in range(5):
        service = a_service(contract, f"service-{at}")
        a_target(service)
        for day in range(1, 6):
            an_outage(service, f"2026-06-0{day}T10:00:00", f"2026-06-0{day}T10:04:00")

    with django_assert_max_num_queries(20):
        judged(since=dt.date(2026, 1, 1))
