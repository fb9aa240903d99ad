"""Recording an amendment on a page, the page of one, withdrawing it, and the text in force."""

from __future__ import annotations

import datetime as dt
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from contracts_app.actions.contracts import NoticeRuleDraft, TermsDraft
from contracts_app.models import Amendment, AmendmentChange, Contract, ContractTerms, NoticeRule
from core import clock
from tests.support.amendments import a_document, a_version, an_amendment, deletes, replaces
from tests.support.contracts import a_contract
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db

TERMS = TermsDraft(
    term_type="auto_renew", start_date=dt.date(2026, 1, 1), initial_term_quantity=12,
    initial_term_unit="months", renewal_term_quantity=12, renewal_term_unit="months",
)  # fmt: skip


@pytest.fixture
def client():
    return signed_in(a_user("lea", "legal", full_name="Lea Haas"))


@pytest.fixture
def contract() -> Contract:
    rules = (NoticeRuleDraft(quantity=3, unit="months"),)
    return a_contract(terms=TERMS, notice_rules=rules, status="active")


def later(days: int) -> str:
    return (clock.today() + dt.timedelta(days=days)).isoformat()


def new(contract, effective="2026-03-01", document=None) -> str:
    address = reverse("amendment_new", args=[contract.pk])
    return f"{address}?effective_date={effective}&document={document.pk if document else ''}"


def filled(client, address: str, **entered: str) -> dict[str, str]:
    """Return what the sheet sends when nothing but ``entered`` is changed (``__`` stands for ``-``)."""
    form = client.get(address).context["form"]
    sent = {}
    for field in form:
        value = field.value()
        if value not in (None, False, ""):
            sent[field.html_name] = "on" if value is True else field.field.widget.format_value(value) or ""
            if isinstance(sent[field.html_name], list):
                sent[field.html_name] = sent[field.html_name][0]
    return sent | {name.replace("__", "-"): value for name, value in entered.items()}


def page(client, name: str, contract, **query: str) -> str:
    return client.get(reverse(name, args=[contract.pk]), query, follow=True).content.decode()


def test_first_the_day_and_the_document_are_asked_for(client, contract):
    a_document(contract)
    address = reverse("amendment_new", args=[contract.pk])

    assert "Go on" in client.get(address).content.decode()
    wrong = client.get(address, {"effective_date": "soon"})
    assert wrong.status_code == 422
    assert "This is not a date" in wrong.content.decode()


def test_an_amendment_is_recorded_from_the_sheet(client, contract):
    document = a_document(contract)
    address = new(contract, document=document)
    sent = filled(
        client, address, title="Amendment 2", note="Agreed in March.", clause__0__action="replace",
        clause__0__number="2.1", clause__0__text="Fees are due within 60 days.",
        clause__1__action="delete", clause__1__number="2.2", notice__0__quantity="6",
        terms__max_renewals="2",
    )  # fmt: skip
    answer = client.post(address, sent)
    made = Amendment.unscoped.get()

    assert answer.status_code == 302
    assert answer.url == reverse("amendment", args=[made.pk])
    assert (made.title, made.document, made.recorded_by.username) == ("Amendment 2", document, "lea")
    assert list(AmendmentChange.unscoped.order_by("order").values_list("action", "number")) == [
        ("replace", "2.1"), ("delete", "2.2"),
    ]  # fmt: skip
    assert dict(made.terms.values_list("field", "new_value")) == {
        "notice.us.non_renewal.quantity": "6", "terms.max_renewals": "2",
    }  # fmt: skip
    assert NoticeRule.unscoped.get(contract=contract).quantity == 6


def test_nothing_is_recorded_by_looking_and_the_present_words_are_shown(client, contract):
    address = new(contract, document=a_document(contract))
    sent = filled(client, address, clause__0__action="replace", clause__0__number="2.1", look="yes")
    shown = client.post(address, sent).content.decode()

    assert not Amendment.unscoped.exists()
    assert "2.1 Fees are due within 30 days." in shown
    assert "clause-3-action" in shown
    part = client.get(
        reverse("amendment_clause", args=[contract.pk]) + "?" + address.partition("?")[2],
        {"clause-0-number": "2.2"},
    )
    assert "Late fees" not in part.content.decode()


