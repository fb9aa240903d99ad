"""Field values in words: choices by their label, links by the name of their target."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db import models
from django.utils import timezone

from core.rules.wording import short_date

#: Shown for a link to something that the reader may not see.
HIDDEN = "not visible to you"


class Wording:
    """Turns stored values into words for one reader, asking for all targets of a model at once.

    Usage: ``collect`` every value first, then ``text`` each of them.
    """

    def __init__(self, user: Any | None) -> None:
        self._user = user
        self._wanted: dict[type[models.Model], set[Any]] = {}
        self._names: dict[type[models.Model], dict[Any, str]] = {}

    def collect(self, field: models.Field, values: Iterable[Any]) -> None:
        """Remember the targets that ``values`` of ``field`` point to."""
        if isinstance(field, models.ForeignKey):
            wanted = self._wanted.setdefault(field.remote_field.model, set())
            wanted.update(value for value in values if value is not None)

    def text(self, field: models.Field, value: Any) -> str:
        """Return one value in words; nothing is the empty text."""
        if value is None or value == "":
            return ""
        if isinstance(field, models.ForeignKey):
            return self._target(field.remote_field.model, value)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        return plain_text(value)

    def _target(self, model: type[models.Model], key: Any) -> str:
        if model not in self._names:
            self._names[model] = self._look_up(model, self._wanted.get(model, set()) | {key})
        names = self._names[model]
        return names.get(key, HIDDEN)

    def _look_up(self, model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
        everything = model._base_manager.filter(pk__in=keys)
        visible_to = getattr(getattr(model, "objects", None), "visible_to", None)
        found = everything
        if self._user is not None and visible_to is not None:
            found = visible_to(self._user).filter(pk__in=keys)
        names = {row.pk: str(row) for row in found}
        if missing := keys - names.keys():
            there = set(everything.filter(pk__in=missing).values_list("pk", flat=True))
            label = str(model._meta.verbose_name)
            names |= {key: f"{label} {key} (deleted)" for key in missing - there}
        return names


def plain_text(value: Any) -> str:
    """Return a value without field in words: dates as ``30 Nov 2026``, money with its cents."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, dt.datetime):
        local = value.astimezone(timezone.get_current_timezone())
        return f"{short_date(local.date())}, {local:%H:%M}"
    if isinstance(value, dt.date):
        return short_date(value)
    if isinstance(value, Decimal):
        short = value.normalize()
        return f"{short:,f}" if short.as_tuple().exponent < -2 else f"{value:,.2f}"  # type: ignore[operator]
    if isinstance(value, list | tuple):
        return ", ".join(plain_text(each) for each in value)
    return str(value)
