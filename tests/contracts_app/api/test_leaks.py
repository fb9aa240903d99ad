"""Who may not see a contract learns nothing about it over the API, not even that it exists."""

from __future__ import annotations

import pytest

from accounts.models import User
from contracts_app.models import Contract
from tests.support.api import client_with_session, client_with_token, contract, department, person

pytestmark = pytest.mark.django_db
URL = "/api/v1/contracts/"
SECRET = "Merger with Ostwind"


@pytest.fixture
def people() -> dict[str, User]:
    it, hr = department("IT"), department("HR")
    return {
        "administrator": person("adam", "administrator"),
        "procurement everywhere": person("petra", "procurement"),
        "procurement of IT": person("ivan", "procurement", where=it),
        "procurement of HR": person("hanna", "procurement", where=hr),
        "auditor": person("otto", "auditor"),
        "auditor of HR": person("olga", "auditor", where=hr),
        "named": person("nina", "requester", where=hr),
        "owner": person("owen", "requester", where=hr),
        "nobody": person("nils"),
    }


SEES_SECRET = {"auditor", "named", "owner"}
SEES_OPEN = {"administrator", "procurement everywhere", "procurement of IT", "auditor"}


@pytest.fixture
def contracts(people: dict[str, User]) -> tuple[Contract, Contract]:
    """An open contract of IT, and a confidential one that hangs under it (and the other way round)."""
    secret = contract(
        title=SECRET, is_confidential=True, owner_id=people["owner"].pk, named_user_ids=(people["named"].pk,)
    )
    return contract(title="Open", parent_id=secret.pk, supersedes_id=secret.pk), secret


def bodies(client, secret: Contract) -> str:
    """Return everything the API says in lists, counts and searches."""
    paths = [
        f"{URL}?count=true&limit=500", f"{URL}?search=ostwind", f"{URL}?number={secret.number}",
        f"{URL}?is_confidential=true&count=true", f"{URL}?vendor={secret.vendor_id}",
        "/api/v1/deadlines/?count=true", f"/api/v1/deadlines/?contract={secret.pk}", "/api/v1/vendors/",
    ]  # fmt: skip
    return " ".join(client.get(path).content.decode() for path in paths)


@pytest.mark.parametrize("kind", ["token", "session"])
def test_a_confidential_contract_is_seen_by_owner_named_people_and_auditors_alone(people, contracts, kind):
    _, secret = contracts
    for persona, user in people.items():
        client = (
            client_with_session(user) if kind == "session" or persona == "nobody" else client_with_token(user)
        )
        may = persona in SEES_SECRET
        refused = 403 if persona == "nobody" else 404
        assert client.get(f"{URL}{secret.pk}/").status_code == (200 if may else refused), persona
        assert (SECRET in bodies(client, secret)) == may, persona
        deadline = client.get(f"{URL}{secret.pk}/deadline/")
        assert deadline.status_code == (200 if may else refused), persona


def test_a_department_sees_its_own_contracts_alone(people, contracts):
    open_one, _ = contracts
    for persona, user in people.items():
        client = client_with_session(user)
        expected = 200 if persona in SEES_OPEN else 403 if persona == "nobody" else 404
        assert client.get(f"{URL}{open_one.pk}/").status_code == expected, persona


def test_a_link_to_a_confidential_contract_is_null_for_who_may_not_know_of_it(people, contracts):
    open_one, secret = contracts
    petra = client_with_token(people["procurement everywhere"]).get(f"{URL}{open_one.pk}/").json()
    assert (petra["parent_id"], petra["supersedes_id"]) == (None, None)
    otto = client_with_token(people["auditor"]).get(f"{URL}{open_one.pk}/").json()
    assert (otto["parent_id"], otto["supersedes_id"]) == (secret.pk, secret.pk)


def test_counts_leave_out_what_the_reader_may_not_see(people, contracts):
    counts = {}
    for persona in ("procurement everywhere", "auditor", "procurement of HR", "named"):
        client = client_with_token(people[persona])
        counts[persona] = client.get(f"{URL}?count=true").json()["count"]
    assert counts == {"procurement everywhere": 1, "auditor": 2, "procurement of HR": 0, "named": 1}


def test_writes_to_what_one_does_not_see_are_404_whatever_the_version(people, contracts):
    _, secret = contracts
    client = client_with_token(people["procurement everywhere"])
    for tag in ({}, {"HTTP_IF_MATCH": "*"}, {"HTTP_IF_MATCH": '"9"'}):
        assert client.patch(f"{URL}{secret.pk}/", {"title": "x"}, **tag).status_code == 404
        assert client.post(f"{URL}{secret.pk}/transitions/", {"verb": "expire"}, **tag).status_code == 404
    assert Contract.unscoped.get(pk=secret.pk).title == SECRET


def test_who_reads_but_may_not_write_is_403(people, contracts):
    _, secret = contracts
    client = client_with_token(people["auditor"])
    assert client.patch(f"{URL}{secret.pk}/", {"title": "x"}, HTTP_IF_MATCH="*").status_code == 403


def test_a_contract_cannot_be_made_in_a_department_where_one_may_not(people):
    client = client_with_token(people["procurement of HR"])
    from tests.support.api import vendor

    it = department("IT")
    response = client.post(
        URL, {"title": "x", "type": "saas", "vendor_id": vendor().pk, "department_id": it.pk}
    )
    assert response.status_code == 403


def test_a_confidential_parent_cannot_be_guessed_by_its_id(people, contracts):
    _, secret = contracts
    client = client_with_token(people["procurement everywhere"])
    facts = {
        "title": "x",
        "type": "saas",
        "vendor_id": secret.vendor_id,
        "department_id": secret.department_id,
    }
    known = client.post(URL, facts | {"parent_id": secret.pk})
    unknown = client.post(URL, facts | {"parent_id": 999_999})
    assert known.status_code == unknown.status_code == 422
    assert known.json() == unknown.json()
