"""What counts where a published table of credits has a gap or an overlap, as entered on a page."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from core.pages.forms import PageForm
from slas.rules.credit_choice import FindingKind
from slas.rules.credit_finding import CreditFinding
from slas.rules.credit_scheme import CreditScheme

NO_CREDIT: Final = "none"


class ChoiceForm(PageForm):
    """Which row counts, and why."""

    row = forms.ChoiceField(label="This counts", widget=forms.RadioSelect)
    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example: the contract says that the higher credit counts (5.4).",
    )

    def __init__(self, *args: Any, scheme: CreditScheme, finding: CreditFinding, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_gap = finding.kind is FindingKind.GAP
        numbers = range(1, len(scheme.bands) + 1) if is_gap else finding.bands
        rows = [(str(number), f"Row {number}: {scheme.band(number).words()}") for number in numbers]
        field: Any = self.fields["row"]
        field.choices = [*rows, (NO_CREDIT, "No credit")] if is_gap else rows

    def band(self) -> int | None:
        """Return the number of the chosen row; None for no credit."""
        chosen = self.cleaned_data["row"]
        return None if chosen == NO_CREDIT else int(chosen)
