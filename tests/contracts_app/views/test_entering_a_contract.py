"""The sheet on which contracts are entered and changed: what it takes, what it refuses and keeps."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts_app.actions.contracts import NoticeMethodDraft, NoticeRuleDraft, TermsDraft, change_contract
from contracts_app.models import Contract, ContractTerms, NoticeMethod, NoticeRule
from renewals.rules.recorded import deadline_of
from tests.support.contracts import SYSTEM, TODAY, a_contract, a_vendor, an_entity
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
NEW = reverse("contract_create")


@pytest.fixture
def ana():
    return a_user("ana", "procurement", full_name="Ana Ruiz")


@pytest.fixture
def client(ana):
    return signed_in(ana)


def entered(response, **facts) -> dict[str, object]:
    """Return what a browser would send for the sheet of ``response`` with ``facts`` typed over it."""
    sheet = response.context["form"]
    shown = {field.html_name: field.value() for field in sheet}
    return {name: value for name, value in shown.items() if value not in (None, False, [])} | facts


def new(client, **facts) -> dict[str, object]:
    usual = {
        "title": "Hosting",
        "type": "saas",
        "vendor": a_vendor().name,
        "department": a_department().pk,
    }
    return entered(client.get(NEW), **(usual | facts))


def errors(response) -> dict[str, list[str]]:
    assert response.status_code == 422
    return {name: list(messages) for name, messages in response.context["form"].errors.items()}


def test_a_whole_contract_is_entered_on_one_sheet(client, ana):
    tom, entity = a_user("tom", full_name="Tom Weiss"), an_entity()
    a_vendor("Blue Security Ltd")
    data = new(
        client,
        **{
            "status": "active",
            "owner": "Ana Ruiz (ana)",
            "backup_owner": "tom weiss",
            "entity": entity.pk,
            "value_amount": "412000.50",
            "value_currency": "EUR",
            "tags": "Cloud, framework",
            "is_confidential": "on",
            "named_users": "tom",
            "further_vendors": "blue security ltd\n",
            "terms-term_type": "auto_renew",
            "terms-start_date": "1 Mar 2026",
            "terms-initial_term_quantity": "12",
            "terms-initial_term_unit": "months",
            "notice-0-quantity": "3",
            "notice-0-unit": "months",
            "notice-0-calendar": "de-by",
            "notice-0-method_0": "registered post",
            "notice-0-days_0": "3",
        },
    )

    response = client.post(NEW, data)

    contract = Contract.unscoped.get()
    assert response["Location"] == reverse("contract", args=[contract.pk])
    assert (contract.status, contract.owner, contract.backup_owner, contract.entity) == (
        "active",
        ana,
        tom,
        entity,
    )
    assert (contract.value_amount, contract.is_confidential) == (Decimal("412000.5"), True)
    assert ContractTerms.unscoped.get().start_date == dt.date(2026, 3, 1)
    rule = NoticeRule.unscoped.get()
    assert (rule.party, rule.kind, rule.quantity, rule.calendar) == ("us", "non_renewal", 3, "DE-BY")
    assert NoticeMethod.unscoped.get().deemed_business_days == 3
    assert Contract.history.latest("history_id").history_actor == f"user:{ana.pk}"


def test_deemed_receipt_in_calendar_days_and_two_calendars_are_entered_and_shown_again(client):
    data = new(
        client,
        **{
            "notice-0-quantity": "10",
            "notice-0-unit": "business_days",
            "notice-0-calendar": "gb-eng+us-ny",
            "notice-0-method_0": "registered post",
            "notice-0-days_0": "5",
            "notice-0-counted_0": "calendar",
        },
    )

    assert client.post(NEW, data).status_code == 302

    method, contract = NoticeMethod.unscoped.get(), Contract.unscoped.get()
    assert (method.deemed_business_days, method.deemed_calendar_days) == (0, 5)
    assert NoticeRule.unscoped.get().calendar == "GB-ENG+US-NY"
    shown = client.get(reverse("contract_terms", args=[contract.pk])).content.decode()
    assert "received on the 5th calendar day after sending" in shown
    again = client.get(reverse("contract_change", args=[contract.pk])).context["form"].rules[0]
    assert (again["days_0"].value(), again["counted_0"].value()) == (5, "calendar")


def test_a_choice_of_days_alone_makes_no_notice_rule(client):
    assert client.post(NEW, new(client, **{"notice-0-counted_0": "calendar"})).status_code == 302

    assert not NoticeRule.unscoped.exists()


def test_a_start_that_waits_for_an_event_is_shown_until_its_day_is_recorded(client):
    facts = {
        "terms-term_type": "auto_renew",
        "terms-start_event": "acceptance of the system",
        "terms-initial_term_quantity": "12",
        "terms-initial_term_unit": "months",
        "terms-renewal_as_initial": "on",
        "notice-0-quantity": "3",
        "notice-0-unit": "months",
    }
    assert client.post(NEW, new(client, status="active", **facts)).status_code == 302

    contract = Contract.unscoped.get()
    record = Contract.objects.for_system("test").deadline_inputs()[contract.pk]
    assert deadline_of(record, dt.date(2026, 6, 1)).missing == ("start_date",)
    shown = client.get(reverse("contract_terms", args=[contract.pk])).content.decode()
    assert "acceptance of the system" in shown
    assert "As long as the first term" in shown
    change = reverse("contract_change", args=[contract.pk])
    again = entered(client.get(change), **{"terms-start_date": "1 Mar 2026"})
    assert client.post(change, again).status_code == 302
    record = Contract.objects.for_system("test").deadline_inputs()[contract.pk]
    answer = deadline_of(record, dt.date(2028, 6, 1))
    assert (answer.term_number, answer.term_end) == (3, dt.date(2029, 2, 28))


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"term_type": "auto_renew", "renewal_by_agreement": "on"}, "renewal_by_agreement"),
        ({"term_type": "fixed", "renewal_as_initial": "on"}, "renewal_as_initial"),
        ({"term_type": "evergreen", "renewal_as_initial": "on"}, "renewal_as_initial"),
        (
            {
                "term_type": "auto_renew",
                "renewal_as_initial": "on",
                "renewal_term_quantity": "6",
                "renewal_term_unit": "months",
            },
            "renewal_as_initial",
        ),
    ],
)
def test_a_renewal_is_agreed_in_one_way(client, facts, field):
    said = {f"terms-{name}": value for name, value in facts.items()}
    assert list(errors(client.post(NEW, new(client, **said)))) == [f"terms-{field}"]


def test_an_end_that_counts_from_an_event_is_shown_until_its_day_is_recorded(client):
    facts = {
        "terms-term_type": "fixed",
        "terms-start_date": "1 Jan 2026",
        "terms-initial_term_quantity": "12",
        "terms-initial_term_unit": "months",
        "terms-end_event": "the launch",
        "notice-0-kind": "convenience",
        "notice-0-quantity": "90",
        "notice-0-unit": "calendar_days",
        "notice-0-anchor": "rolling",
        "notice-0-minimum_quantity": "12",
        "notice-0-minimum_unit": "months",
    }
    assert client.post(NEW, new(client, status="active", **facts)).status_code == 302

    contract = Contract.unscoped.get()
    record = Contract.objects.for_system("test").deadline_inputs()[contract.pk]
    assert deadline_of(record, dt.date(2026, 6, 1)).missing == ("end_event_date",)
    shown = client.get(reverse("contract_terms", args=[contract.pk])).content.decode()
    assert "its day is not recorded yet" in shown
    assert "No exit in the first" in shown
    change = reverse("contract_change", args=[contract.pk])
    again = entered(client.get(change), **{"terms-end_event_date": "1 Mar 2026"})
    assert client.post(change, again).status_code == 302
    record = Contract.objects.for_system("test").deadline_inputs()[contract.pk]
    answer = deadline_of(record, dt.date(2026, 6, 1))
    assert (answer.term_end, answer.earliest_exit_date) == (dt.date(2027, 2, 28), dt.date(2026, 12, 31))


def test_a_minimum_that_counts_from_an_event_is_shown_until_its_day_is_recorded(client):
    facts = {
        "terms-term_type": "auto_renew",
        "terms-start_date": "1 Jan 2026",
        "terms-initial_term_quantity": "12",
        "terms-initial_term_unit": "months",
        "terms-renewal_term_quantity": "12",
        "terms-renewal_term_unit": "months",
        "terms-minimum_term_quantity": "24",
        "terms-minimum_term_unit": "months",
        "terms-minimum_event": "go-live",
        "notice-0-quantity": "90",
        "notice-0-unit": "calendar_days",
    }
    assert client.post(NEW, new(client, status="active", **facts)).status_code == 302

    contract = Contract.unscoped.get()
    record = Contract.objects.for_system("test").deadline_inputs()[contract.pk]
    assert deadline_of(record, dt.date(2026, 6, 1)).missing == ("minimum_event_date",)
    shown = client.get(reverse("contract_terms", args=[contract.pk])).content.decode()
    assert "Minimum counts from</dt><dd>go-live" in shown
    assert "its day is not recorded yet" in shown
    change = reverse("contract_change", args=[contract.pk])
    again = entered(client.get(change), **{"terms-minimum_event_date": "1 Mar 2026"})
    assert client.post(change, again).status_code == 302
    record = Contract.objects.for_system("test").deadline_inputs()[contract.pk]
    answer = deadline_of(record, dt.date(2026, 6, 1))
    assert (answer.minimum_end_date, answer.exit_date) == (dt.date(2028, 2, 29), dt.date(2028, 12, 31))


OPTION = {
    "terms-term_type": "option",
    "terms-start_date": "1 Jan 2025",
    "terms-initial_term_quantity": "12",
    "terms-initial_term_unit": "months",
    "terms-renewal_term_quantity": "6",
    "terms-renewal_term_unit": "months",
    "terms-max_renewals": "3",
}


def test_a_contract_recorded_in_its_second_option_says_how_many_were_exercised(client):
    said = OPTION | {"terms-renewals_exercised": "2"}
    assert client.post(NEW, new(client, status="active", **said)).status_code == 302

    contract = Contract.unscoped.get()
    record = Contract.objects.for_system("test").deadline_inputs()[contract.pk]
    answer = deadline_of(record, dt.date(2026, 11, 20))
    assert (answer.term_number, answer.term_end) == (3, dt.date(2026, 12, 31))
    shown = client.get(reverse("contract_terms", args=[contract.pk])).content.decode()
    assert "2 options exercised" in shown
    change = reverse("contract_change", args=[contract.pk])
    again = entered(client.get(change), **{"terms-renewals_exercised": ""})
    assert client.post(change, again).status_code == 302
    assert ContractTerms.unscoped.get().renewals_exercised == 0
    told = ContractTerms.history.order_by("history_id").values_list("renewals_exercised", flat=True)
    assert list(told) == [2, 0]
    activity = client.get(reverse("contract_activity", args=[contract.pk])).content.decode()
    assert "changed the options exercised, or renewals agreed from 2 to 0" in activity


def test_more_options_exercised_than_there_are_are_refused_at_both_fields(client):
    said = OPTION | {"terms-renewals_exercised": "4"}
    refused = errors(client.post(NEW, new(client, **said)))
    assert set(refused) == {"terms-renewals_exercised", "terms-max_renewals"}


def test_a_fixed_term_may_be_renewed_by_agreement(client):
    facts = {"terms-term_type": "fixed", "terms-renewal_by_agreement": "on", "terms-max_renewals": "2"}
    assert client.post(NEW, new(client, **facts)).status_code == 302

    terms = ContractTerms.unscoped.get()
    assert (terms.renewal_by_agreement, terms.max_renewals) == (True, 2)


def test_the_least_that_makes_a_contract_is_enough(client):
    assert client.post(NEW, new(client)).status_code == 302

    assert not NoticeRule.unscoped.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        pytest.param({"title": "\u202e\u200b "}, "title", id="only invisible characters"),
        pytest.param({"title": "x" * 501}, "title", id="a long title"),
        pytest.param({"description": "x" * 20_001}, "description", id="a huge text"),
        pytest.param({"vendor": "Nobody Inc"}, "vendor", id="a vendor that does not exist"),
        pytest.param({"owner": "x" * 700}, "owner", id="an endless name"),
        pytest.param({"named_users": "ana\nzorro"}, "named_users", id="one of two people"),
        pytest.param({"department": "999999"}, "department", id="a department that does not exist"),
        pytest.param({"value_amount": "NaN", "value_currency": "EUR"}, "value_amount", id="not a number"),
        pytest.param(
            {"value_amount": "1e400", "value_currency": "EUR"}, "value_amount", id="beyond all money"
        ),
        pytest.param({"value_amount": "1.005", "value_currency": "GBP"}, "value_amount", id="half a penny"),
        pytest.param({"value_amount": "100.5", "value_currency": "JPY"}, "value_amount", id="half a yen"),
        pytest.param({"value_amount": "-1", "value_currency": "EUR"}, "value_amount", id="below zero"),
        pytest.param({"value_amount": "5"}, "value_currency", id="no currency"),
        pytest.param({"terms-start_date": "03/04/2026"}, "terms-start_date", id="ambiguous"),
        pytest.param(
            {"terms-start_date": "2026-03-01", "terms-end_date": "2026-02-28"},
            "terms-end_date",
            id="ends first",
        ),
        pytest.param({"terms-max_renewals": "-1"}, "terms-max_renewals", id="fewer than no renewals"),
        pytest.param({"terms-initial_term_quantity": "12"}, "terms-initial_term_unit", id="twelve of what"),
        pytest.param({"notice-0-quantity": "3"}, "notice-0-unit", id="three of what"),
        pytest.param({"notice-0-calendar": "Bavaria"}, "notice-0-calendar", id="no such calendar"),
        pytest.param({"notice-0-timezone": "Mars"}, "notice-0-timezone", id="no such zone"),
        pytest.param({"notice-0-days_1": "3"}, "notice-0-method_1", id="days of a nameless method"),
        pytest.param({"parent": "C-77777"}, "parent", id="a parent that does not exist"),
        pytest.param({"type": ""}, "type", id="no type"),
        pytest.param({"status": "asleep"}, "status", id="an unknown state"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_of_the_input_is_kept(client, facts, field):
    response = client.post(NEW, new(client, governing_law="kept <b>as typed</b>", **facts))

    assert list(errors(response)) == [field]
    html = response.content.decode()
    assert "kept &lt;b&gt;as typed&lt;/b&gt;" in html
    assert f'href="#id_{field}"' in html
    assert not Contract.unscoped.exists()


def test_ten_to_the_thirteenth_and_clean_pasted_text_are_taken(client):
    data = new(
        client, title="Host\u202eing\x07 \t (v2)", value_amount="9999999999999.99", value_currency="EUR"
    )

    assert client.post(NEW, data).status_code == 302
    contract = Contract.unscoped.get()
    assert (contract.title, contract.value_amount) == ("Hosting (v2)", Decimal("9999999999999.99"))


def test_a_link_may_fill_in_vendor_and_parent(client):
    parent = a_contract(title="Framework")
    response = client.get(f"{NEW}?vendor={parent.vendor_id}&parent={parent.pk}")
    html = response.content.decode()

    assert 'value="Nord Cloud GmbH"' in html
    assert f'value="{parent.number} Framework"' in html


def test_the_sheet_of_a_recorded_contract_saves_without_a_change(client, ana):
    contract = a_contract(
        value_amount=Decimal("1000.5"),
        value_currency="EUR",
        tags=("cloud",),
        owner_id=ana.pk,
        further_vendor_ids=(a_vendor("Blue").pk,),
        named_user_ids=(ana.pk,),
        terms=TermsDraft(term_type="fixed", start_date=TODAY, end_date=dt.date(2028, 1, 1)),
        notice_rules=(
            NoticeRuleDraft(
                quantity=3,
                unit="months",
                cutoff_time=dt.time(17),
                methods=(
                    NoticeMethodDraft(method="post", deemed_business_days=3, address="1 Main St\nHamburg"),
                ),
            ),
            NoticeRuleDraft(party="vendor", quantity=6, unit="months"),
        ),
    )
    url = reverse("contract_change", args=[contract.pk])

    response = client.post(url, entered(client.get(url)))

    assert response.status_code == 302
    fresh = Contract.unscoped.get(pk=contract.pk)
    assert fresh.version == contract.version


def test_a_notice_rule_is_changed_added_and_removed_on_the_sheet(client):
    contract = a_contract(notice_rules=(NoticeRuleDraft(quantity=3, unit="months"),))
    url = reverse("contract_change", args=[contract.pk])
    added = {"notice-1-party": "vendor", "notice-1-quantity": "6", "notice-1-unit": "months"}
    client.post(url, entered(client.get(url), **added, **{"notice-0-quantity": "4"}))
    assert set(NoticeRule.unscoped.values_list("party", "quantity")) == {("us", 4), ("vendor", 6)}

    client.post(url, entered(client.get(url), **{"notice-0-remove": "on"}))
    assert set(NoticeRule.unscoped.values_list("party", "quantity")) == {("vendor", 6)}


@pytest.mark.parametrize(
    "changes", [{"title": "Theirs"}, {"notice_rules": (NoticeRuleDraft(clause_ref="9"),)}]
)
def test_who_was_slower_is_told_so_and_keeps_their_input(client, changes):
    contract = a_contract()
    url = reverse("contract_change", args=[contract.pk])
    data = entered(client.get(url), title="Mine")
    change_contract(actor=SYSTEM, contract=contract, changes=changes, on=TODAY)

    response = client.post(url, data)

    assert "was changed by somebody else while you worked on it" in errors(response)["__all__"][0]
    assert 'value="Mine"' in response.content.decode()
    assert Contract.unscoped.get(pk=contract.pk).title != "Mine"


def test_a_reader_has_no_sheet():
    contract, reader = a_contract(), signed_in(a_user("kim", "finance"))

    assert reader.get(NEW).status_code == 403
    assert reader.post(reverse("contract_change", args=[contract.pk]), {"title": "x"}).status_code == 403


def test_departments_to_choose_are_those_where_the_person_may_record():
    marketing, _it = a_department("Marketing"), a_department("IT")
    tom = a_user("tom", "procurement", department=marketing)
    response = signed_in(tom).get(NEW)

    assert list(response.context["form"].header.fields["department"].queryset) == [marketing]
    assert f'<option value="{marketing.pk}" selected>' in response.content.decode()


def test_the_sheet_takes_few_queries(client, django_assert_max_num_queries):
    contract = a_contract(notice_rules=(NoticeRuleDraft(quantity=3, unit="months"),), tags=("cloud",))
    url = reverse("contract_change", args=[contract.pk])
    client.get(url)

    with django_assert_max_num_queries(24):
        client.get(url)
