"""What a contract says about all its service credits, as entered on a page."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, Final

from django import forms

from core.pages.fields import DayField
from core.pages.forms import PageForm
from slas.forms.numbers import number_field, whole_field
from slas.models import CreditAgreement
from slas.rules.agreed_credits import AgreementDraft
from slas.rules.credit_terms import CapScope

SCOPES: Final = (
    (CapScope.MONTH, "a month"),
    (CapScope.YEAR, "a year"),
    (CapScope.TERM, "the term"),
)
SOLE: Final = (("", "The contract does not say"), ("yes", "Yes"), ("no", "No"))
CAP_OF: Final = (("", "…"), ("percent", "% of the fees"), ("amount", "amount"), ("days", "days"))


class AgreementForm(PageForm):
    """Stacking, caps, minimum, claim window and chronic failure, from a day on."""

    effective_from = DayField(label="Counts from")
    currency = forms.CharField(required=False, max_length=3, help_text="Of the amounts below: EUR, USD.")
    stacking = forms.ChoiceField(
        label="Several credits of a period", choices=CreditAgreement.Stacking.choices
    )
    fees_month = number_field("Fees of a month", "What caps in percent are of.", decimals=4)
    fees_year = number_field("Fees of a year", decimals=4)
    fees_term = number_field("Fees of the term", decimals=4)
    minimum_amount = number_field("Smallest credit that is paid", decimals=4)
    minimum_must_exceed = forms.BooleanField(label="It must be greater than that", required=False)
    is_sole_remedy = forms.ChoiceField(label="Credits are the sole remedy", required=False, choices=SOLE)
    window_quantity = whole_field("A claim is made within", "Blank: the contract states no window.", 3_660)
    window_unit = forms.ChoiceField(label="Unit of the window", choices=CreditAgreement.WindowUnit.choices)
    window_anchor = forms.ChoiceField(label="Counted", choices=CreditAgreement.WindowAnchor.choices)
    window_test = forms.ChoiceField(label="By the last day", choices=CreditAgreement.ClaimTest.choices)
    window_calendar = forms.CharField(
        label="Business days of",
        required=False,
        max_length=20,
        help_text="For a window in business days: DE.",
    )
    window_zone = forms.CharField(label="Time zone", max_length=60, initial="UTC")
    cycle_start_date = DayField(
        label="First day of a billing cycle", required=False, help_text="Blank: months."
    )
    cycle_months = whole_field("Months of a billing cycle", "Blank: one.", 60)
    chronic_missed = whole_field("Chronic failure: missed in", "Months. Blank: none is agreed.", 60)
    chronic_window = whole_field("of consecutive months", "", 60)
    chronic_notice_days = whole_field(
        "Each month notified within (days)", "Of its end. Blank: no notice is needed.", 3_660
    )
    chronic_use_within_days = whole_field("The right is used within (days)", "Blank: no limit.", 3_660)
    clause_ref = forms.CharField(label="Clause", required=False, max_length=60, help_text="For example 6.3.")

    def __init__(self, *args: Any, agreement: CreditAgreement | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(agreement))
        super().__init__(*args, **kwargs)
        for scope, label in SCOPES:
            amount = number_field(f"At most in {label}", decimals=4)
            amount.widget.attrs["class"] = "form-control"
            of = forms.ChoiceField(label=f"Unit of the cap of {label}", required=False, choices=CAP_OF)
            of.widget.attrs["class"] = "form-select"
            self.fields |= {f"cap_{scope}": amount, f"cap_{scope}_of": of}

    def caps(self) -> list[list[Any]]:
        """Return the two fields of each cap."""
        return [[self[f"cap_{scope}"], self[f"cap_{scope}_of"]] for scope, _ in SCOPES]

    def clean(self) -> dict[str, Any]:
        """Ask for both parts of a cap."""
        entered: dict[str, Any] = super().clean() or self.cleaned_data
        for scope, _ in SCOPES:
            if (entered.get(f"cap_{scope}") is None) is not (not entered.get(f"cap_{scope}_of")):
                self.add_error(f"cap_{scope}", "Give the figure and what it is in, or neither.")
        return entered

    def draft(self) -> AgreementDraft:
        """Return what a valid form says."""
        entered = dict(self.cleaned_data)
        caps = []
        for scope, _ in SCOPES:
            amount, of = entered.pop(f"cap_{scope}"), entered.pop(f"cap_{scope}_of")
            if amount is not None:
                caps.append({"scope": str(scope), of: f"{amount:f}"})
        entered["currency"] = entered["currency"].upper()
        entered["is_sole_remedy"] = {"yes": True, "no": False}.get(entered["is_sole_remedy"])
        entered["cycle_months"] = entered["cycle_months"] or 1
        return AgreementDraft(**entered, caps=caps)


def _initial(agreement: CreditAgreement | None) -> dict[str, Any]:
    if agreement is None:
        return {}
    names = [one.name for one in fields(AgreementDraft) if one.name != "caps"]
    found = {name: getattr(agreement, name) for name in names}
    for name, value in found.items():
        if hasattr(value, "normalize"):
            found[name] = f"{value.normalize():f}"
    found["is_sole_remedy"] = {True: "yes", False: "no", None: ""}[agreement.is_sole_remedy]
    for cap in agreement.caps:
        of = next(name for name in ("percent", "amount", "days") if name in cap)
        found |= {f"cap_{cap['scope']}": cap[of], f"cap_{cap['scope']}_of": of}
    return found
