"""Clauses and terms as of a day, as we knew it on another."""

from __future__ import annotations

import datetime as dt
import random
import zoneinfo

import pytest

from contracts_app.actions.amended_terms import record_of
from contracts_app.actions.amendments import apply_due_amendments, withdraw_amendment
from contracts_app.actions.contracts import NoticeRuleDraft, TermsDraft
from contracts_app.actions.terms import change_terms
from contracts_app.models import Amendment, Contract
from contracts_app.reports.as_of import Asked, as_of, asked_of, terms_as_of
from contracts_app.reports.term_words import changed_terms, groups_of
from contracts_app.rules.term_fields import Values
from core import clock
from core.audit import acting
from tests.support.amendments import (
    SYSTEM,
    a_document,
    a_version,
    an_amendment,
    day,
    deletes,
    numbers_of,
    replaces,
)
from tests.support.contracts import a_contract
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db

TODAY = "2026-06-15"
NOTICE = "notice.us.non_renewal.quantity"
TERMS = TermsDraft(
    term_type="auto_renew", start_date=dt.date(2026, 1, 1), initial_term_quantity=12,
    initial_term_unit="months", renewal_term_quantity=12, renewal_term_unit="months",
)  # fmt: skip
RULE = NoticeRuleDraft(quantity=3, unit="months")


class At(Asked):
    """What is asked as of a day, as we knew it at an instant (instants of one test lie close together)."""

    instant: dt.datetime | None = None

    @property
    def known_at(self) -> dt.datetime | None:
        return self.instant


def at(text: str, instant: dt.datetime | None = None) -> At:
    asked = At(day(text), day(TODAY), day(TODAY), "UTC")
    object.__setattr__(asked, "instant", instant)
    return asked


@pytest.fixture
def reader():
    return a_user("lea", "legal")


def hosting() -> Contract:
    return a_contract(terms=TERMS, notice_rules=(RULE,), status="active")


def notice_on(contract, reader, text, instant=None) -> str | None:
    terms = as_of(contract, reader, at(text, instant)).terms
    return terms.values.get(NOTICE) if terms else None


def text_on(contract, reader, text, instant=None):
    found = as_of(contract, reader, at(text, instant))
    return found.text_of(found.documents[0], reader)


def test_the_text_is_that_of_the_day(reader):
    contract = hosting()
    document = a_document(contract)
    first = an_amendment(
        contract, "2026-03-01", replaces("2.1", "Fees are due within 60 days."), document=document, on=TODAY
    )
    an_amendment(contract, "2026-05-01", deletes("2.2"), document=document, on=TODAY)

    assert text_on(contract, reader, "2024-12-31").base is None
    assert "30 days" in text_on(contract, reader, "2026-02-28").text.find("2.1").text
    march = text_on(contract, reader, "2026-03-01").text
    assert (march.find("2.1").amendment, "60 days" in march.find("2.1").text) == (first.pk, True)
    assert march.find("2.2") is not None
    assert text_on(contract, reader, "2026-05-01").text.find("2.2") is None


def test_a_restatement_is_the_text_from_its_day_on(reader):
    contract = hosting()
    document = a_document(contract)
    an_amendment(contract, "2026-03-01", deletes("2.2"), document=document, on=TODAY)
    a_version(document, "1. Everything\n1.1 All is new.\n", "2026-05-01")

    before, after = (text_on(contract, reader, text) for text in ("2026-04-30", "2026-05-01"))
    assert (before.base.number, after.base.number) == (1, 2)
    assert numbers_of(after.text.in_force) == ["1", "1.1"]
    assert [one.title for one in after.standing.taken_in] == ["Amendment 1"]


def test_we_did_not_know_what_was_recorded_later(reader):
    contract = hosting()
    document = a_document(contract)
    nothing = clock.now()
    made = an_amendment(
        contract, "2026-03-01", deletes("2.2"), document=document, terms={NOTICE: "6"}, on=TODAY
    )
    recorded = clock.now()
    withdraw_amendment(actor=SYSTEM, amendment=made, reason="Not signed.", on=day(TODAY), now=clock.now())

    for instant, notice, has_interest in ((nothing, "3", True), (recorded, "6", False), (None, "3", True)):
        assert notice_on(contract, reader, "2026-04-01", instant) == notice
        found = text_on(contract, reader, "2026-04-01", instant).text.find("2.2")
        assert (found is not None) is has_interest
    assert notice_on(contract, reader, "2026-02-28", recorded) == "3"


def test_terms_corrected_by_hand_were_believed_until_then(reader):
    contract = hosting()
    believed = clock.now()
    change_terms(
        actor=SYSTEM, contract=contract, terms=TERMS, on=day(TODAY),
        notice_rules=(NoticeRuleDraft(quantity=4, unit="months"),),
    )  # fmt: skip

    assert notice_on(contract, reader, "2026-04-01", believed) == "3"
    assert notice_on(contract, reader, "2026-04-01") == "4"


def test_an_effective_date_corrected_later_was_believed_until_then(reader):
    contract = hosting()
    document = a_document(contract, effective="2026-05-01")
    version = document.versions.get()
    believed = clock.now()
    with acting(SYSTEM):
        version.effective_date = day("2026-01-01")
        version.save()

    assert text_on(contract, reader, "2026-02-01", believed).base is None
    assert text_on(contract, reader, "2026-02-01").base == version


