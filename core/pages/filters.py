"""Filters of a listing: shown as a form, kept in the address, each removable as a chip."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict

from core import registry
from core.pages.choosing import give_user
from core.pages.fields import dress
from core.rules.address import VIEW, WHOLE
from core.rules.wording import short_date

#: Parameters of the address that are not filters.
OWN_PARAMETERS = frozenset({"sort", "after", "format", "part", "count"})


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter in force: its words, and the address without it."""

    label: str
    value: str
    url: str


class _Declared(dict[str, Any]):
    """The filters of a class. Every request works on copies; of each only what it changes is copied.

    The library copies everything in it, models and choices included, which costs more than the filtering.
    """

    def __deepcopy__(self, memo: Any) -> dict[str, Any]:
        copies = {}
        for name, declared in self.items():
            made = copies[name] = copy.copy(declared)
            made.extra = dict(declared.extra)
            made.method = declared.method  # binds the copy, not the declared one, to its filter set
        return copies


class ListFilterSet(django_filters.FilterSet):
    """The base of every listing's filters; its fields look like the frame's other fields."""

    @classmethod
    def get_filters(cls) -> dict[str, Any]:
        """Return the declared filters, cheap to copy."""
        return _Declared(super().get_filters())

    @property
    def form(self) -> forms.Form:
        """Return the filter form with our widgets' looks; choosing fields look up for who asks."""
        form = super().form
        if not getattr(form, "is_dressed", False):
            for field in form.fields.values():
                dress(field)
            give_user(form.fields.values(), getattr(self.request, "user", None))
            form.is_dressed = True
        return form


def filterset_for(page: str, base: type[ListFilterSet]) -> type[ListFilterSet]:
    """Return ``base`` with the filters that upper apps add to ``page``."""
    added: dict[str, Any] = {}
    for entry in registry.entries_for(registry.list_columns, page):
        if entry.filters is not None:
            added.update(entry.filters())
    return type(base.__name__, (base,), added) if added else base


def chips_of(form: forms.Form, query: QueryDict) -> list[Chip]:
    """Return a chip for each filter in force; a wrong value gets none (its field says what is wrong)."""
    chips = []
    for name, field in form.fields.items():
        value = getattr(form, "cleaned_data", {}).get(name)
        if value in field.empty_values or name == "q":
            continue
        names = [key for key in query if key == name or key.startswith((f"{name}_min", f"{name}_max"))]
        rest = query.copy()
        for key in [*names, "after"]:
            rest.pop(key, None)
        left = rest.urlencode() or f"{VIEW}={WHOLE}"
        chips.append(Chip(str(field.label or name), _words(field, value), f"?{left}"))
    return chips


def _words(field: forms.Field, value: Any) -> str:
    """Return a filter's value as the reader would say it."""
    if isinstance(value, slice):
        return f"{_one(value.start) or '…'} – {_one(value.stop) or '…'}"
    choices = {} if hasattr(field, "queryset") else _labels(getattr(field, "choices", ()))
    if isinstance(value, list | tuple):
        return ", ".join(choices.get(str(item), str(item)) for item in value)
    if hasattr(value, "model") and hasattr(value, "all"):
        return ", ".join(str(item) for item in value)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return choices.get(str(value), _one(value))


def _labels(choices: Any) -> dict[str, str]:
    """Return the label of each choice by its value as text, those inside groups included."""
    labels: dict[str, str] = {}
    for value, label in choices:
        if isinstance(label, list | tuple):
            labels |= _labels(label)
        else:
            labels[str(value)] = str(label)
    return labels


def _one(value: Any) -> str:
    if value is None:
        return ""
    return short_date(value) if hasattr(value, "isoformat") else str(value)