def test_the_present_words_come_for_the_day_of_the_amendment(client, contract):
    document = a_document(contract)
    an_amendment(contract, "2026-03-01", replaces("2.1", "Within 60 days."), document=document)
    address = reverse("amendment_clause", args=[contract.pk])

    def words(day, number):
        query = {"effective_date": day, "document": document.pk, "clause-0-number": number}
        return client.get(address, query).content.decode()

    assert "30 days" in words("2026-02-28", "2.1")
    assert "60 days" in words("2026-03-01", "2.1")
    assert "has no clause 9.9" in words("2026-03-01", "9.9")


def test_a_change_that_cannot_be_made_comes_back_with_everything_entered(client, contract):
    address = new(contract, document=a_document(contract))
    sent = filled(
        client, address, clause__0__action="replace", clause__0__number="9.9", clause__0__text="Kept words."
    )
    refused = client.post(address, sent)
    shown = refused.content.decode()

    assert refused.status_code == 422
    assert "but the text has no clause 9.9 then." in shown
    assert "Kept words." in shown
    assert "Record it although a change cannot be made" in shown
    assert client.post(address, sent | {"accepts_misfits": "on"}).status_code == 302
    said = page(client, "amendment", Amendment.unscoped.get())
    assert "but the text has no clause 9.9 then." in said


def test_terms_that_cannot_be_true_are_refused_at_their_fields(client, contract):
    address = new(contract)
    refused = client.post(address, filled(client, address, terms__end_date="31 May 2026", note="x"))

    assert refused.status_code == 422
    assert refused.context["form"].terms.errors["end_date"]
    wrong = client.post(address, filled(client, address, notice__0__fixed_day="06-30", note="x"))
    assert wrong.context["form"].rules[0].errors["fixed_day"]
    assert not Amendment.unscoped.exists()


def test_somebody_who_was_faster_is_told_of(client, contract):
    address = new(contract)
    sent = filled(client, address, note="x")
    an_amendment(contract, "2026-02-01")
    refused = client.post(address, sent)

    assert "was changed by somebody else" in refused.content.decode()
    assert Amendment.unscoped.count() == 1


def test_terms_that_change_later_are_told_on_the_contract_and_under_why_this_date(client, contract):
    an_amendment(contract, later(30), terms={"notice.us.non_renewal.quantity": "6"}, title="Amendment 7")

    overview = page(client, "contract", contract)
    assert "Terms change on" in overview
    assert "Notice period (our non-renewal) from 3 to 6." in overview
    why = client.get(reverse("contract_deadline", args=[contract.pk]), headers={"HX-Target": "tabbed"})
    assert "this date is computed anew then" in why.content.decode()
    an_amendment(contract, "2026-02-01", terms={"terms.max_renewals": "4"})
    assert ContractTerms.unscoped.get(contract=contract).max_renewals == 4


def test_the_page_of_an_amendment_says_what_stood_there_before(client, contract):
    document = a_document(contract)
    made = an_amendment(
        contract, "2026-03-01", replaces("2.1", "Within 60 days."), deletes("1.2"), document=document,
        terms={"notice.us.non_renewal.quantity": "6"},
    )  # fmt: skip
    said = page(client, "amendment", made)

    for words in (
        "<strong>2.1</strong> Fees are due within 30 days.",
        "Within 60 days.",
        "What lies below goes along: 1.2(a), 1.2(b)",
        "Notice period (our non-renewal)",
        "In force",
    ):
        assert words in said


def test_withdrawing_asks_why_and_the_page_says_it(client, contract):
    made = an_amendment(contract, "2026-03-01", terms={"notice.us.non_renewal.quantity": "6"})
    address = reverse("amendment_withdraw", args=[made.pk])

    assert client.post(address, {"reason": ""}).status_code == 422
    assert client.post(address, {"reason": "Never signed."}).status_code == 302
    said = page(client, "amendment", made)
    assert "Never signed." in said
    assert "It counts no more." in said
    assert reverse("amendment_withdraw", args=[made.pk]) not in said
    assert client.get(address).status_code == 302
    activity = page(client, "contract_activity", contract)
    assert "withdrew Amendment 1" in activity
    assert "recorded Amendment 1, effective 1 Mar 2026" in activity