def test_before_the_contract_was_recorded_nothing_was_known(reader):
    before = clock.now()
    contract = hosting()
    a_document(contract)
    found = as_of(contract, reader, at("2026-04-01", before))

    assert (found.terms, found.amendments) == (None, ())
    assert found.text_of(found.documents[0], reader).base is None if found.documents else True


def test_an_amendment_put_in_between_was_not_believed_before(reader):
    contract = hosting()
    an_amendment(contract, "2026-02-01", terms={NOTICE: "4"}, on=TODAY)
    an_amendment(contract, "2026-04-01", terms={NOTICE: "6"}, on=TODAY)
    before = clock.now()
    an_amendment(contract, "2026-03-01", terms={NOTICE: "5"}, on=TODAY)

    assert [notice_on(contract, reader, "2026-03-15", instant) for instant in (before, None)] == ["4", "5"]
    assert [notice_on(contract, reader, "2026-04-15", instant) for instant in (before, None)] == ["6", "6"]


def test_what_is_to_come_is_told_for_its_day(reader):
    contract = hosting()
    an_amendment(contract, "2026-07-01", terms={NOTICE: "6"}, on=TODAY)

    assert [notice_on(contract, reader, text) for text in (TODAY, "2026-06-30", "2026-07-01")] == [
        "3",
        "3",
        "6",
    ]


def test_each_term_says_with_which_amendment_it_came(reader):
    contract = hosting()
    made = an_amendment(contract, "2026-03-01", terms={NOTICE: "6"}, on=TODAY)
    terms = as_of(contract, reader, at(TODAY)).terms
    groups = groups_of(terms.values, {name: one.title for name, one in terms.sources.items()})

    assert terms.sources == {NOTICE: made}
    assert [
        (group.title, fact.label, fact.words) for group in groups for fact in group.facts if fact.source
    ] == [("Our non-renewal", "Notice period", "6 months")]
    assert ("First day", "1 Jan 2026") in [(fact.label, fact.words) for fact in groups[0].facts]


def test_what_changes_is_told_in_words():
    told = changed_terms(
        {
            "terms.after_last_term": ("", "holdover"),
            "terms.end_date": ("2026-12-31", ""),
            "notice.us.convenience": ("", "yes"),
            "notice.us.convenience.test": ("", ""),
            "notice.us.convenience.methods": (
                "", '[{"method": "courier", "deemed_business_days": 2, "deemed_calendar_days": null}]'
            ),
        }
    )  # fmt: skip

    assert [(one.label, one.old, one.new) for one in told] == [
        ("What comes after the last term", "Lapses", "Continues in holdover"),
        ("End date", "31 Dec 2026", "not stated"),
        ("Notice rule: our termination for convenience", "none", "agreed"),
        (
            "Ways to serve notice (our termination for convenience)",
            "not stated",
            "courier (received after 2 business days)",
        ),
    ]


def test_the_day_of_knowledge_ends_where_the_department_is():
    contract = a_contract(department_id=a_department("Tokyo office").pk)
    contract.department.timezone = "Asia/Tokyo"
    now = dt.datetime(2026, 6, 14, 20, tzinfo=dt.UTC)
    asked = asked_of(contract, None, day("2026-06-14"), now)

    assert (asked.day, asked.today) == (day("2026-06-15"), day("2026-06-15"))
    tokyo = zoneinfo.ZoneInfo("Asia/Tokyo")
    assert asked.known_at.astimezone(tokyo) == dt.datetime(2026, 6, 14, 23, 59, 59, 999999, tzinfo=tokyo)
    assert asked_of(contract, None, None, now).known_at is None


def test_what_one_may_not_see_is_not_read(reader):
    contract = hosting()
    document = a_document(contract)
    an_amendment(contract, "2026-03-01", deletes("2.2"), document=document, on=TODAY)
    stranger = a_user("max")
    found = as_of(contract, stranger, at(TODAY))

    assert (found.amendments, found.documents) == ((), ())


def replayed(contract: Contract, base: Values, text: str) -> Values:
    values = dict(base)
    for amendment in Amendment.objects.for_system("test").filter(contract=contract).standing().in_order():
        if amendment.effective_date <= day(text):
            values |= dict(amendment.terms.values_list("field", "new_value"))
    return {name: value for name, value in values.items() if value}


@pytest.mark.parametrize("seed", range(4))
def test_the_terms_of_every_day_are_those_of_a_replay(seed):
    chance = random.Random(seed)
    contract = hosting()
    base, today = record_of(contract), day(TODAY)
    days = [today + dt.timedelta(days=chance.randint(-60, 20)) for _ in range(7)]
    standing = []
    for effective in days:
        field = chance.choice([NOTICE, "terms.max_renewals", "terms.renewal_term_quantity"])
        made = an_amendment(
            contract, effective.isoformat(), terms={field: str(chance.randint(1, 9))}, on=today.isoformat()
        )
        standing.append(made)
        if chance.random() < 0.3:
            gone = standing.pop(chance.randrange(len(standing)))
            withdraw_amendment(actor=SYSTEM, amendment=gone, reason="Error.", on=today, now=clock.now())
        today += dt.timedelta(days=chance.randint(0, 4))
        apply_due_amendments(actor=SYSTEM, contract=contract, on=today, now=clock.now())

    known = list(Amendment.objects.for_system("test").filter(contract=contract).standing())
    for text in sorted({*(one.isoformat() for one in days), TODAY, today.isoformat()}):
        asked = Asked(day(text), today, today, "UTC")
        assert terms_as_of(contract, known, asked).values == replayed(contract, base, text)
    assert record_of(contract) == replayed(contract, base, today.isoformat())
