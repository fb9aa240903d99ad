"""Tokens act as their owner, within their scopes, while they live."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.management import CommandError, call_command
from rest_framework.test import APIClient

from accounts.actions.tokens import create_token, find_token, revoke_token
from accounts.models import ApiToken, RoleAssignment, User
from accounts.rules.roles import VERBS
from accounts.rules.scopes import SCOPE_LABELS, SCOPE_VERBS, scopes_for, scopes_include
from core import clock
from core.audit import Actor, acting
from core.errors import NotAllowed, UserError
from tests.support.api import SYSTEM, client_with_token, contract, department, person

URL = "/api/v1/contracts/"


def bearer(secret: str) -> APIClient:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=f"Bearer {secret}")
    return client


def made(owner: User, *scopes: str, days: int = 30, now: dt.datetime | None = None):
    wanted = scopes or ("contracts:read",)
    return create_token(
        actor=SYSTEM, owner=owner, label="x", scopes=wanted, days=days, now=now or clock.now()
    )


def test_every_scope_is_described_and_made_of_known_verbs():
    assert set(SCOPE_LABELS) == set(SCOPE_VERBS)
    assert set().union(*SCOPE_VERBS.values()) <= set(VERBS)


def test_a_write_scope_reads_too_and_a_read_scope_writes_nothing():
    assert scopes_include(["contracts:write"], "contracts.view")
    assert not scopes_include(["contracts:read"], "contracts.edit")
    assert not scopes_include(["contracts:read"], "vendors.view")
    assert not scopes_include(["no:scope"], "contracts.view")


def test_a_reader_is_offered_no_write_scope():
    assert scopes_for({"contracts.view", "vendors.view"}) == ["contracts:read", "vendors:read"]


@pytest.mark.django_db
def test_only_a_keyed_hash_is_stored(settings):
    new = made(person("ann", "procurement"))
    stored = ApiToken.unscoped.values().get()
    assert new.secret.startswith(stored["prefix"] + "_")
    assert not any(new.secret in str(value) for value in stored.values())
    settings.SECRET_KEY = "another key of the site, as long as the first one was"
    assert find_token(new.secret) is None


@pytest.mark.django_db
@pytest.mark.parametrize("damage", ["", "tk_", "{}x", "x{}", "tk_AAAAAAAA_nothing", "ÿÿÿÿ", "{} {}"])
def test_anything_but_the_whole_secret_is_refused(damage):
    secret = made(person("ann", "procurement")).secret
    response = bearer(damage.format(secret, secret)).get(URL)
    assert response.status_code == 401
    assert response["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.django_db
def test_a_token_is_dead_when_it_expired():
    owner = person("ann", "procurement")
    long_ago = clock.now() - dt.timedelta(days=31)
    assert bearer(made(owner, now=long_ago).secret).get(URL).status_code == 401


@pytest.mark.django_db
def test_a_token_is_dead_when_its_owner_is_inactive():
    owner = person("ann", "procurement")
    client = client_with_token(owner)
    with acting(SYSTEM):
        User.objects.filter(pk=owner.pk).update(is_active=False)
    assert client.get(URL).status_code == 401


@pytest.mark.django_db
def test_a_token_loses_what_its_owner_loses():
    owner = person("ann", "procurement")
    client = client_with_token(owner)
    assert client.get(URL).status_code == 200
    with acting(SYSTEM):
        RoleAssignment.unscoped.filter(user=owner).delete()
    assert client.get(URL).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("get", URL, "vendors:read"),
        ("post", URL, "contracts:read"),
        ("get", "/api/v1/vendors/", "contracts:write"),
        ("post", "/api/v1/vendors/", "vendors:read"),
        ("post", "/api/v1/deadlines/preview/", "imports:write"),
        ("get", "/api/v1/deadlines/", "vendors:write"),
    ],
)
def test_a_scope_that_does_not_include_the_route_is_403_naming_the_verb(method, path, scope):
    client = client_with_token(person("ann", "procurement"), scope)
    response = getattr(client, method)(path)
    assert response.status_code == 403
    assert response.json()["errors"][0]["code"] == "scope_missing"


@pytest.mark.django_db
def test_a_change_by_token_names_the_token_in_the_history():
    client = client_with_token(person("ann", "procurement"))
    found = contract()
    client.patch(f"{URL}{found.pk}/", {"title": "Renamed"}, HTTP_IF_MATCH="*")
    latest = found.history.first()
    token = ApiToken.unscoped.get()
    assert (latest.history_actor, latest.history_channel) == (f"token:{token.pk}", "api")


@pytest.mark.django_db
def test_last_use_is_noted_once_in_five_minutes_and_is_no_change():
    client = client_with_token(person("ann", "procurement"))
    before = ApiToken.unscoped.get()
    client.get(URL)
    first = ApiToken.unscoped.get()
    client.get(URL)
    second = ApiToken.unscoped.get()
    assert first.last_used_at is not None
    assert second.last_used_at == first.last_used_at
    assert second.row_version == before.row_version
    assert first.history.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"scopes": []}, "scopes"),
        ({"scopes": ["everything"]}, "scopes"),
        ({"scopes": ["vendors:write"]}, "scopes"),
        ({"days": 0}, "days"),
        ({"days": 366}, "days"),
        ({"label": "x" * 101}, "label"),
    ],
)
def test_a_token_that_cannot_be_is_refused_naming_the_field(changes, field):
    wanted = {"label": "", "scopes": ["contracts:read"], "days": 30} | changes
    with pytest.raises(UserError) as refusal:
        create_token(actor=SYSTEM, owner=person("rita", "requester"), now=clock.now(), **wanted)
    assert field in refusal.value.fields
    assert not ApiToken.unscoped.exists()


@pytest.mark.django_db
def test_nobody_makes_or_revokes_a_token_for_somebody_else():
    ann, bob = person("ann", "procurement"), person("bob", "procurement")
    new = made(ann)
    with pytest.raises(NotAllowed):
        create_token(
            actor=Actor.person(bob), owner=ann, label="", scopes=["contracts:read"], days=1, now=clock.now()
        )
    with pytest.raises(NotAllowed):
        revoke_token(actor=Actor.person(bob), token=new.token, now=clock.now())


@pytest.mark.django_db
def test_who_manages_users_revokes_any_token_and_the_first_moment_stays():
    token = made(person("ann", "procurement")).token
    boss, now = Actor.person(person("adam", "administrator")), clock.now()
    revoke_token(actor=boss, token=token, now=now)
    revoke_token(actor=boss, token=token, now=now + dt.timedelta(days=1))
    assert ApiToken.unscoped.get().revoked_at == now


@pytest.mark.django_db
def test_the_command_prints_the_token_alone_and_explains_on_standard_error(capsys):
    person("ann", "procurement")
    call_command("create_token", "ann", "--scope", "contracts:read", "--scope", "vendors:read", "--days", "7")
    out, err = capsys.readouterr()
    assert bearer(out.strip()).get(URL).status_code == 200
    assert out == out.strip() + "\n"
    assert "contracts:read, vendors:read" in err


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["nobody", "--scope", "contracts:read"], "no active user “nobody”"),
        (["ann", "--scope", "contracts:everything"], "no scope “contracts:everything”"),
        (["ann"], "at least one scope"),
        (["ann", "--scope", "contracts:read", "--days", "366"], "1 to 365 days"),
    ],
)
def test_the_command_says_in_one_line_what_is_wrong(arguments, words):
    person("ann", "procurement", where=department())
    with pytest.raises(CommandError, match=words) as refusal:
        call_command("create_token", *arguments)
    assert "\n" not in str(refusal.value)
