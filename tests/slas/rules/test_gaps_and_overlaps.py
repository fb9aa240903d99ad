"""What a published table leaves open is told, and nobody but a person settles it."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest

from slas.rules.credit import CreditFacts, CreditStatus, credit_for
from slas.rules.credit_choice import CreditChoice, FindingKind, Reading
from slas.rules.credit_finding import findings, open_findings
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.credit_rounding import CreditRounding
from slas.rules.credit_scheme import CreditKind, CreditScheme, CreditUnit
from slas.rules.credit_sentences import finding_words
from tests.slas.rules.schemes import AWS, CROSSED, GAPPED, MONGODB, band, money, n, tiers

DAY = dt.date(2026, 11, 2)


def choice(kind: str, low: str, high: str, row: int | None) -> CreditChoice:
    """Return a recorded choice."""
    return CreditChoice(FindingKind(kind), n(low), n(high), row, "lea", "as the account manager wrote", DAY)


def told(scheme: CreditScheme) -> list[tuple]:
    """Return the findings as plain rows."""
    return [(str(f.kind), f.low, f.high, f.bands, f.band, f.reading) for f in findings(scheme)]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        pytest.param(AWS, [], id="a table without fault"),
        pytest.param(
            MONGODB, [("overlap", 0, 95, (2, 3), 3, "lowest_band")], id="rows without a lower bound"
        ),
        pytest.param(GAPPED, [("gap", 99, n("99.5"), (), None, None)], id="a gap"),
        pytest.param(CROSSED, [("overlap", n("98.5"), 99, (1, 2), None, None)], id="two bounded rows"),
        pytest.param(
            (("99.9", "99", "10"), ("99", "95", "25")), [("gap", 0, 95, (), None, None)], id="open below"
        ),
        pytest.param(
            (("95", None, "100"), ("99", None, "25"), ("99.9", "99", "10")),
            [("overlap", 0, 95, (1, 2), 1, "lowest_band")],
            id="the lowest row need not stand last",
        ),
        pytest.param(
            (("99.9", None, "10"), ("99", None, "25"), ("95", None, "100")),
            [
                ("overlap", 0, 95, (1, 2, 3), 3, "lowest_band"),
                ("overlap", 95, 99, (1, 2), 2, "lowest_band"),
            ],
            id="no row with a lower bound",
        ),
        pytest.param(
            (("99.9", "99", "10"), ("99.5", "95", "10"), ("95", None, "100")),
            [("overlap", 99, n("99.5"), (1, 2), 2, "same_credit")],
            id="an overlap that makes no difference",
        ),
        pytest.param(
            (("95", None, "25"), ("95", None, "100")),
            [("overlap", 0, 95, (1, 2), None, None)],
            id="the same bounds with two credits",
        ),
        pytest.param(
            (("99.9", "99", "25"), ("99", None, "10")),
            [("reversed", 0, n("99.9"), (2, 1), None, None)],
            id="worse service gives less",
        ),
    ],
)
def test_findings(rows, found):
    assert told(tiers(*rows)) == found


def test_bands_that_end_below_the_promise_leave_a_gap():
    scheme = tiers(("99.5", None, "10"), target=n("99.9"))
    assert told(scheme) == [("gap", n("99.5"), n("99.9"), (), None, None)]
    assert credit_for(scheme, CreditFacts(availability=n("99.7"))).status is CreditStatus.UNDECIDED
    assert credit_for(scheme, CreditFacts(availability=n("99.9"))).status is CreditStatus.NOT_DUE


@pytest.mark.parametrize(
    ("rows", "availability"), [(GAPPED, "99"), (GAPPED, "99.4999"), (CROSSED, "98.5"), (CROSSED, "98.9999")]
)
def test_what_nobody_has_decided_is_not_known_and_never_nothing(rows, availability):
    found = credit_for(tiers(*rows), CreditFacts(availability=n(availability), fee=money("100")))
    assert (found.status, found.percent, found.amount, found.band) == (
        CreditStatus.UNDECIDED, None, None, None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "availability"), [(GAPPED, "99.5"), (GAPPED, "98.9999"), (CROSSED, "98.49")]
)
def test_beside_a_finding_the_table_counts(rows, availability):
    assert credit_for(tiers(*rows), CreditFacts(availability=n(availability))).percent is not None


@pytest.mark.parametrize(
    ("rows", "made", "availability", "percent", "row"),
    [
        pytest.param(GAPPED, ("gap", "99", "99.5", None), "99.2", 0, None, id="a gap gives nothing"),
        pytest.param(GAPPED, ("gap", "99", "99.5", 1), "99.2", 10, 1, id="a gap goes to the better row"),
        pytest.param(GAPPED, ("gap", "99", "99.5", 2), "99.2", 25, 2, id="a gap goes to the worse row"),
        pytest.param(CROSSED, ("overlap", "98.5", "99", 1), "98.7", 10, 1, id="the first row wins"),
        pytest.param(CROSSED, ("overlap", "98.5", "99", 2), "98.7", 25, 2, id="the second row wins"),
        pytest.param(MONGODB, ("overlap", "0", "95", 2), "94", 25, 2, id="against the usual reading"),
        pytest.param(MONGODB, ("overlap", "0", "95", 3), "94", 100, 3, id="the usual reading, confirmed"),
    ],
)
def test_a_recorded_choice_counts_and_stays_told(rows, made, availability, percent, row):
    scheme = tiers(*rows, choices=(choice(*made),))
    found = credit_for(scheme, CreditFacts(availability=n(availability), fee=money("100")))
    assert (found.percent, found.band) == (percent, row)
    assert [finding.reading for finding in findings(scheme) if finding.kind != "reversed"] == [Reading.CHOSEN]
    assert not open_findings(scheme)
    assert len(open_findings(tiers(*rows))) == 1


@pytest.mark.parametrize(
    ("rows", "made", "field"),
    [
        pytest.param(AWS, ("gap", "99", "99.5", None), "choices[0]", id="the table has no such gap"),
        pytest.param(GAPPED, ("gap", "99", "99.4", None), "choices[0]", id="other bounds"),
        pytest.param(GAPPED, ("overlap", "99", "99.5", 1), "choices[0]", id="the other kind"),
        pytest.param(CROSSED, ("overlap", "98.5", "99", 3), "choices[0].band", id="a row not among them"),
        pytest.param(CROSSED, ("overlap", "98.5", "99", None), "choices[0].band", id="no winner"),
        pytest.param(GAPPED, ("gap", "99", "99.5", 3), "choices[0].band", id="no such row"),
        pytest.param(GAPPED, ("gap", "99", "99.5", 0), "choices[0].band", id="row 0"),
    ],
)
def test_a_choice_that_does_not_fit_the_table_is_refused(rows, made, field):
    with pytest.raises(AgreedTermsError) as refused:
        tiers(*rows, choices=(choice(*made),))
    assert list(refused.value.problems) == [field]


def test_a_choice_names_who_and_why_and_stands_once():
    nameless = CreditChoice(FindingKind.GAP, n("99"), n("99.5"), None, " ", "")
    with pytest.raises(AgreedTermsError) as refused:
        tiers(*GAPPED, choices=(nameless, choice("gap", "99", "99.5", 1)))
    assert set(refused.value.problems) == {"choices[0].chosen_by", "choices[0].reason", "choices[1]"}


def test_findings_are_told_in_words():
    assert finding_words(findings(tiers(*MONGODB))[0]) == (
        "Rows 2, 3 of the table all hold from 0 % to below 95 %. One of them states no lower bound, so the "
        "lowest that matches applies, row 3, unless somebody records another choice."
    )
    assert finding_words(findings(tiers(*GAPPED))[0]) == (
        "No row of the table holds from 99 % to below 99.5 %. Nobody has decided what that gives. Record the "
        "choice: a row, or no credit."
    )
    assert finding_words(findings(tiers(("99.9", "99", "25"), ("99", None, "10")))[0]) == (
        "From 0 % to below 99.9 %, worse service gives less than better: see rows 2, 1."
    )


@pytest.mark.parametrize(
    ("make", "fields"),
    [
        (lambda: tiers(), {"bands"}),
        (lambda: tiers(("0", None, "1")), {"bands[0].below"}),
        (lambda: tiers(("100.001", None, "1")), {"bands[0].below"}),
        (lambda: tiers(("99", "99", "1")), {"bands[0].at_least"}),
        (lambda: tiers(("99", "-1", "1")), {"bands[0].at_least"}),
        (lambda: tiers(("99", "98", "-1")), {"bands[0].credit"}),
        (lambda: tiers(("99", "98", "100.01")), {"bands[0].credit"}),
        (lambda: tiers(*AWS, rate=n("1"), due_below=n("99")), {"rate", "due_below"}),
        (lambda: tiers(*AWS, target=n("101")), {"target"}),
        (lambda: tiers(*AWS, unit=CreditUnit.DAYS), {"unit"}),
        (lambda: tiers(*AWS, unit=CreditUnit.AMOUNT), {"currency"}),
        (lambda: tiers(*AWS, currency="EUR"), {"currency"}),
        (lambda: tiers(*AWS, every_minutes=5), {"every_minutes"}),
        (lambda: tiers(*AWS, rounding=CreditRounding("up")), {"rounding"}),
        (lambda: tiers(*AWS, rounding=CreditRounding("ROUND_UP", 7)), {"rounding"}),
        (
            lambda: CreditScheme(
                kind=CreditKind.PER_MINUTE, bands=(band("99", None, "1"),), target=n("99"), every_minutes=0
            ),
            {"bands", "rate", "target", "every_minutes"},
        ),
        (lambda: CreditScheme(kind=CreditKind.PER_INCIDENT, rate=Fraction(-1)), {"rate"}),
    ],
)
def test_a_scheme_that_cannot_be_meant_is_refused_naming_every_field(make, fields):
    with pytest.raises(AgreedTermsError) as refused:
        make()
    assert set(refused.value.problems) == fields
