"""Forms about prices at renewal and index series: they hand a draft to one action and save nothing."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Any, Final

from django import forms

from core.pages.fields import DayField
from core.pages.forms import PageForm
from core.rules.wording import money_text
from spend.models import IndexSeries, UpliftRule
from spend.rules.index_period import PERIOD_FORMATS, Frequency, PeriodReader, period_code
from spend.rules.index_series import LONGEST, SeriesFacts, plain
from spend.rules.uplift_draft import PERCENT_DECIMALS, UpliftDraft

_MONTHS: Final = tuple(PeriodReader(Frequency.MONTHLY, stated) for stated in ("YYYY-MM", "MMM YYYY"))


class MonthField(forms.CharField):
    """A month that can be typed as ``2025-10`` or ``Oct 2025``; its value is its first day."""

    def to_python(self, value: Any) -> Any:
        """Return the first day of the month, None for a blank."""
        text = super().to_python(value)
        if not text:
            return None
        for reader in _MONTHS:
            try:
                return reader.read(text)
            except ValueError:
                continue
        raise forms.ValidationError("This is not a month. Write it as 2025-10 or Oct 2025.")

    def run_validators(self, value: Any) -> None:
        """Check nothing more: the length of the text says nothing about the month."""

    def prepare_value(self, value: Any) -> Any:
        """Show a month as ``2025-10``; what was typed stays as it was typed."""
        return period_code(value, Frequency.MONTHLY) if isinstance(value, dt.date) else value


def _percent(label: str, hint: str = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=f"{label} (%)", help_text=hint, required=False, max_digits=9, decimal_places=PERCENT_DECIMALS
    )


def _count(label: str, hint: str) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class UpliftForm(PageForm):
    """What a contract agrees about its price at renewal; ``version`` is the rule's as read, 0 without one."""

    kind = forms.ChoiceField(label="The rise is", choices=[("", "Choose …"), *UpliftRule.Kind.choices])
    percent = _percent(
        "Percentage", "Of a fixed rise, or the one that an index is held against. Write 3 for 3 %."
    )
    amount = forms.DecimalField(required=False, max_digits=19, decimal_places=4)
    series_id = forms.ModelChoiceField(
        IndexSeries.unscoped.none(), label="Index series", required=False, empty_label="No index"
    )
    base_month = MonthField(
        required=False,
        help_text="The month whose index the present price rests on, for example 2025-10. Move it on when"
        " you record a new value after a rise.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "2025-10"}),
    )
    lag_months = _count(
        "Lag (months)", "The renewal looks at the index of its own month less the lag. Blank: none."
    )
    spread = _percent("Spread", "Percentage points on top of the change of the index.")
    combination = forms.ChoiceField(
        label="Index against the percentage",
        required=False,
        choices=[("", "The index alone"), *UpliftRule.Combination.choices],
    )
    cap_percent = _percent("Cap", "The highest rise of one renewal.")
    floor_percent = _percent("Floor", "The lowest of one renewal; 0 means that the price never falls.")
    is_compounding = forms.ChoiceField(
        label="Counted from",
        choices=[
            ("true", "The price of the term before (compounding)"),
            ("false", "The first price (simple)"),
        ],
        initial="true",
    )
    first_eligible_date = DayField(
        label="First renewal with a rise", required=False, help_text="Before this day no rise is possible."
    )
    announce_days = _count(
        "Announced (days ahead)",
        "Calendar days before the renewal by which the vendor must announce a rise. Blank: no such duty.",
    )
    price_per = forms.ChoiceField(
        label="The price is",
        required=False,
        choices=[("", "Not recorded"), *UpliftRule.PricePer.choices],
        help_text="Counts where the next term is longer or shorter than the present one.",
    )
    clause_ref = forms.CharField(label="Clause", required=False, max_length=60, help_text="For example 7.3.")
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, contract: Any, rule: UpliftRule | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _recorded(rule))
        super().__init__(*args, **kwargs)
        series: Any = self.fields["series_id"]
        series.queryset = IndexSeries.objects.visible_to(user).order_by("code")
        self.fields["amount"].help_text = _amount_hint(contract)

    def draft(self) -> UpliftDraft:
        """Return what a valid form says."""
        entered = dict(self.cleaned_data)
        entered.pop("version")
        series = entered["series_id"]
        return UpliftDraft(
            **{
                **entered,
                "series_id": series.pk if series else None,
                "lag_months": entered["lag_months"] or 0,
                "is_compounding": entered["is_compounding"] == "true",
            }
        )


