"""Forms about renewals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from contracts_app.models import Contract
from core.pages.choosing import ChosenField, give_user
from core.pages.fields import DayField
from core.pages.forms import PageForm
from core.rules.wording import short_date
from renewals.actions.notices import LetterDraft
from renewals.actions.services import ServiceDraft, Upload
from renewals.actions.vendor_notices import KINDS, VendorNoticeDraft
from renewals.rules.decision import KIND_LABELS, DecisionKind
from renewals.rules.ending_rule import EndingRule
from renewals.rules.ending_rule_words import choice_words
from renewals.rules.letter import LANGUAGES
from renewals.rules.policy import (
    LADDER,
    LONGEST_ACKNOWLEDGE,
    LONGEST_DECISION,
    LONGEST_LEAD,
    LONGEST_PACK,
    STANDARD_ACKNOWLEDGE_DAYS,
    STANDARD_DECISION_DAYS,
    STANDARD_PACK_DAYS,
)
from renewals.rules.policy_draft import PolicyDraft


class ReceiptForm(PageForm):
    """When a notice arrived, or why nobody knows."""

    received_date = DayField(label="Received on", required=False)
    reason = forms.CharField(
        label="Or why it is closed without that day",
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Kept with the notice.",
    )


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
    pack_days = forms.IntegerField(
        label="Leverage pack (days before act-by)",
        min_value=0,
        max_value=LONGEST_PACK,
        initial=STANDARD_PACK_DAYS,
        help_text="On that day the reminder leads to what there is to negotiate with. 0: it never does.",
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
    until = DayField(
        label="Remind again on", help_text="After today, and at the latest the day the decision is due."
    )
    reason = forms.CharField(
        label="Why it can wait",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the contract, where everybody who may see it can read it.",
    )


class DecisionForm(PageForm):
    """What becomes of a contract, and why; each choice says what follows from it.

    A rule for the notice is asked for only where there are several; the only one counts without asking.
    """

    kind = forms.ChoiceField(label="What becomes of the contract", widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=5_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Kept with the decision, where everybody who sees the contract can read it.",
    )
    notice_rule = forms.ChoiceField(
        label="Rule for the notice, if you terminate",
        required=False,
        widget=forms.RadioSelect,
        help_text="The letter cites its clause. The one that leads out first is chosen already.",
    )
    deadline_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    field_order = ("kind", "notice_rule", "reason")

    def __init__(
        self, *args: Any, consequences: Mapping[str, str], rules: Sequence[EndingRule] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if len(rules) > 1:
            rule: Any = self.fields["notice_rule"]
            rule.choices = [(one.kind, choice_words(one)) for one in rules]
            rule.initial = rules[0].kind
        else:
            del self.fields["notice_rule"]
        kind: Any = self.fields["kind"]
        kind.choices = [
            (key, f"{KIND_LABELS[DecisionKind(key)]}. {follows}") for key, follows in consequences.items()
        ]

    def rule(self) -> str:
        """Return the rule that a valid form names for the notice; empty for all but a termination."""
        said: dict[str, Any] = self.cleaned_data
        return said.get("notice_rule", "") if said["kind"] == DecisionKind.TERMINATE else ""


class ThresholdForm(PageForm):
    """From which amount on a second person confirms a decision."""

    currency = forms.CharField(max_length=3, help_text="For example EUR.")
    amount = forms.DecimalField(
        label="From an amount at stake of",
        max_digits=19,
        decimal_places=4,
        help_text="Inclusive. A decision about as much or more is proposed until somebody else confirms it.",
    )


class PrepareNoticeForm(PageForm):
    """In which language a letter is written, and the date on it."""

    language = forms.ChoiceField(label="Language of the letter", choices=list(LANGUAGES.items()))
    letter_date = DayField(label="Date of the letter")


class LetterForm(PageForm):
    """The words of a letter, and to whom it goes."""

    recipient = forms.CharField(max_length=300)
    addressee = forms.CharField(
        required=False, widget=forms.Textarea(attrs={"rows": 2}), help_text="To whom it must go there."
    )
    address = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    method = forms.CharField(required=False, max_length=60, help_text="Stands above the address.")
    letter_date = DayField(label="Date of the letter")
    subject = forms.CharField(max_length=700)
    body = forms.CharField(
        label="Letter",
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text="An empty line begins a paragraph.",
    )
    signatory = forms.CharField(required=False, max_length=200, help_text="Who signs it.")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def draft(self) -> LetterDraft:
        """Return what a valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return LetterDraft(**said)


