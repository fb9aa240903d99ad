"""Filters that refuse what cannot be meant, for every list of the API."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms

from core.api.inputs import LARGEST_ID


class IdFilter(django_filters.Filter):
    """Rows that refer to one object, by its id."""

    field_class = forms.IntegerField

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, min_value=1, max_value=LARGEST_ID, **kwargs)


class WordsFilter(django_filters.CharFilter):
    """Rows that contain all of some words; calls the queryset's method named ``word``."""

    def __init__(self, *args: Any, word: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.word = word

    def filter(self, qs: Any, value: Any) -> Any:
        """Narrow ``qs`` unless no words were given."""
        return getattr(qs, self.word)(value) if value else qs


class ChoicesFilter(django_filters.MultipleChoiceFilter):
    """Rows with one of some values of a column; the parameter may be repeated."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        # A column of the row itself gives no row twice; DISTINCT would sort the whole list first.
        super().__init__(*args, distinct=False, label="May be repeated.", **kwargs)
