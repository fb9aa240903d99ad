"""The write path: one transaction whose actor the database knows."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import ParamSpec, TypeVar

from django.db import connection, transaction

from core.audit.actor import Actor

P = ParamSpec("P")
R = TypeVar("R")

_SET_ACTOR = (
    "SELECT set_config('termkeeper.actor', %s, true), set_config('termkeeper.channel', %s, true),"
    " set_config('termkeeper.request_id', %s, true), set_config('termkeeper.reason', %s, true)"
)

NOBODY = Actor(name="", channel="")


def tell_database(actor: Actor) -> None:
    """Tell PostgreSQL who acts until the end of the present transaction (``SET LOCAL``)."""
    with connection.cursor() as cursor:
        cursor.execute(_SET_ACTOR, [actor.name, actor.channel, actor.request_id, actor.reason])


@contextmanager
def acting(actor: Actor) -> Iterator[None]:
    """Open the outermost transaction as ``actor``; everything inside is committed or nothing is.

    Raises:
        RuntimeError: When a transaction is already open (actions do not nest).
    """
    with transaction.atomic(durable=True):
        tell_database(actor)
        yield
    if connection.in_atomic_block:  # only under a test, whose transaction goes on: nobody acts any more
        tell_database(NOBODY)


def action(function: Callable[P, R]) -> Callable[P, R]:
    """Make ``function`` an action: keyword-only, in its own durable transaction, as its ``actor``."""

    @functools.wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        actor = kwargs.get("actor")
        if args or not isinstance(actor, Actor):
            raise TypeError(f"{function.__qualname__} takes keywords only, and an Actor as actor")
        with acting(actor):
            return function(*args, **kwargs)

    run.__termkeeper_action__ = True  # type: ignore[attr-defined]
    return run
