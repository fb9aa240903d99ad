"""What others changed lately in contracts, in sentences, and only of what the reader may see."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from contracts_app.actions.contracts import (
    NoticeMethodDraft,
    NoticeRuleDraft,
    TermsDraft,
    change_contract,
)
from contracts_app.actions.lifecycle import transition_contract
from contracts_app.actions.selections import add_tag_to_contracts
from contracts_app.actions.tags import set_tags
from contracts_app.models import ImportRun
from contracts_app.reports.recent import contract_news, import_news
from core import clock
from core.audit import Actor
from core.ledger import RecentRow, occasions_of
from core.pages.news import News
from tests.support.contracts import TODAY, a_contract
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
RULE = NoticeRuleDraft(quantity=3, unit="months", methods=(NoticeMethodDraft(method="courier"),))


@pytest.fixture
def since() -> dt.datetime:
    return clock.now() - dt.timedelta(minutes=5)


@pytest.fixture
def lea():
    return a_user("lea", "legal", full_name="Lea Haas")


@pytest.fixture
def tom():
    return a_user("tom", "procurement", full_name="Tom Weiss")


def said(news: News) -> str:
    things = ", ".join(label for label, _ in news.things)
    more = f" and {news.more} more" if news.more else ""
    return " ".join(f"{news.actor} {news.before} {things}{more} {news.after}".split())


def change(contract, actor, **changes):
    change_contract(actor=actor, contract=contract, changes=changes, on=TODAY)


def latest(lea, since) -> str:
    return said(contract_news(lea, since, 8)[0])


def test_a_recorded_contract_is_news_with_a_link(lea, tom, since):
    contract = a_contract(actor=Actor.person(tom, request_id="r1"), title="Hosting")

    (news,) = contract_news(lea, since, 8)
    assert said(news) == f"Tom Weiss recorded {contract.number} Hosting"
    assert news.things[0][1] == f"/contracts/{contract.pk}/"


def test_what_a_command_records_without_a_request_is_one_sentence_too():
    at = dt.datetime(2026, 11, 20, 9, 30, 10, tzinfo=dt.UTC)
    row = RecentRow("contracts_app.contract", 1, 1, 7, "+", at, "system:demo", "", "command", "")
    terms = replace(row, model="contracts_app.contractterms", at=at + dt.timedelta(seconds=1))
    other, later = replace(row, whole_id=8), replace(row, verb="~", at=at + dt.timedelta(hours=1))

    found = [len(occasion.rows) for occasion in occasions_of([later, terms, row, other])]
    assert found == [1, 2, 1]


@pytest.mark.parametrize(
    ("before", "changes", "sentence"),
    [
        ({"title": "Voice"}, {"title": "Hosting"}, "changed the title of {} from Voice to Hosting"),
        (
            {"title": "Hosting", "terms": TermsDraft(end_date=dt.date(2026, 11, 30))},
            {"terms": TermsDraft(end_date=dt.date(2026, 12, 31))},
            "changed the end date of {} from 30 Nov 2026 to 31 Dec 2026",
        ),
        ({"title": "Hosting"}, {"governing_law": "German"}, "set the governing law of {} to German"),
        (
            {"title": "Hosting", "governing_law": "German"},
            {"governing_law": ""},
            "cleared the governing law of {} (it was German)",
        ),
        ({"title": "Hosting"}, {"tags": ("cloud",)}, "added the tag cloud to {}"),
        ({"title": "Hosting", "tags": ("cloud",)}, {"tags": ()}, "removed the tag cloud from {}"),
        (
            {"title": "Hosting"},
            {"governing_law": "German", "type": "saas", "tags": ("x",)},
            "changed type, governing law and tag of {}",
        ),
    ],
)
def test_one_change_is_told_with_its_values_and_several_by_name(lea, tom, since, before, changes, sentence):
    contract = a_contract(**before)
    change(contract, Actor.person(tom, request_id="r1"), **changes)

    assert latest(lea, since) == "Tom Weiss " + sentence.format(f"{contract.number} Hosting")


def test_more_than_three_changes_are_counted(lea, tom, since):
    contract = a_contract(title="Hosting")
    change(
        contract, Actor.person(tom, request_id="r1"),
        governing_law="German", type="saas", tags=("x",), description="More", title="Voice",
    )  # fmt: skip

    assert latest(lea, since).endswith(f" and 2 more of {contract.number} Voice")


def test_confidentiality_and_the_lifecycle_have_words_of_their_own(lea, tom, since):
    contract = a_contract(title="Hosting", owner_id=lea.pk, backup_owner_id=tom.pk)
    change(contract, Actor.person(tom, request_id="r1"), is_confidential=True)
    assert latest(lea, since) == f"Tom Weiss marked {contract.number} Hosting confidential"
    change(contract, Actor.person(tom, request_id="r2"), is_confidential=False)
    assert latest(lea, since) == f"Tom Weiss lifted the confidentiality of {contract.number} Hosting"

    actor = Actor.person(tom, request_id="r3")
    transition_contract(actor=actor, contract=contract, verb="submit", on=TODAY)
    assert latest(lea, since) == f"Tom Weiss moved {contract.number} Hosting from “Draft” to “In review”"


def test_a_notice_rule_and_its_method_are_news_of_their_contract(lea, tom, since):
    contract = a_contract(title="Hosting")
    change(contract, Actor.person(tom, request_id="r1"), notice_rules=(RULE,))
    assert f"of {contract.number} Hosting" in latest(lea, since)

    methods = (NoticeMethodDraft(method="courier", deemed_business_days=2),)
    changed = NoticeRuleDraft(quantity=3, unit="months", methods=methods)
    change(contract, Actor.person(tom, request_id="r2"), notice_rules=(changed,))
    assert latest(lea, since) == (
        f"Tom Weiss changed the business days until received of {contract.number} Hosting from 0 to 2"
    )


def test_what_was_done_at_once_to_many_contracts_is_one_sentence(lea, tom, since):
    contracts = [a_contract(title=f"Contract {number}") for number in range(5)]
    actor = Actor.person(tom, request_id="r1", reason="Framework agreement")
    add_tag_to_contracts(actor=actor, contract_ids=[each.pk for each in contracts], tag="x")

    news = contract_news(lea, since, 8)[0]
    numbers = sorted(each.number for each in contracts)
    assert said(news).startswith("Tom Weiss changed C-")
    assert said(news).endswith("and 2 more")
    assert {label for label, _ in news.things} < set(numbers)
    assert news.reason == "Framework agreement"


def test_ones_own_changes_and_those_of_before_are_no_news(lea, tom, since):
    contract = a_contract(actor=Actor.person(tom, request_id="r1"))
    set_tags(actor=Actor.person(lea), contract=contract, tags=("x",), on=TODAY)

    assert len(contract_news(lea, since, 8)) == 1
    assert contract_news(lea, clock.now() + dt.timedelta(minutes=1), 8) == []


def test_contracts_that_the_reader_may_not_see_are_in_no_sentence(tom, since):
    kim = a_user("kim", "requester", department=a_department("Marketing"))
    first, second, both = (Actor.person(tom, request_id=f"r{number}") for number in range(3))
    seen = a_contract(actor=first, title="Campaign", department_id=a_department("Marketing").pk)
    hidden = a_contract(actor=second, title="Secret")
    add_tag_to_contracts(actor=both, contract_ids=[seen.pk, hidden.pk], tag="x")

    sentences = [said(news) for news in contract_news(kim, since, 8)]
    assert sentences == [
        f"Tom Weiss added the tag x to {seen.number} Campaign",
        f"Tom Weiss recorded {seen.number} Campaign",
    ]


def test_a_person_whom_nobody_named_is_not_told_of_a_confidential_contract(tom, since):
    a_contract(actor=Actor.person(tom), title="Secret", is_confidential=True, owner_id=tom.pk)

    assert contract_news(a_user("boss", "administrator"), since, 8) == []


def test_no_more_sentences_come_than_asked_for(lea, tom, since):
    for number in range(6):
        a_contract(actor=Actor.person(tom, request_id=f"r{number}"), title=f"Contract {number}")

    assert [said(news)[-10:] for news in contract_news(lea, since, 2)] == ["Contract 5", "Contract 4"]


def test_an_import_is_one_sentence_for_who_may_see_it(tom, since):
    boss = a_user("boss", "administrator")
    run = ImportRun.unscoped.create(
        source="erp", file_name="register.csv", state="done", requested_by=tom, created_count=1_204,
        finished_at=clock.now(),
    )  # fmt: skip

    (news,) = import_news(boss, since, 8)
    assert said(news) == "Tom Weiss imported register.csv (1,204 contracts recorded, 0 changed)"
    assert news.things[0][1] == f"/imports/{run.pk}/"
    assert import_news(tom, since, 8) == []
    assert import_news(a_user("kim", "requester"), since, 8) == []


def test_rows_of_an_import_are_told_by_the_import_alone(lea, tom, since):
    a_contract(actor=Actor.importing(1, tom))

    assert contract_news(lea, since, 8) == []


def test_the_news_take_few_queries_however_much_happened(lea, tom, since, django_assert_max_num_queries):
    for number in range(12):
        contract = a_contract(actor=Actor.person(tom, request_id=f"a{number}"), tags=("x",))
        change(contract, Actor.person(tom, request_id=f"b{number}"), governing_law="German", tags=("y",))
    person = type(lea).objects.get(pk=lea.pk)

    with django_assert_max_num_queries(24):
        assert len(contract_news(person, since, 8)) == 8
