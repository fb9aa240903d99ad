"""Check-ins of key figures, as they are entered on pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms

from core.pages.forms import PageForm
from slas.actions.check_ins import CheckInDraft
from slas.actions.exclusions import Upload
from slas.models import Measurement
from slas.rules.measurement_row import LONGEST_NOTE


class _Said(PageForm):
    """A value with its note and proof."""

    value = forms.DecimalField(
        max_digits=24,
        decimal_places=8,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )
    note = forms.CharField(required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2}))
    evidence = forms.FileField(required=False, help_text="PDF, picture, mail, text, CSV or Excel.")

    def __init__(self, *args: Any, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if unit:
            self.fields["value"].label = f"Value ({unit})"

    def upload(self) -> Upload | None:
        """Return the file that was given as evidence."""
        given = self.cleaned_data["evidence"]
        return Upload(given.name, given.read()) if given else None


class CheckInForm(_Said):
    """What a key figure was in a period; the earliest that is missing is chosen."""

    period = forms.ChoiceField()
    field_order = ("period", "value", "note", "evidence")

    def __init__(self, *args: Any, periods: Iterable[tuple[dt.date, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered: Any = self.fields["period"]
        offered.choices = [(first.isoformat(), name) for first, name in periods]

    def draft(self) -> CheckInDraft:
        """Return what a valid form says."""
        entered = self.cleaned_data
        return CheckInDraft(
            first_date=dt.date.fromisoformat(entered["period"]), value=entered["value"], note=entered["note"]
        )


class CorrectionForm(_Said):
    """Another value, or another note, and why."""

    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        help_text="Needed for another value. Kept in the history.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
    field_order = ("value", "note", "reason", "evidence", "version")

    def __init__(self, *args: Any, check_in: Measurement, **kwargs: Any) -> None:
        kept = {
            "value": f"{check_in.value.normalize():f}",
            "note": check_in.note,
            "version": check_in.row_version,
        }
        super().__init__(*args, initial=kept, **kwargs)