def test_the_text_in_force_has_both_days_in_its_address_and_on_the_page(client, contract):
    answer = client.get(reverse("contract_text", args=[contract.pk]))
    query = parse_qs(urlsplit(answer.url).query)
    today = clock.today().isoformat()

    assert query == {"date": [today], "known_on": [today]}
    fragment = client.get(reverse("contract_text", args=[contract.pk]), headers={"HX-Target": "tabbed"})
    assert (fragment.status_code, fragment["HX-Push-Url"]) == (200, answer.url)
    assert "as we knew it on" in page(client, "contract_text", contract)


def test_the_text_in_force_shows_each_clause_with_where_its_words_came_from(client, contract):
    document = a_document(contract)
    an_amendment(
        contract, "2026-03-01", replaces("2.1", "Within 60 days."), deletes("2.2"), document=document
    )
    before = page(client, "contract_text", contract, date="2026-02-28", known_on=clock.today().isoformat())
    after = page(client, "contract_text", contract, date="2026-03-01", known_on=clock.today().isoformat())

    assert "Fees are due within 30 days." in before
    assert "counts later" in before
    assert "<strong>2.1</strong> Within 60 days." in after
    assert "2.2: deleted by Amendment 1" in after
    assert "laid over the text" in after
    assert "as we knew it on" in after


def test_as_we_knew_it_before_it_was_recorded_the_amendment_is_not_there(client, contract):
    document = a_document(contract)
    an_amendment(contract, "2026-03-01", deletes("2.2"), document=document)
    shown = page(client, "contract_text", contract, date="2026-04-01", known_on="2020-01-01")

    assert "Amendment 1" not in shown.partition("text-in-force")[2]
    assert "No terms were recorded by" in shown


def test_what_overlaps_and_what_does_not_fit_is_told_on_the_text(client, contract):
    document = a_document(contract)
    a_version(document, effective="2025-01-01")
    an_amendment(contract, "2026-03-01", deletes("9.9"), document=document, is_accepting_misfits=True)
    shown = page(client, "contract_text", contract)

    assert "Version 1 and version 2 count from 1 Jan 2025; version 2 is taken." in shown
    assert "deletes 9.9, but the text has no clause 9.9 then." in shown


def test_a_day_that_is_none_is_refused_with_what_was_entered(client, contract):
    answer = client.get(
        reverse("contract_text", args=[contract.pk]), {"date": "soon", "known_on": "2026-01-01"}
    )

    assert answer.status_code == 422
    assert "This is not a date" in answer.content.decode()


def test_who_does_not_see_the_contract_finds_nothing_and_readers_are_offered_nothing(contract):
    made = an_amendment(contract, "2026-03-01")
    stranger = signed_in(a_user("max", "legal", department=a_department("Elsewhere")))
    reader = signed_in(a_user("rita", "requester"))
    own = [
        reverse(name, args=[contract.pk])
        for name in ("contract_text", "contract_amendments", "amendment_new")
    ]
    its = [reverse(name, args=[made.pk]) for name in ("amendment", "amendment_withdraw")]

    assert {stranger.get(address).status_code for address in own + its} == {404}
    assert {reader.get(address).status_code for address in (own[2], its[1])} == {403}
    assert "Record an amendment" not in reader.get(own[1]).content.decode()
    assert "Withdraw" not in reader.get(its[0]).content.decode()


def test_fifty_amendments_take_as_many_queries_as_one(client, contract, django_assert_num_queries):
    document = a_document(contract)

    def amend(number: int) -> None:
        an_amendment(
            contract, "2026-03-01", replaces("2.1", f"Within {number} days."), document=document,
            terms={"terms.max_renewals": str(number)},
        )  # fmt: skip

    def shown() -> str:
        query = {"date": "2026-04-01", "known_on": clock.today().isoformat()}
        return client.get(reverse("contract_text", args=[contract.pk]), query).content.decode()

    amend(0)
    shown()  # the first page of a session asks more
    with CaptureQueriesContext(connection) as one:
        assert "Within 0 days." in shown()
    for number in range(1, 50):
        amend(number)
    with django_assert_num_queries(len(one)):
        assert "Within 49 days." in shown()
