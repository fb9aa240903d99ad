"""How form fields look and what they accept, the same in every form."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from core.rules.day import why_no_day
from core.rules.wording import short_date

#: Ways to type a date. Day and month in figures alone are only read year first, or day first with
#: dots; ``03/04/2026`` is refused, because nobody can tell which of the two is the month.
DATE_FORMATS = ["%Y-%m-%d", "%d %b %Y", "%d %B %Y", "%a %d %b %Y", "%d.%m.%Y"]
DATE_HINT = "For example 30 Nov 2026 or 2026-11-30."
DATE_REFUSED = "This is not a date. Write it as 30 Nov 2026 or 2026-11-30."


class DayInput(forms.DateInput):
    """Shows a date as every page does, without a zero before the day."""

    def format_value(self, value: Any) -> str | None:
        """Return what stands in the field; what was typed stays as it was typed."""
        if isinstance(value, dt.date):
            return short_date(value)
        shown: str | None = super().format_value(value)
        return shown


class DayField(forms.DateField):
    """A date that can be typed in the ways of ``DATE_FORMATS`` and is shown as ``30 Nov 2026``."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        kwargs.setdefault("widget", DayInput(attrs={"autocomplete": "off"}))
        kwargs.setdefault("help_text", DATE_HINT)
        super().__init__(**kwargs)
        self.error_messages["invalid"] = DATE_REFUSED
        self.validators.append(_must_be_a_day)


def _must_be_a_day(day: dt.date) -> None:
    if wrong := why_no_day(day):
        raise forms.ValidationError(wrong)


REQUIRED = "Fill this in."
REQUIRED_CHOICE = "Choose one."


def dress(field: forms.Field) -> None:
    """Give ``field``'s widget the classes that our style sheets know, and ``field`` our words."""
    field.error_messages["required"] = REQUIRED_CHOICE if hasattr(field, "choices") else REQUIRED
    for widget in [field.widget, *getattr(field.widget, "widgets", [])]:
        if isinstance(widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
            css = "form-check-input"
        elif isinstance(widget, forms.Select):
            css = "form-select"
        else:
            css = "form-control"
        present = widget.attrs.get("class", "")
        if css not in present.split():
            widget.attrs["class"] = f"{present} {css}".strip()
