"""What was promised about a service, as entered on a page."""

from __future__ import annotations

from dataclasses import fields
from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP
from typing import Any, Final

from django import forms

from core.pages.choosing import ChosenField, give_user
from core.pages.fields import DayField
from core.pages.forms import PageForm
from slas.actions.targets import TargetIdentity
from slas.forms.numbers import number_field, whole_field
from slas.forms.schemes import SchemeForm
from slas.models import SlaTarget, TargetVersion
from slas.models.exclusion import Exclusion
from slas.rules.agreed_target import IndicatorKind, TargetDraft
from slas.rules.credit_rounding import MOST_DECIMALS
from slas.rules.hours_text import EXAMPLE, HoursTextError, hours_text, read_hours

ROUNDINGS: Final = (
    ("", "Not rounded"),
    (ROUND_HALF_UP, "Half up"),
    (ROUND_HALF_EVEN, "Half to even"),
    (ROUND_DOWN, "Down"),
)


class HoursField(forms.CharField):
    """Service hours that can be typed as ``Mon-Fri 08:00-18:00``; its value is openings by weekday."""

    def to_python(self, value: Any) -> Any:
        """Return the openings of Monday to Sunday; None for a blank."""
        try:
            return read_hours(super().to_python(value) or "")
        except HoursTextError as error:
            raise forms.ValidationError(str(error)) from None

    def run_validators(self, value: Any) -> None:
        """Check nothing more: the length of the text says nothing about the hours."""

    def prepare_value(self, value: Any) -> Any:
        """Show hours as they are typed; what was typed stays."""
        return hours_text(value) if isinstance(value, list) else value


class IdentityForm(PageForm):
    """What is measured of a service."""

    indicator = forms.ChoiceField(label="What is measured", choices=SlaTarget.Indicator.choices)
    severity = forms.CharField(
        required=False,
        max_length=40,
        help_text="For times of tickets, as the contract says it: P1, critical.",
    )
    name = forms.CharField(
        label="Name", required=False, max_length=120, help_text="What a count or a key figure measures."
    )
    owner = ChosenField(
        "person", required=False, help_text="Who answers for a key figure. They must see the contract."
    )
    source = forms.CharField(
        label="Source of the readings", required=False, max_length=200, help_text="Of a key figure."
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_user(self.fields.values(), user)

    def identity(self) -> TargetIdentity:
        """Return what a valid form says."""
        entered = dict(self.cleaned_data)
        owner = entered.pop("owner")
        indicator = IndicatorKind(entered.pop("indicator"))
        return TargetIdentity(indicator=indicator, owner_id=owner.pk if owner else None, **entered)


class TargetChangeForm(PageForm):
    """What a target is called, who answers for it, and where its readings come from."""

    name = forms.CharField(label="Name", required=False, max_length=120)
    owner = ChosenField(
        "person", label="Answers for it", required=False, help_text="They must see the contract."
    )
    source = forms.CharField(label="Source of the readings", required=False, max_length=200)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, target: SlaTarget, **kwargs: Any) -> None:
        kept = {name: getattr(target, name) for name in ("name", "owner", "source")}
        super().__init__(*args, initial={**kept, "version": target.row_version}, **kwargs)
        give_user(self.fields.values(), user)


class TargetVersionForm(PageForm):
    """What was promised from a day on; the credit scheme stands in a form of its own."""

    effective_from = DayField(label="Counts from", help_text="The first day on which this is promised.")
    better = forms.ChoiceField(label="Promised is", choices=TargetVersion.Better.choices)
    value = number_field(
        "Value",
        "Percent of an availability, minutes of a time, a number of a count.",
        required=True,
        decimals=8,
    )
    unit = forms.CharField(required=False, max_length=30, help_text="Of a latency or a key figure: ms, %.")
    share_percent = number_field(
        "In how many of 100 tickets", "Where a time need not hold for each. Blank: for each."
    )
    percentile = number_field("Percentile", "Of a latency: 95 is the 95th, by nearest rank.")
    gathering = forms.ChoiceField(
        label="Readings of a period make", required=False, choices=TargetVersion.Gathering.choices
    )
    period = forms.ChoiceField(label="Judged by", choices=TargetVersion.Period.choices)
    zone = forms.CharField(
        label="Time zone of the contract",
        max_length=60,
        initial="UTC",
        help_text="For example Europe/Berlin.",
    )
    billing_from = DayField(label="Billing began on", required=False, help_text="For billing cycles.")
    billing_months = whole_field("Months of a billing cycle", "Blank: one.", 60)
    hours = HoursField(
        label="Service hours", required=False, help_text=f"For example {EXAMPLE}. Blank: around the clock."
    )
    hours_calendar = forms.CharField(
        label="Public holidays of",
        required=False,
        max_length=20,
        help_text="Closed in service hours: DE-HH, GB-ENG. Blank: open on holidays.",
    )
    minimum_minutes = number_field("Shortest outage that counts (minutes)", "Where the contract says so.")
    excused = forms.MultipleChoiceField(
        label="What excuses downtime",
        required=False,
        choices=Exclusion.Kind.choices,
        widget=forms.CheckboxSelectMultiple,
    )
    denominator = forms.ChoiceField(label="Excused time", choices=TargetVersion.Denominator.choices)
    announced_hours = whole_field(
        "Maintenance is announced (hours ahead)", "Blank: the contract does not say.", 8_784
    )
    rounding_mode = forms.ChoiceField(label="The figure is rounded", required=False, choices=ROUNDINGS)
    rounding_decimals = whole_field("To decimals", "Only where the contract says so.", MOST_DECIMALS)
    period_fee_amount = number_field(
        "Fee of the service for one period", "What percentages of credits are of."
    )
    period_fee_currency = forms.CharField(
        label="Currency", required=False, max_length=3, help_text="EUR, USD."
    )
    clause_ref = forms.CharField(label="Clause", required=False, max_length=60, help_text="For example 5.2.")
    reason = forms.CharField(
        label="Why",
        required=False,
        max_length=500,
        help_text="Needed where results rest on what you correct. Kept in the history.",
    )

    def draft(self, scheme: SchemeForm) -> TargetDraft:
        """Return what valid forms say."""
        entered = dict(self.cleaned_data)
        entered.pop("reason")
        entered["billing_months"] = entered["billing_months"] or 1
        entered["gathering"] = entered["gathering"] or "latest"
        entered["period_fee_currency"] = entered["period_fee_currency"].upper()
        return TargetDraft(**entered, scheme=scheme.scheme())


def initial_of(version: TargetVersion) -> dict[str, Any]:
    """Return a version as the form shows it."""
    found = {one.name: getattr(version, one.name) for one in fields(TargetDraft) if one.name != "scheme"}
    for name, value in found.items():
        if hasattr(value, "normalize"):
            found[name] = f"{value.normalize():f}"
    return found
