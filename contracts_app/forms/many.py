"""Several forms that behave like one for the page around them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict, ErrorList


class ManyForms:
    """Forms of one page; what is about no single field stands on ``header``."""

    header: Any

    @property
    def forms(self) -> list[Any]:
        """Return every form, in the order of the page."""
        return [self.header]

    @property
    def errors(self) -> ErrorDict:
        """Return the messages of all forms, by the field's name on the page."""
        found = ErrorDict()
        for form in self.forms:
            for name, messages in form.errors.items():
                found[form.add_prefix(name)] = messages
        return found

    @property
    def non_field_errors(self) -> ErrorList:
        """Return the messages about no single field."""
        found: ErrorList = self.header.non_field_errors()
        return found

    def __iter__(self) -> Iterator[BoundField]:
        for form in self.forms:
            yield from form