def _amount_hint(contract: Any) -> str:
    if contract.value_amount is None:
        return "What each renewal adds. The contract has no value yet that it could be added to."
    value = money_text(contract.value_amount, contract.value_currency)
    return f"What each renewal adds to the price, in {contract.value_currency} (it is {value} now)."


def _recorded(rule: UpliftRule | None) -> dict[str, Any]:
    """Return what is recorded now, as the form shows it."""
    if rule is None:
        return {"version": 0}
    initial = {field.name: getattr(rule, field.name) for field in fields(UpliftDraft)}
    for name in ("percent", "amount", "spread", "cap_percent", "floor_percent"):
        if initial[name] is not None:
            initial[name] = f"{plain(initial[name]):f}"
    initial["is_compounding"] = "true" if rule.is_compounding else "false"
    return {**initial, "version": rule.row_version}


def _line(label: str, name: str, hint: str, **kwargs: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST[name], help_text=hint, **kwargs)


class IndexStatedForm(PageForm):
    """What is stated about an index file; the address of its preview carries it."""

    code = _line("Code of the series", "code", "Such as DE-CPI. A known code adds to that series.")
    name = _line(
        "Name", "name", "What it measures. A new series needs it; blank leaves a known one.", required=False
    )
    publisher = _line("Publisher", "publisher", "Who publishes it.", required=False)
    source = _line("Taken from", "source", "Where the figures were taken from.", required=False)
    base = _line("Base", "base", "What stands for 100, for example 2020 = 100.", required=False)
    frequency = forms.ChoiceField(
        required=False,
        choices=[("", "As recorded"), *IndexSeries.Frequency.choices],
        help_text="A new series needs it.",
    )
    period_format = forms.ChoiceField(
        label="Periods are written",
        required=False,
        choices=[
            ("", "As usual: 2026-03, 2026-Q1 or 2026"),
            *((stated, stated) for formats in PERIOD_FORMATS.values() for stated in formats),
        ],
        help_text="Periods are never guessed.",
    )
    decimal = forms.ChoiceField(
        label="Decimal separator",
        required=False,
        choices=(("", "Not stated"), (".", "Point: 118.2"), (",", "Comma: 118,2")),
        help_text="Not stated: values that can be read in two ways are refused.",
    )
    period_column = forms.CharField(
        label="Column of the periods", max_length=200, initial="period", required=False
    )
    value_column = forms.CharField(
        label="Column of the values", max_length=200, initial="value", required=False
    )

    @property
    def facts(self) -> SeriesFacts:
        """Return what is stated about the series."""
        return SeriesFacts(**{field.name: self.cleaned_data[field.name] for field in fields(SeriesFacts)})

    @property
    def layout(self) -> dict[str, str]:
        """Return what is stated about the file."""
        cleaned = self.cleaned_data
        return {
            "period_format": cleaned["period_format"],
            "decimal": cleaned["decimal"],
            "period_column": cleaned["period_column"] or "period",
            "value_column": cleaned["value_column"] or "value",
        }

    @property
    def stated(self) -> dict[str, str]:
        """Return what was entered, for the address of the preview; blanks are left out."""
        return {name: str(value) for name, value in self.cleaned_data.items() if value and name != "file"}


class IndexUploadForm(IndexStatedForm):
    """A file of index values, and what is stated about it."""

    file = forms.FileField(
        help_text="A CSV file with a header row: UTF-8 or Windows-1252, at most 2 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    field_order = ("file", "code")


class IndexConfirmForm(PageForm):
    """The outcome that the person saw."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
