"""Saving views of lists, sharing, renaming and deleting them, and choosing the first one."""

from __future__ import annotations

import pytest

from accounts.actions.views import (
    MOST_VIEWS,
    InvalidView,
    change_view,
    choose_first_view,
    delete_view,
    save_view,
)
from accounts.models import SavedView, ViewDefault
from core.audit import Actor
from core.errors import NotAllowed
from tests.support.contracts import NOW, SYSTEM, history_of
from tests.support.people import a_user

pytestmark = pytest.mark.django_db


def save(user, name="Mine", query="owner=me", *, page="contracts", is_shared=False):
    return save_view(
        actor=Actor.person(user), page=page, name=name, query=query, is_shared=is_shared, now=NOW
    )


def seen_by(user) -> set[str]:
    return set(SavedView.objects.visible_to(user).values_list("name", flat=True))


def first_of(user) -> str:
    row = ViewDefault.objects.visible_to(user).filter(page="contracts").first()
    return row.key if row else ""


@pytest.fixture
def lea():
    return a_user("lea", "legal")


@pytest.fixture
def kim():
    return a_user("kim", "requester")


def test_a_view_keeps_what_the_address_shows_and_has_history(kim):
    view = save(kim, "  My   drafts ", "status=draft&after=x&columns=number&columns=title")

    assert (view.name, view.query) == ("My drafts", "status=draft&columns=number,title")
    assert view.owner == kim
    assert history_of(view) == ["+"]


def test_saving_under_a_name_of_ones_own_replaces_what_it_shows(kim):
    first = save(kim, "Mine", "owner=me")
    second = save(kim, "mine", "owner=nobody")

    assert second.pk == first.pk
    assert SavedView.unscoped.get().query == "owner=nobody"
    assert history_of(first) == ["+", "~"]


def test_saving_the_same_again_writes_no_history(kim):
    view = save(kim)
    save(kim)

    assert history_of(view) == ["+"]


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 61}, "name"),
        ({"query": ""}, "query"),
        ({"query": "after=abc"}, "query"),
        ({"query": "q=" + "x" * 2_000}, "query"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(kim, facts, field):
    with pytest.raises(InvalidView) as refused:
        save(kim, **facts)

    assert set(refused.value.fields) == {field}
    assert not SavedView.unscoped.exists()


def test_views_are_of_lists_that_exist_and_that_the_person_may_open(kim):
    with pytest.raises(InvalidView):
        save(kim, page="nowhere")
    with pytest.raises(NotAllowed):
        save(kim, page="people")


def test_a_person_has_room_for_so_many_views_of_a_list(kim):
    for number in range(MOST_VIEWS):
        save(kim, f"View {number}")

    with pytest.raises(InvalidView, match="no more fit"):
        save(kim, "One more")
    assert save(kim, "View 3", "owner=nobody").query == "owner=nobody"


def test_the_product_itself_keeps_no_views():
    with pytest.raises(NotAllowed):
        save_view(actor=SYSTEM, page="contracts", name="x", query="q=x", is_shared=False, now=NOW)


def test_sharing_is_for_who_keeps_the_register(lea, kim):
    with pytest.raises(NotAllowed):
        save(kim, is_shared=True)
    save(lea, "Shared", is_shared=True)
    save(lea, "Own")

    assert seen_by(kim) == {"Shared"}
    assert seen_by(lea) == {"Shared", "Own"}


def test_a_shared_view_is_seen_only_by_who_may_open_its_page(lea, kim):
    boss = a_user("boss", "administrator")
    save(boss, "Deactivated", "state=off", page="people", is_shared=True)

    assert seen_by(kim) == set()
    assert seen_by(a_user("ada", "administrator")) == {"Deactivated"}


def test_somebody_who_is_not_active_sees_no_view(lea):
    save(lea, is_shared=True)

    assert seen_by(a_user("gone", "legal", is_active=False)) == set()


def test_a_view_is_renamed_and_no_longer_shared_by_its_owner(lea, kim):
    view = save(lea, "Shared", is_shared=True)
    choose_first_view(actor=Actor.person(kim), page="contracts", key=str(view.pk))
    choose_first_view(actor=Actor.person(lea), page="contracts", key=str(view.pk))

    changed = change_view(actor=Actor.person(lea), view=view, name="Only mine", is_shared=False)

    assert (changed.name, changed.is_shared, changed.row_version) == ("Only mine", False, 2)
    assert first_of(kim) == ""
    assert first_of(lea) == str(view.pk)


def test_a_name_of_another_view_of_ones_own_is_refused(lea):
    save(lea, "One")
    view = save(lea, "Two")

    with pytest.raises(InvalidView, match="already"):
        change_view(actor=Actor.person(lea), view=view, name="ONE", is_shared=False)


def test_nobody_changes_or_deletes_the_view_of_somebody_else(lea, kim):
    view = save(lea, is_shared=True)

    with pytest.raises(NotAllowed):
        change_view(actor=Actor.person(kim), view=view, name="x", is_shared=True)
    with pytest.raises(NotAllowed):
        delete_view(actor=Actor.person(kim), view=view)


def test_who_manages_people_takes_a_shared_view_away_but_not_a_private_one(lea):
    boss = Actor.person(a_user("boss", "administrator"))
    shared, private = save(lea, "Shared", is_shared=True), save(lea, "Private")

    delete_view(actor=boss, view=shared)
    with pytest.raises(NotAllowed):
        delete_view(actor=boss, view=private)

    assert list(SavedView.unscoped.values_list("name", flat=True)) == ["Private"]


def test_who_started_with_a_deleted_view_starts_with_the_whole_list(lea, kim):
    view = save(lea, is_shared=True)
    choose_first_view(actor=Actor.person(kim), page="contracts", key=str(view.pk))

    delete_view(actor=Actor.person(lea), view=view)

    assert first_of(kim) == ""
    assert list(SavedView.history.order_by("history_id").values_list("history_type", flat=True)) == ["+", "-"]


def test_the_first_view_is_a_saved_one_a_declared_one_or_the_whole_list(kim):
    view = save(kim)
    for key in (str(view.pk), "mine", "", "mine"):
        choose_first_view(actor=Actor.person(kim), page="contracts", key=key)
        assert first_of(kim) == key


def test_a_view_that_the_person_does_not_see_cannot_be_the_first(lea, kim):
    private = save(lea)
    for key in (str(private.pk), "999999", "no-such-view"):
        with pytest.raises(InvalidView, match="no longer there"):
            choose_first_view(actor=Actor.person(kim), page="contracts", key=key)
