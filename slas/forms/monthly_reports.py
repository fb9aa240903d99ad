"""The month that a report is asked for."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from core.pages.forms import PageForm
from slas.rules.report_month import NoReportMonthError, ReportMonth, last_month, months_offered, read_month


class MonthForm(PageForm):
    """A month that is over; an earlier one than those offered can be named in the address."""

    month = forms.ChoiceField(
        label="Month",
        error_messages={
            "invalid_choice": "“%(value)s” is not a month that is over. Choose one from the list.",
            "required": "Choose a month.",
        },
    )

    def __init__(self, given: Any, *, on: dt.date) -> None:
        asked = (given or {}).get("month", "")
        super().__init__({"month": asked or last_month(on).key})
        months = dict.fromkeys([*months_offered(on), *_named(asked, on)])
        self.fields["month"].choices = [(one.key, one.name) for one in months]  # type: ignore[attr-defined]
        self._on = on

    def chosen(self) -> ReportMonth:
        """Return the month of a valid form."""
        return read_month(self.cleaned_data["month"], self._on)


def _named(asked: str, on: dt.date) -> list[ReportMonth]:
    try:
        return [read_month(asked, on)]
    except NoReportMonthError:
        return []
