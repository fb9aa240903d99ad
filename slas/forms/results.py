"""Forms about results: signing one off, and what the vendor says that its figure was."""

from __future__ import annotations

from typing import Any

from django import forms

from core.pages.forms import PageForm
from slas.forms.numbers import number_field
from slas.models import VendorFigure


class SignOffForm(PageForm):
    """Which version was looked at."""

    number = forms.IntegerField(widget=forms.HiddenInput)


class VendorFigureForm(PageForm):
    """The figure, and where the vendor says so."""

    value = number_field("Figure", required=True)
    note = forms.CharField(
        required=False, max_length=500, help_text="Where the vendor says so, for example its report of 5 Jul."
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, figure: VendorFigure | None, unit: str, **kwargs: Any) -> None:
        known = {"value": f"{figure.value.normalize():f}", "note": figure.note} if figure else {}
        initial = {"version": figure.row_version if figure else 0, **known}
        super().__init__(*args, initial=initial, **kwargs)
        if unit:
            self.fields["value"].label = f"Figure ({unit})"
