"""What there is to negotiate the next term with: words and figures, and who may see them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts_app.actions.contracts import change_contract
from contracts_app.models import Contract
from core import registry
from core.audit import Actor
from core.rules.section import SectionContent
from renewals.actions.deadlines import recompute_deadlines
from renewals.reports.pack.reading import JOINED, read_pack
from tests.support.deciding import a_vendor_notice, decide, notice_of
from tests.support.pages import signed_in
from tests.support.people import a_user
from tests.support.prices import a_series, an_uplift
from tests.support.reminding import SETTING_UP, a_contract, a_department, a_vendor, at

pytestmark = pytest.mark.django_db
NOW = at("2026-06-04")
D = Decimal


@pytest.fixture
def contract(ana):
    """Record a contract of € 100,000 for the year 2026, to be acted on by 2 Oct 2026."""
    return a_contract(now=NOW, owner=ana, title="Hosting framework", value_amount=D(100_000))


def pack_of(contract, user, now=NOW):
    fresh = Contract.objects.visible_to(user).select_related(*JOINED).get(pk=contract.pk)
    return read_pack(fresh, user, now)


def plain(text):
    return text.replace("\u00a0", " ")


def section(pack, key):
    return next((one.content for one in pack.sections if one.key == key), None)


def facts(pack, key):
    return {label: plain(value) for label, value in section(pack, key).facts}


def table(pack, key, number=0):
    return [[plain(cell.text) for cell in row] for row in section(pack, key).tables[number].rows]


def test_it_leads_with_what_happens_by_when_to_act_and_what_the_next_term_costs(contract, ana):
    an_uplift(contract)
    pack = pack_of(contract, ana)
    summary = {label: plain(value) for label, value in pack.summary}
    assert summary["If nobody acts"] == "Renews on 1 Jan 2027 for 12 months, € 100,000."
    assert summary["Act by"] == "Fri 2 Oct 2026, in 120 days"
    assert summary["Next term costs"] == "At most € 103,000 (€ 100,000 now)"
    assert pack.as_of == dt.date(2026, 6, 4)


def test_it_says_why_the_date_and_how_the_ceiling_is_worked_out(contract, ana):
    an_uplift(contract)
    pack = pack_of(contract, ana)
    assert "2 Oct 2026" in " ".join(section(pack, "deadline").steps)
    assert section(pack, "price").steps == ("The price rises by a fixed 3 %.",)
    assert facts(pack, "price")["Rise"] == "€ 3,000, 3 %, more than now"
    assert facts(pack, "deadline")["Another term"] == (
        "Term 2, 1 Jan 2027 to 31 Dec 2027 (365 days): at most € 103,000 (€ 100,000 now)."
    )


def test_the_history_of_terms_has_days_prices_and_what_was_decided(contract, ana):
    an_uplift(contract)
    decide(contract, ana, "renew", now=NOW, reason="It works well.")
    later = at("2027-02-01")
    recompute_deadlines(actor=SETTING_UP, contract_ids=[contract.pk], now=later, reason="The date moved on.")
    contract.refresh_from_db()
    more = {"value_amount": D(103_000)}
    change_contract(actor=Actor.person(ana), contract=contract, changes=more, on=later.date())
    rows = table(pack_of(contract, ana, later), "terms")
    assert rows == [
        ["1, past", "1 Jan 2026", "31 Dec 2026", "€ 100,000", "Renew (Ana Ruiz, 4 Jun 2026)"],
        ["2, present", "1 Jan 2027", "31 Dec 2027", "€ 103,000", "Nothing yet: act by Sat 2 Oct 2027"],
        ["3, coming", "1 Jan 2028", "31 Dec 2028", "at most € 106,090", ""],
    ]


def test_a_term_that_began_by_itself_is_named_so_and_what_is_not_on_record_is_not_guessed(ana):
    terms = {
        "term_type": "auto_renew",
        "start_date": dt.date(2024, 1, 1),
        "initial_term_quantity": 12,
        "initial_term_unit": "months",
        "renewal_term_quantity": 12,
        "renewal_term_unit": "months",
    }
    contract = a_contract(now=NOW, owner=ana, terms=terms, value_amount=D(90_000))
    later = at("2027-01-02")
    recompute_deadlines(actor=SETTING_UP, contract_ids=[contract.pk], now=later, reason="The date moved on.")
    rows = table(pack_of(contract, ana, later), "terms")
    assert [row[3:] for row in rows[:3]] == [
        ["not on record", "Nothing on record"],
        ["not on record", "Nothing on record"],
        ["€ 90,000", "Nothing in time: it renewed by itself"],
    ]


def test_only_the_latest_terms_are_listed_and_it_says_which_are_left_out(ana):
    terms = {
        "term_type": "month_to_month",
        "start_date": dt.date(2020, 1, 1),
        "renewal_term_quantity": 1,
        "renewal_term_unit": "months",
    }
    contract = a_contract(now=NOW, owner=ana, terms=terms, notice={"quantity": 5, "unit": "calendar_days"})
    listed = section(pack_of(contract, ana), "terms").tables[0]
    assert [listed.rows[0][0].text, listed.rows[-1][0].text] == ["66, past", "79, coming"]
    assert listed.note.startswith("Terms 1 to 65 are left out.")


def test_decisions_and_notices_of_both_sides_are_listed(contract, ana):
    notice_of(decide(contract, ana, "terminate", now=NOW, reason="Too\n\nexpensive."))
    a_vendor_notice(contract, ana, now=NOW)
    pack = pack_of(contract, ana)
    left = "Notice to be served by Fri 2 Oct 2026"
    assert table(pack, "past") == [["4 Jun 2026", "Terminate", left, "Ana Ruiz", "Too expensive."]]
    assert table(pack, "past", 1) == [
        ["4 Jun 2026", "The vendor raises the price from 3 Aug 2026", "Answer by Thu 18 Jun 2026"],
        ["4 Jun 2026", "Ours: non-renewal", "To be served by Fri 2 Oct 2026"],
    ]


def test_what_was_never_decided_is_said(contract, ana):
    tables = section(pack_of(contract, ana), "past").tables
    assert [one.rows for one in tables] == [(), ()]
    assert tables[0].empty == "Nothing was decided yet."


def test_what_else_we_have_with_the_vendor_is_summed_a_year_by_currency(ana):
    vendor = a_vendor("Nord Cloud")
    first = a_contract(now=NOW, owner=ana, title="Hosting", vendor_id=vendor.pk, value_amount=D(100_000))
    half = {
        "term_type": "auto_renew",
        "start_date": dt.date(2026, 3, 1),
        "initial_term_quantity": 6,
        "initial_term_unit": "months",
        "renewal_term_quantity": 6,
        "renewal_term_unit": "months",
    }
    notice = {"quantity": 30, "unit": "calendar_days", "test": "sent"}
    a_contract(
        now=NOW, title="Backup", vendor_id=vendor.pk, terms=half, notice=notice, value_amount=D(30_000)
    )
    a_contract(now=NOW, title="Support", vendor_id=vendor.pk, value_amount=D(5_000), value_currency="USD")
    a_contract(now=NOW, title="Free", vendor_id=vendor.pk, value_amount=None, value_currency="")
    a_contract(now=NOW, title="Old", vendor_id=vendor.pk, status="expired")
    pack = pack_of(first, ana)
    said = facts(pack, "vendor")
    assert said["Contracts in force"] == "4, this one included"
    assert said["Costs a year"] == (
        "€ 160,000 in 2 contracts · $ 5,000 in 1 contract · 1 contract whose cost a year is not known"
    )
    assert [row[1:] for row in table(pack, "vendor")] == [
        ["Hosting (this one)", "Act by Fri 2 Oct 2026", "€ 100,000"],
        ["Backup", "Act by Sat 1 Aug 2026", "€ 60,000"],
        ["Support", "Act by Fri 2 Oct 2026", "$ 5,000"],
        ["Free", "Act by Fri 2 Oct 2026", "not known"],
    ]


def test_contracts_that_the_reader_may_not_see_are_neither_listed_nor_counted(ana):
    vendor, theirs = a_vendor("Nord Cloud"), a_department("Legal")
    mine = a_contract(now=NOW, title="Hosting", owner=ana, vendor_id=vendor.pk, value_amount=D(100_000))
    secret = {"is_confidential": True, "owner": ana, "department": mine.department}
    a_contract(now=NOW, title="Secret", vendor_id=vendor.pk, value_amount=D(7_000_000), **secret)
    a_contract(now=NOW, title="Elsewhere", vendor_id=vendor.pk, department=theirs, value_amount=D(1))
    buyer = a_user("bo", "procurement", department=mine.department)
    pack = pack_of(mine, buyer)
    assert facts(pack, "vendor")["Contracts in force"] == "1, this one included"
    assert facts(pack, "vendor")["Costs a year"] == "€ 100,000 in 1 contract"
    assert "7,000,000" not in str(pack)
    assert "Secret" not in str(pack)


def test_what_is_missing_is_asked_at_the_end_and_counted_at_the_head(ana):
    terms = {"term_type": "auto_renew", "start_date": dt.date(2026, 1, 1)}
    contract = a_contract(
        now=NOW, terms=terms | {"initial_term_quantity": 12, "initial_term_unit": "months"},
        notice=False, value_amount=None, value_currency="",
    )  # fmt: skip
    pack = pack_of(contract, ana)
    asked = [f"{label}: {words}" for label, words in section(pack, "questions").facts]
    assert pack.sections[-1].key == "questions"
    assert (
        "Deadline: Not known: renewal term, notice. Until it is recorded, the dates cannot be told." in asked
    )
    assert "Value: Not recorded: what the present term costs." in asked
    assert "Price at renewal: Not recorded: what the contract agrees about it." in asked
    assert any(line.startswith("Owner: Not set") for line in asked)
    assert dict(pack.summary)["Open questions"] == f"{len(asked)}, listed at the end"
    assert "price" not in [one.key for one in pack.sections]


def test_where_nothing_is_open_it_says_so(ana):
    notice = {
        "quantity": 90,
        "unit": "calendar_days",
        "test": "sent",
        "addressee": "Legal department",
        "methods": [{"method": "courier"}],
    }
    contract = a_contract(now=NOW, owner=ana, backup_owner=a_user("bo"), notice=notice)
    an_uplift(contract)
    pack = pack_of(contract, ana)
    assert dict(pack.summary)["Open questions"] == "None"
    assert section(pack, "questions").facts == ()
    assert section(pack, "questions").note.startswith("Nothing is open")


def test_an_index_that_is_not_published_yet_is_an_open_question(contract, ana):
    an_uplift(contract, "index", series_id=a_series({"2025-10": "118.2"}).pk)
    asked = dict(section(pack_of(contract, ana), "questions").facts)
    assert asked["Price at renewal"] == "Not published yet: Consumer prices for Oct 2026."


def test_a_vendors_notice_that_waits_for_an_answer_is_an_open_question(contract, ana):
    a_vendor_notice(contract, ana, now=NOW)
    asked = dict(section(pack_of(contract, ana), "questions").facts)
    assert asked["Vendor’s notice"] == (
        "The vendor raises the price from 3 Aug 2026. Answer by Thu 18 Jun 2026."
    )


def test_an_evergreen_has_no_day_to_miss_and_no_price_to_ask_about(ana):
    terms = {"term_type": "evergreen", "start_date": dt.date(2020, 1, 1)}
    notice = {"quantity": 30, "unit": "calendar_days", "anchor": "rolling"}
    pack = pack_of(a_contract(now=NOW, owner=ana, terms=terms, notice=notice), ana)
    summary = dict(pack.summary)
    assert summary["Act by"] == "Any day: there is no day to miss"
    assert summary["Next term costs"] == "No term follows"
    assert "Price at renewal" not in facts(pack, "questions")
    assert [row[2:] for row in table(pack, "terms")] == [["open end", "€ 412,000", "Nothing yet"]]


def test_a_section_of_another_app_is_shown_where_it_says_something(contract, ana, monkeypatch):
    said = {
        "claims": SectionContent(facts=(("Open claims", "2"),)),
        "silent": None,
        "blank": SectionContent(),
    }
    entries = {
        key: registry.DecisionSection(key, key.title(), lambda *_, key=key: said[key]) for key in said
    } | {"other": registry.DecisionSection("other", "Other", lambda *_: said["claims"], 100, ("decision",))}
    known = registry.decision_sections._entries
    monkeypatch.setattr(registry.decision_sections, "_entries", known | entries)
    keys = [one.key for one in pack_of(contract, ana).sections]
    assert keys == ["deadline", "terms", "past", "vendor", "contract", "claims", "questions"]
    kept = [one["key"] for one in decide(contract, ana, "renew", now=NOW).snapshot]
    assert kept == ["deadline", "contract", "claims", "other"]


def test_the_same_content_has_the_same_hash_and_other_content_another(contract, ana):
    first = pack_of(contract, ana).sha256
    assert pack_of(contract, ana).sha256 == first
    an_uplift(contract)
    assert pack_of(contract, ana).sha256 != first


def test_the_page_shows_it_to_who_sees_the_contract_and_offers_the_pdf_to_who_may_make_it(contract, ana):
    body = signed_in(ana).get(reverse("contract_pack", args=[contract.pk])).content.decode()
    assert "What else we have with the vendor" in body
    assert "Make PDF" in body
    looker = a_user("rita", "requester", department=contract.department)
    body = signed_in(looker).get(reverse("contract_pack", args=[contract.pk])).content.decode()
    assert "What else we have with the vendor" in body
    assert "Make PDF" not in body


def test_who_does_not_see_the_contract_finds_no_pack(ana):
    contract_of_few = a_contract(now=NOW, owner=ana, is_confidential=True)
    buyer = a_user("bo", "procurement", "administrator")
    client = signed_in(buyer)
    assert client.get(reverse("contract_pack", args=[contract_of_few.pk])).status_code == 404
    assert client.post(reverse("contract_pack_pdf", args=[contract_of_few.pk])).status_code == 404


def test_a_contract_that_is_not_in_force_says_so(ana):
    draft = a_contract(now=NOW, owner=ana, status="draft")
    pack = pack_of(draft, ana)
    assert dict(pack.summary)["If nobody acts"] == "No deadline runs for this contract."
    assert facts(pack, "questions")["Deadline"] == "None runs: the contract is draft."


def test_its_page_reads_what_its_sections_share_once(contract, ana, django_assert_max_num_queries):
    an_uplift(contract)
    decide(contract, ana, "renew", now=at("2026-06-03"))
    client, address = signed_in(ana), reverse("contract_pack", args=[contract.pk])
    client.get(address)

    with django_assert_max_num_queries(28):
        assert client.get(address).status_code == 200
