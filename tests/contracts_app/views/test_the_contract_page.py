"""The page of one contract: panels, activity in sentences, moves, people; who sees what of it."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.urls import reverse

from contracts_app.actions.contracts import NoticeMethodDraft, NoticeRuleDraft, TermsDraft, change_contract
from contracts_app.actions.tags import set_tags
from contracts_app.models import Contract
from core.audit import Actor
from tests.support.contracts import TODAY, a_contract, a_vendor
from tests.support.pages import signed_in
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
PANELS = ("contract", "contract_terms", "contract_parties", "contract_activity")
FORMS = ("contract_change", "contract_tags", "contract_hand_over", "contract_name_person")
RULE = NoticeRuleDraft(
    quantity=3, unit="months", methods=(NoticeMethodDraft(method="registered post", deemed_business_days=3),)
)


@pytest.fixture
def ana():
    return a_user("ana", "procurement", full_name="Ana Ruiz")


def page(client, name: str, contract, **headers) -> str:
    return client.get(reverse(name, args=[contract.pk]), **headers).content.decode()


def test_the_overview_says_what_the_contract_is(ana):
    framework = a_contract(title="Framework", type="msa")
    contract = a_contract(
        title="Hosting & <more>", type="saas", parent_id=framework.pk, owner_id=ana.pk, status="active",
        value_amount=Decimal("412000"), value_currency="EUR", tags=("cloud",),
    )  # fmt: skip
    html = page(signed_in(ana), "contract", contract)

    for words in (contract.number, "Hosting &amp; &lt;more&gt;", "Nord Cloud GmbH", "under", framework.number,
                  "owner Ana Ruiz", "412,000", "Active", "cloud"):  # fmt: skip
        assert words in html
    assert contract.number in page(signed_in(ana), "contract", framework)


def test_terms_and_notice_stand_in_words(ana):
    terms = TermsDraft(
        term_type="auto_renew",
        start_date=dt.date(2026, 3, 1),
        initial_term_quantity=12,
        initial_term_unit="months",
    )
    html = page(signed_in(ana), "contract_terms", a_contract(terms=terms, notice_rules=(RULE,)))

    for words in (
        "Renews automatically",
        "Sun 1 Mar 2026",
        "12 months",
        "3 months before the end of the term",
        "must be received",
        "registered post",
        "received on the 3rd business day after sending",
    ):
        assert words in html


@pytest.mark.parametrize("name", PANELS)
def test_a_panel_is_a_fragment_for_htmx_and_a_whole_page_without(ana, name):
    contract, client = a_contract(), signed_in(ana)
    fragment = page(client, name, contract, headers={"HX-Request": "true", "HX-Target": "tabbed"})

    assert "<html" not in fragment
    assert 'aria-current="page"' in fragment
    assert "<html" in page(client, name, contract)


def said(client, contract) -> list[tuple[str, list[str]]]:
    response = client.get(reverse("contract_activity", args=[contract.pk]))
    return [
        (f"{line.actor} {line.said}", [f"{c.label}: {c.old} → {c.new}" for c in line.changes])
        for line in response.context["sentences"]
    ]


def test_activity_says_one_change_in_one_sentence_newest_first(ana):
    contract = a_contract(
        terms=TermsDraft(end_date=dt.date(2026, 12, 31)), tags=("cloud",), notice_rules=(RULE,)
    )
    steps = [
        {"terms": TermsDraft(end_date=dt.date(2027, 3, 31))},
        {"title": "Voice", "governing_law": "Germany"},
        {"owner_id": ana.pk},
        {"is_confidential": True},
        {"notice_rules": ()},
    ]
    for step, changes in enumerate(steps):
        actor = Actor.person(ana, request_id=f"r{step}", reason="agreed" if step == 0 else "")
        change_contract(actor=actor, contract=contract, changes=changes, on=TODAY)
    set_tags(actor=Actor.person(ana, request_id="r9"), contract=contract, tags=("edge",), on=TODAY)

    lines = said(signed_in(ana), contract)

    assert lines[:6] == [
        ("Ana Ruiz changed this contract", ["Tag: cloud → ", "Tag:  → edge"]),
        (
            "Ana Ruiz changed this contract",
            ["Method of notice: registered post → ", "Notice rule: We: non-renewal → "],
        ),
        ("Ana Ruiz marked this contract confidential", []),
        ("Ana Ruiz set the owner to Ana Ruiz", []),
        ("Ana Ruiz changed this contract", ["Title: Hosting framework → Voice", "Governing law:  → Germany"]),
        ("Ana Ruiz changed the end date from 31 Dec 2026 to 31 Mar 2027", []),
    ]
    assert lines[-1][0] == "Termkeeper (test) recorded this contract"
    assert "“agreed”" in page(signed_in(ana), "contract_activity", contract)


def test_activity_does_not_name_what_the_reader_may_not_see(ana):
    secret = a_contract(title="Merger", is_confidential=True, owner_id=a_user("tom").pk)
    contract = a_contract(parent_id=secret.pk)
    client = signed_in(ana)

    for name in (*PANELS, "contract_change"):
        html = page(client, name, contract)
        assert "Merger" not in html
        assert secret.number not in html


def test_changing_a_contract_keeps_a_link_that_the_person_may_not_see(ana):
    secret = a_contract(is_confidential=True, owner_id=a_user("tom").pk)
    contract, client = a_contract(parent_id=secret.pk), signed_in(ana)
    sheet = client.get(reverse("contract_change", args=[contract.pk])).context["form"]
    data = {f.html_name: f.value() for f in sheet if f.value() not in (None, False)} | {"title": "Voice"}

    response = client.post(reverse("contract_change", args=[contract.pk]), data)

    assert response.status_code == 302
    fresh = Contract.unscoped.get(pk=contract.pk)
    assert (fresh.title, fresh.parent_id) == ("Voice", secret.pk)


def every_page_of(contract) -> list[str]:
    urls = [reverse(name, args=[contract.pk]) for name in (*PANELS, *FORMS)]
    return [*urls, reverse("contract_move", args=[contract.pk, "submit"])]


def test_a_confidential_contract_is_not_there_for_who_is_not_named(ana):
    contract = a_contract(title="Merger", is_confidential=True, owner_id=a_user("tom", "procurement").pk)
    missing = Contract(pk=contract.pk + 1_000)
    for person in (ana, a_user("boss", "administrator")):
        client = signed_in(person)
        for url, none in zip(every_page_of(contract), every_page_of(missing), strict=True):
            assert client.get(url).status_code == client.get(none).status_code == 404
            assert client.post(url, {"reason": "x"}).status_code == 404
        assert client.get(reverse("contract_list")).context["listing"].count.value == 0
        assert "Merger" not in client.get(reverse("search"), {"q": "merger"}).content.decode().replace(
            "“Merger”", ""
        )
        assert client.get(reverse("options", args=["contract"]), {"q": "merger"}).content == b""
        vendor = client.get(reverse("vendor_contracts", args=[contract.vendor_id]))
        assert contract.number not in vendor.content.decode()
        assert [tab.count for tab in vendor.context["tabs"] if tab.key == "vendor_contracts"] == [0]
        body = b"".join(client.get(f"{reverse('contract_list')}?format=csv").streaming_content)
        assert b"Merger" not in body


@pytest.mark.parametrize("standing", ["owner_id", "backup_owner_id", "named_user_ids"])
def test_a_confidential_contract_is_there_for_who_stands_on_it(standing):
    kim, tom = a_user("kim"), a_user("tom")
    facts = {"owner_id": tom.pk} | {standing: (kim.pk,) if standing == "named_user_ids" else kim.pk}
    contract, client = a_contract(is_confidential=True, **facts), signed_in(kim)

    for name in PANELS:
        assert client.get(reverse(name, args=[contract.pk])).status_code == 200
    assert client.get(reverse("contract_list")).context["listing"].count.value == 1
    for name in FORMS:
        assert client.get(reverse(name, args=[contract.pk])).status_code == 403


def test_an_auditor_reads_a_confidential_contract_and_changes_nothing():
    contract = a_contract(is_confidential=True, owner_id=a_user("tom").pk)
    client = signed_in(a_user("aud", "auditor"))
    html = page(client, "contract", contract)

    assert contract.number in html
    assert reverse("contract_change", args=[contract.pk]) not in html
    assert client.get(reverse("contract_change", args=[contract.pk])).status_code == 403


def test_a_move_is_confirmed_with_its_reason_and_made_once(ana):
    contract, client = a_contract(status="active"), signed_in(ana)
    url = reverse("contract_move", args=[contract.pk, "terminate"])
    asked = client.get(url)
    assert asked.status_code == 200
    assert Contract.unscoped.get(pk=contract.pk).status == "active"

    refused = client.post(url, {"reason": " "})
    assert refused.status_code == 422

    version = asked.context["form"]["version"].value()
    made = client.post(url, {"reason": "Too dear", "version": version}, follow=True)
    assert "is now “Terminated”" in made.content.decode()
    again = client.post(url, {"reason": "Too dear", "version": version}, follow=True)
    assert "nothing was changed" in again.content.decode()
    assert Contract.history.filter(id=contract.pk, history_change_reason="Too dear").count() == 1


def test_the_page_offers_the_moves_of_its_state_to_who_may_make_them(ana):
    contract = a_contract(status="in_review")
    ways = [reverse("contract_move", args=[contract.pk, verb]) for verb in ("return", "approve")]

    assert all(way in page(signed_in(ana), "contract", contract) for way in ways)
    reader = page(signed_in(a_user("kim", "requester")), "contract", contract)
    assert not any(way in reader for way in ways)


def test_people_are_named_and_taken_off_on_their_page(ana):
    contract, kim, client = a_contract(), a_user("kim", full_name="Kim Haas"), signed_in(ana)

    client.post(reverse("contract_name_person", args=[contract.pk]), {"person": "Kim Haas (kim)"})
    link = contract.accesses.get()
    assert link.user == kim
    client.post(
        reverse("contract_unname_person", args=[contract.pk, link.pk]), {"reason": "left the project"}
    )
    assert not contract.accesses.exists()


def test_a_contract_is_handed_over_with_a_reason(ana):
    tom, contract = a_user("tom"), a_contract(owner_id=ana.pk)
    data = {"owner": "tom", "backup_owner": "", "reason": "Ana leaves", "version": contract.version}

    signed_in(ana).post(reverse("contract_hand_over", args=[contract.pk]), data)

    assert Contract.unscoped.get(pk=contract.pk).owner == tom
    assert Contract.history.latest("history_id").history_change_reason == "Ana leaves"


def test_tags_are_changed_on_their_page(ana):
    contract = a_contract(tags=("cloud",))
    data = {"tags": "Edge, edge,, Critical ", "version": contract.version}

    signed_in(ana).post(reverse("contract_tags", args=[contract.pk]), data)

    assert sorted(contract.tag_links.values_list("tag__name", flat=True)) == ["critical", "edge"]


def test_the_vendor_page_lists_its_contracts_those_in_force_first(ana):
    nord = a_vendor("Nord")
    ended = a_contract(title="Old", vendor_id=nord.pk, status="closed")
    running = a_contract(title="New", vendor_id=nord.pk, status="active")
    further = a_contract(
        title="Joint", further_vendor_ids=(nord.pk,), vendor_id=a_vendor("Blue").pk, status="active"
    )
    a_contract(title="Foreign", vendor_id=a_vendor("Blue").pk)

    response = signed_in(ana).get(reverse("vendor_contracts", args=[nord.pk]))

    assert response.context["contracts"] == [further, running, ended]


@pytest.mark.parametrize(
    ("kind", "words", "found"),
    [
        ("vendor", "nord", "Nord Cloud GmbH"),
        ("person", "ruiz", "Ana Ruiz (ana)"),
        ("contract", "hosting", "Hosting framework"),
        ("vendor", "", ""),
        ("vendor", "zzz", ""),
    ],
)
def test_suggestions_name_what_may_be_chosen(ana, kind, words, found):
    a_contract()
    body = signed_in(ana).get(reverse("options", args=[kind]), {"anything": words}).content.decode()

    assert found in body
    assert body.count("<option") == bool(found)


def test_there_are_no_suggestions_of_an_unknown_kind(ana):
    assert signed_in(ana).get(reverse("options", args=["secrets"])).status_code == 404


def test_a_department_of_others_stays_closed(ana):
    contract = a_contract(department_id=a_department("Marketing").pk)
    tom = a_user("tom", "procurement", department=a_department("IT"))

    assert signed_in(tom).get(reverse("contract", args=[contract.pk])).status_code == 404
    assert signed_in(ana).get(reverse("contract", args=[contract.pk])).status_code == 200


@pytest.mark.parametrize("name", PANELS[:3])
def test_a_panel_takes_few_queries_however_much_belongs_to_the_contract(
    ana, name, django_assert_max_num_queries
):
    rules = tuple(
        NoticeRuleDraft(kind=kind, methods=tuple(NoticeMethodDraft(method=f"way {n}") for n in range(5)))
        for kind in ("non_renewal", "convenience", "for_cause")
    )
    people = tuple(a_user(f"user{n}").pk for n in range(8))
    contract = a_contract(
        notice_rules=rules, named_user_ids=people, tags=tuple(f"tag {n}" for n in range(20))
    )
    for _ in range(5):
        a_contract(parent_id=contract.pk)
    client = signed_in(ana)
    page(client, name, contract)

    with django_assert_max_num_queries(16):
        page(client, name, contract)
