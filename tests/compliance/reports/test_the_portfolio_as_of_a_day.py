"""The portfolio report holds what was recorded, what the reader may see, and the dates of its day."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from compliance.reports.portfolio import read_portfolio
from compliance.reports.printing import hash_of, print_portfolio
from compliance.reports.recorded import recorded
from compliance.rules.portfolio import Portfolio, PortfolioFilters
from contracts_app.actions.contracts import change_contract
from contracts_app.models import Contract
from contracts_app.rules.draft import NoticeRuleDraft, TermsDraft
from core import clock
from core.audit import Actor
from core.pdf import Imprint
from renewals.actions.vendor_notices import move_vendor_notice
from tests.support.api import SYSTEM, TODAY, contract, department, person
from tests.support.deciding import a_vendor_notice
from tests.support.needs import needs_pango

pytestmark = pytest.mark.django_db

TERMS = TermsDraft(
    term_type="auto_renew",
    start_date=dt.date(2024, 3, 1),
    initial_term_quantity=12,
    initial_term_unit="months",
    renewal_term_quantity=12,
    renewal_term_unit="months",
)
NOTICE = NoticeRuleDraft(quantity=3, unit="months", clause_ref="14.3")
EVERYTHING = PortfolioFilters(status_group="all")


def the_portfolio(
    as_of: dt.date | None = None, filters: PortfolioFilters = EVERYTHING, user=None
) -> Portfolio:
    return read_portfolio(user=user, as_of=as_of or clock.today(), filters=filters)


def test_deadlines_are_those_of_the_as_of_day():
    contract(terms=TERMS, notice_rules=(NOTICE,))
    (row,) = the_portfolio(dt.date(2030, 11, 1)).rows
    assert row.term_end == dt.date(2031, 2, 28)
    assert row.notice_by_date == dt.date(2030, 11, 28)
    assert row.deadline_status == "in_window"


def test_an_accepted_notice_of_the_vendor_ends_a_contract_from_that_day_on():
    owner = person("owner")
    made = contract(terms=TERMS, notice_rules=(NOTICE,), owner_id=owner.pk)
    notice = a_vendor_notice(made, owner, "termination", now=clock.now())
    before = the_portfolio(dt.date(2030, 11, 1)).rows[0]
    move_vendor_notice(
        actor=Actor.person(owner), notice=notice, verb="accept", reason="", on=TODAY, now=clock.now()
    )
    after = the_portfolio().rows[0]
    assert before.notice_by_date == dt.date(2030, 11, 28)
    assert (after.term_end, after.notice_by_date) == (notice.effective_date, None)
    assert the_portfolio(dt.date(2030, 11, 1)).rows[0].deadline_status == "expired"


def test_before_a_contract_was_recorded_it_is_not_in_the_report():
    contract(terms=TERMS)
    assert the_portfolio(clock.today() - dt.timedelta(days=1)).rows == ()
    assert len(the_portfolio().rows) == 1


def test_what_was_recorded_at_an_instant_comes_back_though_it_was_changed_since():
    made = contract(value_amount=Decimal(100), value_currency="EUR")
    between = clock.now()
    change_contract(actor=SYSTEM, contract=made, changes={"value_amount": Decimal(200)}, on=TODAY)
    (then,) = recorded(Contract, between, "value_amount", id__in=[made.pk])
    (now,) = recorded(Contract, clock.now(), "value_amount", id__in=[made.pk])
    assert (then["value_amount"], now["value_amount"]) == (Decimal(100), Decimal(200))


def test_a_reader_gets_only_what_the_reader_may_see():
    contract(title="Open")
    contract(title="Secret", is_confidential=True, owner_id=person("keeper").pk)
    reader = person("reader", "procurement", where=department())
    stranger = person("stranger", "procurement", where=department("Elsewhere"))
    assert [row.title for row in the_portfolio(user=reader).rows] == ["Open"]
    assert the_portfolio(user=stranger).rows == ()
    assert len(the_portfolio().rows) == 2


def test_filters_narrow_the_report():
    contract(title="Draft", status="draft", type="saas")
    contract(title="Active", status="active", type="hosting")
    assert [row.title for row in the_portfolio(filters=PortfolioFilters()).rows] == ["Active"]
    assert [row.title for row in the_portfolio(filters=PortfolioFilters(status_group="not_yet")).rows] == [
        "Draft"
    ]
    chosen = PortfolioFilters(status_group="all", type="saas")
    assert [row.title for row in the_portfolio(filters=chosen).rows] == ["Draft"]
    assert the_portfolio(filters=PortfolioFilters(department_id=0)).rows == ()


def test_the_hash_depends_on_the_content_and_on_nothing_else():
    made = contract(value_amount=Decimal(100), value_currency="EUR")
    first, again = the_portfolio(), the_portfolio()
    assert hash_of(first) == hash_of(again)
    change_contract(actor=SYSTEM, contract=made, changes={"title": "Hosting, renamed"}, on=TODAY)
    assert hash_of(the_portfolio()) != hash_of(first)


def test_reading_takes_the_same_number_of_queries_however_many_contracts(django_assert_num_queries):
    for number in range(5):
        contract(title=f"Contract {number}", terms=TERMS, notice_rules=(NOTICE,))
    with django_assert_num_queries(9):
        the_portfolio()


def test_the_pdf_says_as_of_who_made_it_and_its_hash():
    pypdfium2 = pytest.importorskip("pypdfium2")
    needs_pango()
    contract(title="Hosting <b>& more</b>", terms=TERMS, notice_rules=(NOTICE,))
    portfolio = the_portfolio(dt.date(2030, 11, 1))
    imprint = Imprint(made_by='Ana "}<script>', made_at=dt.datetime(2026, 11, 20, 8, 30, tzinfo=dt.UTC))
    pdf = print_portfolio(portfolio, filter_words="Status: all", imprint=imprint)
    text = pypdfium2.PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    for part in (
        "Hosting <b>& more</b>",
        "Fri 1 Nov 2030",
        "Ana script",
        hash_of(portfolio),
        "Page 1 of 1",
        "Act by",
    ):
        assert part in text
