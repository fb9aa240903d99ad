"""Personal calendar feeds: made, replaced, revoked; the secret is kept nowhere."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction

from core.audit import Actor, acting
from core.errors import NotAllowed
from renewals.actions.feeds import InvalidFeed, create_feed, find_feed, revoke_feed
from renewals.models import CalendarFeed
from tests.support.people import a_user
from tests.support.reminding import SETTING_UP, at, deactivate

pytestmark = pytest.mark.django_db
NOW = at("2026-11-20")


@pytest.fixture
def pia():
    return a_user("pia", "procurement")


def made(user, scope="mine", now=NOW):
    return create_feed(actor=Actor.person(user), owner=user, scope=scope, now=now)


def test_the_secret_is_found_again_and_kept_nowhere(pia):
    new = made(pia)
    feed = CalendarFeed.unscoped.get()
    assert find_feed(new.secret) == feed == new.feed
    assert new.secret not in (feed.secret_hash, feed.prefix)
    assert new.secret.startswith(feed.prefix)
    assert feed.is_live


@pytest.mark.parametrize(
    "change", [lambda s: s[:-1] + "?", lambda s: s[:11], lambda s: "", lambda s: "x" + s]
)
def test_whatever_else_is_nobodys(pia, change):
    assert find_feed(change(made(pia).secret)) is None


def test_a_new_address_replaces_the_one_before(pia):
    first, second = made(pia), made(pia, "all", at("2026-11-21"))
    assert not find_feed(first.secret).is_live
    assert find_feed(first.secret).revoked_at == at("2026-11-21")
    assert find_feed(second.secret).is_live


def test_making_and_revoking_are_on_record_with_who_did_it(pia):
    made(pia)
    revoke_feed(actor=Actor.person(pia), owner=pia, now=NOW)
    history = CalendarFeed.history.order_by("history_id")
    assert [row.history_type for row in history] == ["+", "~"]
    assert {row.history_actor for row in history} == {f"user:{pia.pk}"}
    assert history.last().revoked_at == NOW


def test_revoking_twice_changes_nothing_more(pia):
    made(pia)
    assert revoke_feed(actor=Actor.person(pia), owner=pia, now=NOW)
    assert not revoke_feed(actor=Actor.person(pia), owner=pia, now=at("2026-11-22"))
    assert CalendarFeed.unscoped.get().revoked_at == NOW


def test_nobody_makes_a_feed_for_somebody_else(pia):
    boss = a_user("boss", "administrator")
    with pytest.raises(NotAllowed):
        create_feed(actor=Actor.person(boss), owner=pia, scope="all", now=NOW)
    with pytest.raises(NotAllowed):
        create_feed(actor=SETTING_UP, owner=pia, scope="all", now=NOW)
    assert not CalendarFeed.unscoped.exists()


def test_who_manages_people_may_revoke_and_a_colleague_may_not(pia):
    made(pia)
    with pytest.raises(NotAllowed):
        revoke_feed(actor=Actor.person(a_user("tom", "procurement")), owner=pia, now=NOW)
    assert revoke_feed(actor=Actor.person(a_user("boss", "administrator")), owner=pia, now=NOW)


def test_an_unknown_scope_is_refused_and_keeps_the_feed_before(pia):
    new = made(pia)
    with pytest.raises(InvalidFeed) as refused:
        made(pia, "everything")
    assert "scope" in refused.value.fields
    assert find_feed(new.secret).is_live


def test_the_feed_of_who_left_is_dead(pia):
    new = made(pia)
    deactivate(pia)
    assert not find_feed(new.secret).is_live
    assert not CalendarFeed.objects.visible_to(find_feed(new.secret).owner).exists()


def test_the_database_keeps_one_live_feed_each(pia):
    made(pia)
    with pytest.raises(IntegrityError), acting(SETTING_UP), transaction.atomic():
        CalendarFeed.unscoped.create(
            owner=pia, prefix="cf_other", secret_hash="", scope="mine", created_at=NOW
        )
