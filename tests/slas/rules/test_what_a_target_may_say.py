"""Versions of targets and agreements about credits as entered: every wrong field is told, by name."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from slas.rules.agreed_credits import (
    AgreementDraft,
    agreement_problems,
    chronic_rule,
    credit_terms,
    window_rule,
)
from slas.rules.agreed_target import (
    IndicatorKind,
    TargetDraft,
    availability_terms,
    counting_for,
    period_rule,
    promise_of,
    timer_terms,
)
from slas.rules.credit_finding import findings
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.scheme_library import LIBRARY
from slas.rules.scheme_text import read_scheme, scheme_text
from slas.rules.target_check import target_problems

UPTIME = TargetDraft(
    effective_from=dt.date(2026, 1, 1), value=Decimal("99.9"), excused=["maintenance"], zone="Europe/Berlin"
)
ANSWER = replace(UPTIME, value=Decimal(30), better="lower", excused=[])
TIERS = LIBRARY[0].scheme
CREDITS = AgreementDraft(effective_from=dt.date(2026, 1, 1), currency="EUR")


def test_what_is_entered_right_has_nothing_wrong():
    assert target_problems(IndicatorKind.AVAILABILITY, replace(UPTIME, scheme=TIERS)) == {}
    assert target_problems(IndicatorKind.RESPONSE, ANSWER) == {}


@pytest.mark.parametrize(
    ("kind", "draft", "field"),
    [
        pytest.param("availability", replace(UPTIME, value=None), "value", id="no value"),
        pytest.param("availability", replace(UPTIME, value=Decimal("100.1")), "value", id="above 100 %"),
        pytest.param("availability", replace(UPTIME, better="lower"), "better", id="availability at most"),
        pytest.param("response", replace(ANSWER, better="higher"), "better", id="time at least"),
        pytest.param("availability", replace(UPTIME, effective_from=None), "effective_from", id="no day"),
        pytest.param("availability", replace(UPTIME, zone="Berlin"), "zone", id="unknown zone"),
        pytest.param("availability", replace(UPTIME, period="week"), "period", id="unknown period"),
        pytest.param(
            "availability",
            replace(UPTIME, period="billing_cycle"),
            "billing_from",
            id="cycle without a start",
        ),
        pytest.param("availability", replace(UPTIME, hours=[[[1, 2]]]), "hours", id="one day of hours"),
        pytest.param("availability", replace(UPTIME, hours=["x"] * 7), "hours", id="hours of words"),
        pytest.param("availability", replace(UPTIME, hours_calendar="XX"), "hours_calendar", id="calendar"),
        pytest.param(
            "availability",
            replace(UPTIME, hours_calendar="DE"),
            "hours_calendar",
            id="holidays around the clock",
        ),
        pytest.param("availability", replace(UPTIME, excused=["weather"]), "excused", id="unknown excuse"),
        pytest.param(
            "availability",
            replace(UPTIME, excused=[], announced_hours=48),
            "announced_hours",
            id="announcement",
        ),
        pytest.param(
            "availability", replace(UPTIME, rounding_decimals=2), "rounding_decimals", id="half a rounding"
        ),
        pytest.param(
            "availability",
            replace(UPTIME, rounding_mode="UP?", rounding_decimals=2),
            "rounding_mode",
            id="mode",
        ),
        pytest.param("availability", replace(UPTIME, share_percent=Decimal(95)), "share_percent", id="share"),
        pytest.param("percentile", ANSWER, "percentile", id="latency without its percentile"),
        pytest.param("key_figure", UPTIME, "unit", id="key figure without a unit"),
        pytest.param(
            "availability",
            replace(UPTIME, period_fee_amount=Decimal(5)),
            "period_fee_currency",
            id="fee without currency",
        ),
        pytest.param("response", replace(ANSWER, scheme=TIERS), "scheme.kind", id="tiers of a time"),
        pytest.param(
            "availability",
            replace(UPTIME, scheme={**TIERS, "bands": [{"below": "x", "credit": "5"}]}),
            "scheme.bands[0].below",
            id="a bound that is no number",
        ),
        pytest.param("availability", replace(UPTIME, scheme={"kind": "gift"}), "scheme.kind", id="kind"),
    ],
)
def test_each_wrong_field_is_told_by_its_name(kind, draft, field):
    assert field in target_problems(IndicatorKind(kind), draft)


@pytest.mark.parametrize(
    ("kind", "draft", "is_taken"),
    [
        pytest.param("response", replace(ANSWER, share_percent=Decimal(95)), True, id="share of tickets"),
        pytest.param("key_figure", replace(UPTIME, unit="%", excused=[]), True, id="key figure in %"),
        pytest.param("key_figure", replace(UPTIME, unit="days", excused=[]), False, id="key figure in days"),
        pytest.param("key_figure", replace(ANSWER, unit="%"), False, id="key figure in %, at most"),
    ],
)
def test_rows_follow_any_figure_in_percent_that_is_better_the_higher_it_is(kind, draft, is_taken):
    found = target_problems(IndicatorKind(kind), replace(draft, scheme=TIERS))
    assert found == ({} if is_taken else {"scheme.kind": found["scheme.kind"]})
    by_minutes = {"kind": "per_minute", "unit": "amount", "rate": "5", "currency": "EUR"}
    assert "scheme.kind" in target_problems(IndicatorKind(kind), replace(draft, scheme=by_minutes))


def test_the_latest_version_up_to_the_end_of_a_period_counts_for_it():
    versions = [replace(UPTIME, effective_from=dt.date(2026, month, 15)) for month in (1, 6)]

    assert counting_for(versions, dt.date(2026, 1, 14)) is None
    assert counting_for(versions, dt.date(2026, 5, 31)) == versions[0]
    assert counting_for(versions, dt.date(2026, 6, 30)) == versions[1]


def test_a_version_is_what_the_engine_takes():
    terms = availability_terms(replace(UPTIME, minimum_minutes=Decimal("4.5"), announced_hours=48))

    assert terms.minimum == dt.timedelta(minutes=4, seconds=30)
    assert terms.policy.notice == dt.timedelta(hours=48)
    assert promise_of(UPTIME).is_met(Fraction("99.9"))
    assert not promise_of(UPTIME).is_met(Fraction("99.8999999"))
    assert promise_of(replace(UPTIME, rounding_mode="ROUND_HALF_UP", rounding_decimals=2)).is_met(
        Fraction("99.895")
    )
    assert period_rule(UPTIME).period_on(dt.date(2026, 3, 9)).minutes == 44_580
    assert timer_terms(ANSWER).allowed == dt.timedelta(minutes=30)


@pytest.mark.parametrize("one", LIBRARY, ids=lambda one: one.key)
def test_a_scheme_of_the_library_is_complete_and_reads_back(one):
    scheme = read_scheme(one.scheme)

    assert findings(scheme) == ()
    assert read_scheme(scheme_text(scheme)) == scheme


def test_a_field_of_a_scheme_that_is_not_known_is_refused():
    with pytest.raises(AgreedTermsError, match="not known"):
        read_scheme({"kind": "tiers", "bandz": []})


@pytest.mark.parametrize("raw", [None, [], "tiers", {"bands": "x"}, {"kind": "tiers", "bands": [None]}])
def test_what_is_no_scheme_is_refused(raw):
    with pytest.raises(AgreedTermsError):
        read_scheme(raw)


def test_what_is_agreed_about_credits_is_what_the_rules_take():
    agreed = replace(
        CREDITS,
        caps=[{"scope": "term", "percent": "8"}, {"scope": "month", "amount": "500"}],
        minimum_amount=Decimal(10),
        window_quantity=7,
        chronic_missed=2,
        chronic_window=3,
        chronic_notice_days=7,
    )

    assert agreement_problems(agreed) == {}
    terms, window, chronic = credit_terms(agreed), window_rule(agreed), chronic_rule(agreed)
    assert [cap.percent for cap in terms.caps] == [8, None]
    assert window is not None
    assert window.quantity == 7
    assert chronic is not None
    assert (chronic.missed, chronic.window, chronic.notice_days) == (2, 3, 7)
    assert window_rule(CREDITS) is None
    assert chronic_rule(CREDITS) is None


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        pytest.param(replace(CREDITS, effective_from=None), "effective_from", id="no day"),
        pytest.param(replace(CREDITS, currency="EURO"), "currency", id="no currency"),
        pytest.param(
            replace(CREDITS, currency="", fees_year=Decimal(1)), "currency", id="fees of no currency"
        ),
        pytest.param(replace(CREDITS, caps=[{"scope": "day", "percent": "8"}]), "caps[0].scope", id="scope"),
        pytest.param(replace(CREDITS, caps=[{"scope": "year"}]), "caps[0]", id="a cap of nothing"),
        pytest.param(
            replace(CREDITS, caps=[{"scope": "year", "percent": "x"}]), "caps[0].percent", id="no number"
        ),
        pytest.param(replace(CREDITS, stacking="both"), "stacking", id="stacking"),
        pytest.param(
            replace(CREDITS, window_quantity=5, window_unit="business_days", window_calendar="XX"),
            "window_calendar",
            id="calendar of the window",
        ),
        pytest.param(replace(CREDITS, window_quantity=5, window_unit="weeks"), "window_unit", id="unit"),
        pytest.param(replace(CREDITS, chronic_missed=2), "chronic_window", id="half a chronic failure"),
        pytest.param(
            replace(CREDITS, chronic_missed=4, chronic_window=3),
            "chronic_missed",
            id="missed more than there are",
        ),
        pytest.param(replace(CREDITS, minimum_amount=Decimal(-1)), "minimum_amount", id="negative"),
    ],
)
def test_each_wrong_field_of_an_agreement_is_told_by_its_name(draft, field):
    assert field in agreement_problems(draft)
