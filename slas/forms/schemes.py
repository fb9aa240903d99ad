"""A credit scheme as entered on a page: what it follows, its rows or its rate."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from core.pages.forms import PageForm
from slas.forms.numbers import number_field
from slas.rules.scheme_library import LIBRARY
from slas.rules.scheme_text import BAND_FIELDS

ROWS: Final = 6
KINDS: Final = (
    ("", "No credit is agreed"),
    ("tiers", "Rows by a figure in %"),
    ("per_minute", "For the minutes down"),
    ("per_incident", "For each incident"),
    ("term_extension", "Time added to the term"),
)
UNITS: Final = (
    ("fee_percent", "% of the fee"),
    ("amount", "An amount"),
    ("lost_time_percent", "% of what the lost time cost"),
    ("days", "Days"),
)
LIBRARY_CHOICES: Final = (("", "Nothing"), *((one.key, one.label) for one in LIBRARY))
_NUMBERS: Final = ("rate", "due_below", "target")


class SchemeForm(PageForm):
    """How the credit is reckoned; ``row_N_…`` are the rows of a published table, in its order."""

    kind = forms.ChoiceField(label="The credit follows", required=False, choices=KINDS)
    unit = forms.ChoiceField(label="A row or the rate gives", required=False, choices=UNITS)
    rate = number_field("Rate", "For each minute or incident, or of the lost time; not for rows.")
    every_minutes = forms.IntegerField(
        label="For each full (minutes)",
        required=False,
        min_value=1,
        help_text="60: for each full hour. Blank: each minute.",
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
    due_below = number_field("Only below (%)", "Of an availability; not for rows. Blank: always.")
    target = number_field(
        "Promised (%)", "For rows that end below what was promised; the rest is told as a gap."
    )
    currency = forms.CharField(required=False, max_length=3, help_text="Of amounts.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(ROWS):
            for name in BAND_FIELDS:
                field = number_field(name.replace("_", " ").capitalize())
                field.widget.attrs.update(
                    {"class": "form-control", "aria-label": f"{field.label}, row {row + 1}"}
                )
                self.fields[f"row_{row}_{name}"] = field

    def rows(self) -> list[list[Any]]:
        """Return the fields of each row, for the table."""
        return [[self[f"row_{row}_{name}"] for name in BAND_FIELDS] for row in range(ROWS)]

    def scheme(self) -> dict[str, Any] | None:
        """Return the plain values of a valid form (``slas.rules.scheme_text``); None where none is agreed."""
        entered = self.cleaned_data
        if not entered["kind"]:
            return None
        bands = []
        for row in range(ROWS):
            values = {name: _text(entered[f"row_{row}_{name}"]) for name in BAND_FIELDS}
            if any(values.values()):
                bands.append(values)
        return {
            "kind": entered["kind"],
            "unit": entered["unit"] or "fee_percent",
            "bands": bands,
            **{name: _text(entered[name]) for name in _NUMBERS},
            "every_minutes": entered["every_minutes"] or 1,
            "currency": entered["currency"].upper(),
            "choices": self.initial.get("choices", []),
            "rounding": self.initial.get("rounding"),
        }

    def refuse_scheme(self, fields: dict[str, list[str]]) -> None:
        """Put what is wrong with a scheme on the fields that it is about, or above them."""
        for name, messages in fields.items():
            place = name.removeprefix("scheme.").replace("bands[", "row_").replace("].", "_").rstrip("]")
            for message in messages:
                self.add_error(place if place in self.fields else None, message)


def initial_of_scheme(scheme: dict[str, Any] | None) -> dict[str, Any]:
    """Return the plain values of a scheme as the form shows them."""
    if scheme is None:
        return {}
    found = {name: value for name, value in scheme.items() if name != "bands" and value is not None}
    for row, band in enumerate(scheme.get("bands", [])[:ROWS]):
        for name in BAND_FIELDS:
            found[f"row_{row}_{name}"] = band.get(name)
    return found


def _text(value: Any) -> str | None:
    return None if value is None else format(value, "f")
