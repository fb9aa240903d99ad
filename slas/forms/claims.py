"""What is said of a step of a claim."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from core.pages.fields import DayField
from core.pages.forms import PageForm
from slas.actions.claim_moves import ClaimSaid, Proof
from slas.models import Claim
from slas.rules.claim import ClaimMove, Needed


class ClaimMoveForm(PageForm):
    """One step of a claim: it asks for what the step needs, and takes what may come with it."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    on_date = DayField(label="On", required=False)
    amount = forms.DecimalField(max_digits=19, decimal_places=4, required=False)
    reference = forms.CharField(max_length=120, required=False)
    reason = forms.CharField(max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}))
    proof = forms.FileField(
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg,.eml,.txt"}),
        help_text="Mail, receipt of a portal or delivery record: PDF, PNG, JPEG, EML or text, at most 50 MB.",
    )

    def __init__(self, *args: Any, move: ClaimMove, claim: Claim, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        needs = set(move.needs)
        if claim.asked_amount is None:
            needs.discard(Needed.AMOUNT)
        named = {
            "on_date": Needed.DATE,
            "amount": Needed.AMOUNT,
            "reference": Needed.REFERENCE,
            "reason": Needed.REASON,
            "proof": Needed.PROOF,
        }
        may = {"reference", "proof"} if Needed.DATE in needs else set()
        for name, need in named.items():
            if need in needs:
                self.fields[name].required = True
            elif name not in may:
                del self.fields[name]
        if "amount" in self.fields:
            self.fields["amount"].label = f"Amount granted, {claim.currency}"
        if move.verb == "credit":
            self.fields["reference"].label = "Number of the credit note"

    def said(self) -> ClaimSaid:
        """Return what a valid form says."""
        given = self.cleaned_data
        proof = given.get("proof")
        amount: Decimal | None = given.get("amount")
        return ClaimSaid(
            on_date=given.get("on_date"),
            amount=amount,
            reference=given.get("reference") or "",
            reason=given.get("reason") or "",
            proof=Proof(proof.name, proof.read()) if proof else None,
        )
