"""Outages and exclusions as they are entered on pages."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from core.pages.forms import PageForm, ReasonForm
from slas.actions.exclusions import ExclusionDraft, Upload
from slas.forms.moments import MomentField
from slas.models import Exclusion, Outage, Service
from slas.rules.event_row import LONGEST_REF, LONGEST_SOURCE
from slas.rules.outage_row import LONGEST_SUMMARY, OutageRow


def zone_hint(rest: str = "") -> str:
    """Say in which zone a time is read."""
    return (
        f"In your zone, {timezone.get_current_timezone_name()}, or with its own as 2026-03-01T14:30Z. {rest}"
    )


class OutageForm(PageForm):
    """A service that was down; of one on record the service, its source and its ref stay."""

    service = forms.ChoiceField()
    start = MomentField(label="Down since")
    end = MomentField(label="Up again", required=False)
    summary = forms.CharField(
        label="What happened",
        required=False,
        max_length=LONGEST_SUMMARY,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    source = forms.CharField(
        required=False,
        max_length=LONGEST_SOURCE,
        help_text="Who reported it, for example vendor or monitor. Blank: we noticed it.",
    )
    ref = forms.CharField(
        label="Reference", required=False, max_length=LONGEST_REF, help_text="What the source calls it."
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, services: list[Service], outage: Outage | None = None, **kwargs: Any
    ) -> None:
        if outage is not None:
            kept = {"start": outage.start_at, "end": outage.end_at, "summary": outage.summary}
            kwargs["initial"] = {**kept, "version": outage.row_version}
        super().__init__(*args, **kwargs)
        self.fields["start"].help_text = zone_hint()
        self.fields["end"].help_text = "Blank while it is still down."
        self.fields["service"].choices = [(one.slug, str(one)) for one in services]  # type: ignore[attr-defined]
        if outage is not None:
            for name in ("service", "source", "ref"):
                del self.fields[name]

    def row(self) -> OutageRow:
        """Return what a valid form says."""
        entered = self.cleaned_data
        return OutageRow(
            1,
            entered.get("service", ""),
            entered.get("source", ""),
            entered.get("ref", ""),
            entered["start"].isoformat(),
            entered["end"].isoformat() if entered["end"] else "",
            entered["summary"],
        )


class ExclusionForm(PageForm):
    """Time in which downtime may be excused."""

    kind = forms.ChoiceField(label="Why", choices=[("", "Choose …"), *Exclusion.Kind.choices])
    service = forms.ModelChoiceField(
        Service.unscoped.none(), required=False, empty_label="All services of the contract"
    )
    start_at = MomentField(label="From")
    end_at = MomentField(label="To")
    announced_at = MomentField(
        label="Announced", required=False, help_text="Of maintenance: when the vendor announced it."
    )
    ref = forms.CharField(label="Reference", required=False, max_length=LONGEST_REF)
    reason = forms.CharField(
        label="What it is about", required=False, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    evidence = forms.CharField(
        required=False,
        max_length=500,
        help_text="Where it is, for example the mail of 25 Jul. Without evidence it cannot be approved.",
    )
    evidence_file = forms.FileField(
        label="Evidence as a file", required=False, help_text="PDF, PNG, JPEG, EML or text."
    )

    def __init__(self, *args: Any, user: Any, contract_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        seen = Service.objects.visible_to(user).filter(contract_id=contract_id)
        self.fields["service"].queryset = seen.order_by("name")  # type: ignore[attr-defined]
        self.fields["start_at"].help_text = zone_hint()

    def draft(self) -> ExclusionDraft:
        """Return what a valid form says."""
        entered = {name: value for name, value in self.cleaned_data.items() if name != "evidence_file"}
        return ExclusionDraft(**entered)

    def upload(self) -> Upload | None:
        """Return the file that was given as evidence."""
        given = self.cleaned_data["evidence_file"]
        return Upload(given.name, given.read()) if given else None


class ApprovalForm(PageForm):
    """Which version of an exclusion was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class RejectionForm(ReasonForm):
    """Why an exclusion does not excuse, and which version of it was looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput)