def evidence_field(label: str, what: str, *, required: bool) -> forms.FileField:
    """Return the field that takes evidence of a notice; ``what`` begins its help text."""
    return forms.FileField(
        label=label,
        required=required,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.eml,.txt"}),
        help_text=f"{what}: PDF, PNG, JPEG, EML or text, at most 50 MB.",
    )


def proof_field(*, required: bool) -> forms.FileField:
    """Return the field that takes the proof of a service."""
    what = "Receipt, delivery record or e-mail"
    return evidence_field("Proof of service", what, required=required)


def letter_field(*, required: bool) -> forms.FileField:
    """Return the field that takes the letter of a vendor."""
    return evidence_field("The letter", "As it was received, letter or e-mail", required=required)


class ProofForm(PageForm):
    """The proof of a service."""

    proof = proof_field(required=True)

    def upload(self) -> Upload:
        """Return the file of a valid form."""
        given = self.cleaned_data["proof"]
        return Upload(given.name, given.read())


class ServiceForm(PageForm):
    """How and when a notice was sent."""

    method = forms.CharField(max_length=60)
    address = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    sent_date = DayField(label="Sent on")
    tracking_number = forms.CharField(required=False, max_length=100)
    received_date = DayField(
        label="Received on", required=False, help_text="Only where its arrival is known."
    )
    proof = proof_field(required=False)

    def draft(self) -> ServiceDraft:
        """Return what a valid form says."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "proof"}
        return ServiceDraft(**said)

    def upload(self) -> Upload | None:
        """Return the proof of a valid form, None where none was given."""
        given = self.cleaned_data["proof"]
        return Upload(given.name, given.read()) if given else None


class ServiceMoveForm(PageForm):
    """What became of a service."""

    note = forms.CharField(max_length=2_000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["note"].required = needs_reason


class SilentForm(PageForm):
    """Between which days renewals are looked for."""

    first = DayField(label="Renewed from")
    last = DayField(label="Renewed until")

    def clean(self) -> dict[str, Any]:
        """Refuse a range that ends before it begins."""
        said: dict[str, Any] = super().clean() or {}
        first, last = said.get("first"), said.get("last")
        if first and last and last < first:
            words = f"The last day is before the first ({short_date(first)}). Correct one of them."
            self.add_error("last", words)
        return said


class VendorNoticeForm(PageForm):
    """What a vendor's notice says."""

    kind = forms.ChoiceField(choices=[(kind.value, kind.label) for kind in KINDS])
    received_date = DayField(label="Received on")
    effective_date = DayField(
        label="Effective date",
        help_text="The last day in force; of a price increase, the first day of the new price.",
    )
    answer_by_date = DayField(
        label="Answer by",
        required=False,
        help_text="The last day to object or to answer. Blank: nothing need be answered.",
    )
    statement = forms.CharField(
        label="What it says", required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    letter = letter_field(required=False)

    def draft(self) -> VendorNoticeDraft:
        """Return what a valid form says."""
        beside = ("letter", "version")
        return VendorNoticeDraft(
            **{name: value for name, value in self.cleaned_data.items() if name not in beside}
        )

    def upload(self) -> Upload | None:
        """Return the letter of a valid form, None where none was given."""
        given = self.cleaned_data["letter"]
        return Upload(given.name, given.read()) if given else None


class CorrectVendorNoticeForm(VendorNoticeForm):
    """What a vendor's notice really says; its letter stays."""

    letter = None  # type: ignore[assignment]
    version = forms.IntegerField(widget=forms.HiddenInput)


class VendorLetterForm(PageForm):
    """The letter of a vendor."""

    letter = letter_field(required=True)

    def upload(self) -> Upload:
        """Return the file of a valid form."""
        given = self.cleaned_data["letter"]
        return Upload(given.name, given.read())


class VendorMoveForm(PageForm):
    """Why a vendor's notice is answered as it is."""

    reason = forms.CharField(max_length=700, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = needs_reason


class TaskDoneForm(PageForm):
    """What was done about an exit task."""

    note = forms.CharField(
        label="What was done", required=False, max_length=2_000, widget=forms.Textarea(attrs={"rows": 3})
    )


class ChangeTaskForm(PageForm):
    """Whom an exit task is with, and by when it is due."""

    owner = ChosenField("person", required=False, help_text="Blank: the owner of the contract is reminded.")
    due_date = DayField(label="Due on")
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_user(self.fields.values(), user)
