"""Forms about renewals."""

from __future__ import annotations

from django import forms

from contracts_app.models import Contract
from core.pages.forms import PageForm
from renewals.rules.policy import (
    LADDER,
    LONGEST_ACKNOWLEDGE,
    LONGEST_DECISION,
    LONGEST_LEAD,
    STANDARD_ACKNOWLEDGE_DAYS,
    STANDARD_DECISION_DAYS,
)
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
        help_text="Numbers with commas. The day of the decision and each day of the last week always count.",
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
    acknowledge_days = forms.IntegerField(
        label="To acknowledge within (working days)",
        min_value=0,
        max_value=LONGEST_ACKNOWLEDGE,
        initial=STANDARD_ACKNOWLEDGE_DAYS,
        help_text="Without an acknowledgment it climbs to the manager, and after as many days again to legal"
        " and the head of procurement. 0: it never climbs.",
    )

    def draft(self) -> PolicyDraft:
        """Return what a valid form says."""
        chosen = dict(self.cleaned_data)
        return PolicyDraft(**{**chosen, "currency": chosen["currency"].strip().upper()})


class AcknowledgeForm(PageForm):
    """The act-by date that the person saw."""

    act_by_date = forms.DateField(widget=forms.HiddenInput())


class SnoozeForm(PageForm):
    """Until when reminders of a deadline may be quiet, and why."""

    act_by_date = forms.DateField(widget=forms.HiddenInput())
    until = forms.DateField(
        label="Remind again on", help_text="After today, and at the latest the day the decision is due."
    )
    reason = forms.CharField(
        label="Why it can wait",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the contract, where everybody who may see it can read it.",
    )
