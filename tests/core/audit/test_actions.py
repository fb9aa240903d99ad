"""Actions: one transaction, whose actor the database knows."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model

from core.audit import Actor, acting, action
from tests.support.auditlab.models import Thing

pytestmark = pytest.mark.django_db


@action
def make_thing(*, actor: Actor, name: str) -> Thing:
    """Make a thing, or fail after making it."""
    made = Thing.unscoped.create(name=name)
    if name == "broken":
        raise ValueError(name)
    return made


@action
def make_thing_by_another_action(*, actor: Actor) -> Thing:
    """Do what actions do not: call one."""
    return make_thing(actor=actor, name="inner")


def test_an_action_writes_as_its_actor_and_returns_its_result(actor: Actor) -> None:
    thing = make_thing(actor=actor.with_reason("because"), name="Lamp")
    row = thing.history.get()
    assert (row.history_actor, row.history_change_reason) == ("system:test", "because")


def test_an_action_that_fails_leaves_nothing(actor: Actor) -> None:
    with pytest.raises(ValueError, match="broken"):
        make_thing(actor=actor, name="broken")
    assert not Thing.unscoped.exists()


@pytest.mark.parametrize("arguments", [{}, {"actor": None}, {"actor": "system:test"}])
def test_an_action_without_an_actor_is_refused(arguments: dict[str, object]) -> None:
    with pytest.raises(TypeError, match="make_thing takes keywords only, and an Actor as actor"):
        make_thing(name="Lamp", **arguments)


def test_an_action_takes_keywords_only(actor: Actor) -> None:
    with pytest.raises(TypeError, match="keywords only"):
        make_thing(actor, name="Lamp")


def test_actions_do_not_call_actions(actor: Actor) -> None:
    with pytest.raises(RuntimeError, match="durable"):
        make_thing_by_another_action(actor=actor)


def test_each_actor_is_kept_as_text_with_its_way_in() -> None:
    user = get_user_model()(pk=7, username="ada")
    actors = [
        Actor.person(user),
        Actor.token(3, user),
        Actor.importing(12, user),
        Actor.importing("12", None),
        Actor.system("sweep"),
    ]
    assert [(each.name, each.channel, each.is_system) for each in actors] == [
        ("user:7", "page", False),
        ("token:3", "api", False),
        ("import:12", "import", False),
        ("import:12", "import", True),
        ("system:sweep", "task", True),
    ]


def test_an_actor_text_that_is_too_long_is_refused_rather_than_cut(actor: Actor) -> None:
    with pytest.raises(Exception, match="too long"), acting(Actor("system:" + "x" * 80, "task")):
        Thing.unscoped.create(name="Lamp")
