"""What the addresses share at which something that happened is recorded, one or many at once."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable
from typing import Any, Final

from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.models import Contract
from core.api.views import json_answer
from core.audit import Actor
from slas.actions.taking import InvalidEvent, Taken, WrongRows

MOST_ROWS: Final = 10_000
#: Longer texts are refused by the rules with their row; this bounds what is read at all.
READ: Final = 2_000
TIME: Final = "ISO 8601 with Z or an offset."


def text_field(**kwargs: Any) -> serializers.CharField:
    """Return a field for a text that may be blank or left out."""
    return serializers.CharField(required=False, allow_blank=True, default="", max_length=READ, **kwargs)


def time_field(words: str) -> serializers.CharField:
    """Return a field for an instant that may be blank, null or left out."""
    return text_field(allow_null=True, help_text=f"{TIME} {words}")


class TakenAnswer(serializers.Serializer):
    """What a batch did, in rows."""

    new = serializers.IntegerField()
    changed = serializers.IntegerField()
    unchanged = serializers.IntegerField()


def contract_named(request: Request, pk: int) -> Contract:
    """Return the contract that a body names, of those that the caller may see.

    Raises:
        Contract.DoesNotExist: There is none, or the caller may not see it.
    """
    found: Contract = Contract.objects.visible_to(request.user).select_related("department").get(pk=pk)
    return found


def counted(taken: Taken) -> HttpResponse:
    """Answer with what a batch did."""
    return json_answer({"new": taken.new, "changed": taken.changed, "unchanged": taken.unchanged})


def one_of(take: Callable[..., Taken]) -> Callable[..., tuple[Any, Taken]]:
    """Return how ``take``, an action for batches, takes one row (in the transaction of the request).

    What it returns raises InvalidEvent, naming the fields, where the batch would name rows.
    """

    def take_one(*, actor: Actor, contract: Contract, row: Any, now: dt.datetime) -> tuple[Any, Taken]:
        try:
            taken = inspect.unwrap(take)(actor=actor, contract=contract, rows=[row], now=now)
        except WrongRows as error:
            fields: dict[str, list[str]] = {}
            for one in error.errors:
                fields.setdefault(one.column, []).append(one.message)
            raise InvalidEvent(error.message, fields=fields) from None
        return taken.rows[0], taken

    return take_one
