"""Choosing one of very many (vendors, people, contracts) by typing its name.

1. The field is a plain text field with a list of suggestions; it works without JavaScript, where the
   whole name, or enough of it to be unmistakable, is typed.
2. What is typed is looked up among what the person may see, and nothing else is ever suggested.
3. In an address the thing may also be named by its id (``?vendor=12``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse_lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

from core.rules.number import whole_number

SUGGESTIONS = 12


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of thing to choose: what of it a person may choose, and how it is looked up.

    Attributes:
        noun: In the reader's words, for the refusals.
        rows: All that ``user`` may choose.
        text: The one line that names a row; typing it finds the row again.
        exact: Narrows to what is called exactly this.
        like: Narrows to what contains these words.
    """

    noun: str
    rows: Callable[[Any], QuerySet[Any]]
    text: Callable[[Any], str]
    exact: Callable[[Any, str], QuerySet[Any]]
    like: Callable[[Any, str], QuerySet[Any]]


#: Each kind by its name in addresses; apps add theirs where they define it.
KINDS: dict[str, Kind] = {}


def suggestions(kind: Kind, user: Any, words: str) -> list[str]:
    """Return the first names that contain ``words``, none for no word."""
    if not words.strip():
        return []
    return [kind.text(row) for row in kind.like(kind.rows(user), words)[:SUGGESTIONS]]


class SuggestingInput(forms.TextInput):
    """A text input whose list of suggestions is fetched while typing."""

    def __init__(self, kind: str) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.options_url = reverse_lazy("options", args=[kind])

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        """Draw the input and its (still empty) list."""
        attrs = dict(attrs or {})
        listed = f"{attrs.get('id', name)}-options"
        attrs |= {
            "list": listed,
            "hx-get": str(self.options_url),
            "hx-trigger": "input changed delay:200ms",
            "hx-target": f"#{listed}",
            "hx-swap": "innerHTML",
            "hx-push-url": "false",
        }
        drawn = super().render(name, value, attrs, renderer)
        return format_html('{}<datalist id="{}"></datalist>', drawn, listed)


class ChosenField(forms.CharField):
    """A field whose value is one row of a ``Kind``; None where nothing is typed.

    The form gives it its ``user`` (``give_user``) before it is used.
    """

    user: Any = None

    def __init__(self, kind: str, **kwargs: Any) -> None:
        self.kind = KINDS[kind]
        kwargs.setdefault("max_length", 600)
        super().__init__(widget=SuggestingInput(kind), **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the row that the text names.

        Raises:
            ValidationError: No row, or more than one, is meant.
        """
        text = super().clean(value)
        if not text:
            return None
        found = self.find(text)
        if len(found) == 1:
            return found[0]
        if found:
            message = f"“{text}” could be more than one {self.kind.noun}. Type more of the name."
            raise forms.ValidationError(message)
        raise forms.ValidationError(f"No {self.kind.noun} is called “{text}”. Choose one from the list.")

    def find(self, text: str) -> list[Any]:
        """Return the rows that ``text`` may mean, at most two: by name, by id, or by enough of the name."""
        rows = self.kind.rows(self.user)
        if exact := list(self.kind.exact(rows, text)[:2]):
            return exact
        if (pk := whole_number(text)) is not None and (by_id := list(rows.filter(pk=pk))):
            return by_id
        return list(self.kind.like(rows, text)[:2])

    def prepare_value(self, value: Any) -> Any:
        """Return what stands in the input: the name of a row, or what was typed."""
        if value is None or value == "":
            return ""
        if hasattr(value, "pk"):
            return self.kind.text(value)
        text = str(value)
        if self.user is not None and (pk := whole_number(text)) is not None:
            row = self.kind.rows(self.user).filter(pk=pk).first()
            return self.kind.text(row) if row else text
        return text


class ChosenManyField(forms.CharField):
    """Several rows of a ``Kind``, one name a line; the value is a list."""

    user: Any = None

    def __init__(self, kind: str, **kwargs: Any) -> None:
        self.one = ChosenField(kind, required=False)
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), max_length=20_000, **kwargs)

    def clean(self, value: Any) -> Any:
        """Return the rows that the lines name; every line that names none is refused."""
        self.one.user = self.user
        found, errors = [], []
        for line in super().clean(value).splitlines():
            try:
                row = self.one.clean(line)
            except forms.ValidationError as error:
                errors += error.messages
                continue
            if row is not None:
                found.append(row)
        if errors:
            raise forms.ValidationError(errors)
        return found

    def prepare_value(self, value: Any) -> Any:
        """Return the names, one a line."""
        if isinstance(value, str) or value is None:
            return value
        return "\n".join(self.one.kind.text(row) for row in value)


def give_user(fields: Iterable[forms.Field], user: Any) -> None:
    """Tell the choosing fields for whom they look things up."""
    for field in fields:
        if isinstance(field, ChosenField | ChosenManyField):
            field.user = user
