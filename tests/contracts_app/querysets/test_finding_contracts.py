"""Words of the reading vocabulary: search, vendors, what deadlines rest on."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import call_command

from contracts_app.actions.contracts import NoticeMethodDraft, NoticeRuleDraft, TermsDraft, change_contract
from contracts_app.models import Contract
from contracts_app.panels import find_contracts
from core.access import UnscopedQuery
from core.audit import acting
from renewals.rules.terms_input import parse_terms
from tests.support.contracts import SYSTEM, TODAY, a_contract, a_vendor
from tests.support.people import a_department, a_user
from vendors.actions.vendors import change_vendor

pytestmark = pytest.mark.django_db


def found(words: str) -> list[Contract]:
    return list(Contract.objects.for_system("test").matching(words).order_by("pk"))


@pytest.fixture
def contract() -> Contract:
    return a_contract(
        number="VTR-2041/B",
        title="Hosting für Straßenmeisterei",
        vendor_id=a_vendor("Müller & Søn GmbH").pk,
        department_id=a_department("Tiefbau").pk,
        description="Includes emergency cover",
        tags=("cloud services",),
        further_vendor_ids=(a_vendor("Łódź Data").pk,),
    )


@pytest.mark.parametrize(
    "words",
    [
        "muller",
        "MÜLLER",
        "Mu\u0308ller",
        "son",
        "strassenmeisterei",
        "vtr-2041",
        "2041",
        "hosting muller",
        "host mül",
        "lodz",
        "cloud",
        "tiefbau",
        "emergency cover",
        '"hosting"',
        "  hosting,  ",
    ],
)
def test_words_find_a_contract_however_they_are_spelt(contract, words):
    a_contract(title="Something else", vendor_id=a_vendor("Delta").pk)

    assert found(words) == [contract]


@pytest.mark.parametrize(
    "words", ["muller delta", "ller", "zzz", "x" * 5_000, "host:* | zzz", "'; DROP TABLE"]
)
def test_words_that_are_not_all_in_it_find_nothing(contract, words):
    assert found(words) == []


@pytest.mark.parametrize("words", ["", "   ", "&|!", "\u202e", "-"])
def test_text_without_a_word_narrows_nothing(contract, words):
    assert found(words) == [contract]


def test_common_words_and_rare_words_find_by_the_same_rule(contract, monkeypatch):
    monkeypatch.setattr("contracts_app.querysets.MOST_LOOKED_UP", 0)

    assert found("muller") == [contract]
    assert found("zzz") == []


def test_a_change_is_found_at_once_and_the_old_word_no_more(contract):
    change_contract(actor=SYSTEM, contract=contract, changes={"title": "Voice", "tags": ()}, on=TODAY)

    assert found("voice") == [contract]
    assert found("hosting") == found("cloud") == []


def test_a_vendor_by_its_new_name_finds_its_contracts_main_and_further(contract):
    other = a_contract(vendor_id=contract.vendor_id)
    change_vendor(actor=SYSTEM, vendor=contract.vendor, changes={"name": "Nordlicht AG"})
    change_vendor(actor=SYSTEM, vendor=a_vendor("Łódź Data"), changes={"name": "Warta"})

    assert found("nordlicht") == [contract, other]
    assert found("muller") == []
    assert found("warta") == [contract]


def test_reindexing_repairs_what_was_written_past_the_actions(contract, capsys):
    with acting(SYSTEM):
        Contract.unscoped.filter(pk=contract.pk).update(search_vector=None)
    assert found("muller") == []

    call_command("reindex")

    assert found("muller") == [contract]
    assert "Reindexed 1 contracts." in capsys.readouterr().out
    assert Contract.unscoped.get(pk=contract.pk).version == contract.version


def test_the_best_match_comes_first_and_says_its_state(contract):
    by_tag = a_contract(title="Voice", tags=("hosting",), status="active", vendor_id=a_vendor("Delta").pk)
    reader = a_user("ana", "procurement")

    hits = list(find_contracts(reader, "hosting", 10))

    assert [hit.title for hit in hits] == [
        "VTR-2041/B Hosting für Straßenmeisterei", f"{by_tag.number} Voice"
    ]  # fmt: skip
    assert (hits[1].detail, hits[1].status_kind, hits[1].status_text) == ("Delta", "active", "Active")
    assert list(find_contracts(reader, "&", 10)) == []


def test_contracts_of_a_vendor_are_those_where_it_is_main_or_further_party():
    nord, blue = a_vendor("Nord"), a_vendor("Blue")
    main, further = (
        a_contract(vendor_id=nord.pk),
        a_contract(vendor_id=blue.pk, further_vendor_ids=(nord.pk,)),
    )

    assert set(Contract.objects.for_system("test").of_vendor(nord.pk)) == {main, further}


def test_reading_without_a_scope_is_refused():
    with pytest.raises(UnscopedQuery):
        list(Contract.objects.all())
    with pytest.raises(UnscopedQuery):
        Contract.objects.matching("x").deadline_inputs()


RULES = (
    NoticeRuleDraft(kind="convenience", quantity=30, unit="calendar_days"),
    NoticeRuleDraft(
        quantity=3,
        unit="months",
        calendar="DE-BY",
        cutoff_time=dt.time(17, 30),
        earliest_quantity=6,
        earliest_unit="months",
        methods=(
            NoticeMethodDraft(method="registered post", deemed_business_days=3, address="1 Main St"),
            NoticeMethodDraft(method="courier", deemed_business_days=2),
        ),
    ),
    NoticeRuleDraft(party="vendor", quantity=6, unit="months"),
)
TERMS = TermsDraft(
    term_type="auto_renew",
    start_date=dt.date(2026, 3, 1),
    initial_term_quantity=12,
    initial_term_unit="months",
    max_renewals=0,
    clause_ref="14.2",
)


def test_what_a_deadline_rests_on_is_spelt_as_the_engine_reads_it():
    contract = a_contract(terms=TERMS, notice_rules=RULES, status="active")

    rests_on = Contract.objects.for_system("test").deadline_inputs()[contract.pk]

    assert rests_on["term"] == {
        "type": "auto_renew",
        "start_date": "2026-03-01",
        "end_date": None,
        "initial_term": {"n": 12, "unit": "months"},
        "renewal_term": None,
        "max_renewals": 0,
        "after_last_term": "lapse",
        "minimum_term": None,
    }
    assert rests_on["notice"]["quantity"] == 3
    assert rests_on["notice"]["cutoff_time"] == "17:30"
    assert rests_on["notice"]["methods"] == [
        {"method": "courier", "deemed_business_days": 2},
        {"method": "registered post", "deemed_business_days": 3},
    ]
    assert (rests_on["status"], rests_on["clause_ref"], len(rests_on["rules"])) == ("active", "14.2", 3)
    term, notice = parse_terms(rests_on)
    assert (term.start_date, notice.quantity) == (dt.date(2026, 3, 1), 3)


@pytest.mark.parametrize(
    ("term_type", "kinds", "leads"),
    [
        ("option", ("non_renewal", "option_exercise"), "option_exercise"),
        ("auto_renew", ("option_exercise", "convenience"), "convenience"),
        ("auto_renew", ("convenience", "non_renewal"), "non_renewal"),
        ("auto_renew", ("for_cause", "price_objection"), None),
        ("", (), None),
    ],
)
def test_the_rule_that_leads_is_ours_and_fits_the_kind_of_term(term_type, kinds, leads):
    rules = tuple(NoticeRuleDraft(kind=kind, clause_ref=kind) for kind in kinds)
    vendors = (NoticeRuleDraft(party="vendor", kind="non_renewal"),)
    contract = a_contract(terms=TermsDraft(term_type=term_type), notice_rules=rules + vendors)

    notice = Contract.objects.for_system("test").deadline_inputs()[contract.pk]["notice"]

    assert (notice["clause_ref"] if notice else None) == leads


@pytest.mark.parametrize(
    ("kinds", "beside"),
    [
        (("non_renewal", "convenience"), "convenience"),
        (("convenience",), None),
        (("non_renewal",), None),
    ],
)
def test_our_rule_on_convenience_stands_beside_the_one_that_leads(kinds, beside):
    rules = tuple(NoticeRuleDraft(kind=kind, clause_ref=kind) for kind in kinds)
    vendors = (NoticeRuleDraft(party="vendor", kind="convenience"),)
    contract = a_contract(terms=TermsDraft(term_type="auto_renew"), notice_rules=rules + vendors)

    record = Contract.objects.for_system("test").deadline_inputs()[contract.pk]

    assert record.get("convenience", {}).get("clause_ref") == beside


def test_many_contracts_are_read_in_three_queries(django_assert_num_queries):
    for _ in range(4):
        a_contract(terms=TERMS, notice_rules=RULES)

    with django_assert_num_queries(3):
        inputs = Contract.objects.for_system("test").deadline_inputs()

    assert [len(one["rules"]) for one in inputs.values()] == [3, 3, 3, 3]
