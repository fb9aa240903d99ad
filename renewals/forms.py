"""Forms about renewals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms

from contracts_app.models import Contract
from core.pages.forms import PageForm
from renewals.rules.decision import KIND_LABELS, DecisionKind
from renewals.rules.policy import LADDER, LONGEST_DECISION, LONGEST_LEAD, STANDARD_DECISION_DAYS
from renewals.rules.policy_draft import PolicyDraft


class PolicyForm(PageForm):
    """Which contracts a reminder policy is for, and what it says."""

    contract_type = forms.ChoiceField(
        label="Type of contract", required=False, choices=[("", "Every type"), *Contract.Type.choices]
    )
    minimum_amount = forms.DecimalField(
        label="From a value of",
        required=False,
        max_digits=19,
        decimal_places=4,
        help_text="Inclusive. Blank: contracts of every value.",
    )
    currency = forms.CharField(
        required=False,
        max_length=3,
        help_text="Of that value, for example EUR. Other currencies do not count.",
    )
    offsets = forms.CharField(
        label="Days before act-by on which to remind",
        max_length=400,
        initial=", ".join(map(str, LADDER)),
        help_text="Numbers with commas. The day itself is always reminded of.",
    )
    lead_days = forms.IntegerField(
        label="Lead time (working days)",
        min_value=0,
        max_value=LONGEST_LEAD,
        initial=0,
        help_text="Act-by lies this long before the last day to send a notice.",
    )
    decision_days = forms.IntegerField(
        label="Decision due (days before act-by)",
        min_value=0,
        max_value=LONGEST_DECISION,
        initial=STANDARD_DECISION_DAYS,
    )

    def draft(self) -> PolicyDraft:
        """Return what a valid form says."""
        chosen = dict(self.cleaned_data)
        return PolicyDraft(**{**chosen, "currency": chosen["currency"].strip().upper()})


class DecisionForm(PageForm):
    """What becomes of a contract, and why; each choice says what follows from it."""

    kind = forms.ChoiceField(label="What becomes of the contract", widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kept with the decision, where everybody who sees the contract can read it.",
    )
    deadline_version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, consequences: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [
            (key, f"{KIND_LABELS[DecisionKind(key)]}. {follows}") for key, follows in consequences.items()
        ]


class ThresholdForm(PageForm):
    """From which amount on a second person confirms a decision."""

    currency = forms.CharField(max_length=3, help_text="For example EUR.")
    amount = forms.DecimalField(
        label="From an amount at stake of",
        max_digits=19,
        decimal_places=4,
        help_text="Inclusive. A decision about as much or more is proposed until somebody else confirms it.",
    )
