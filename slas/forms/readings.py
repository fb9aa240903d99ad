"""Tickets and measurements as they are entered on pages, and files of what happened."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from django import forms

from core.pages.forms import PageForm
from slas.forms.moments import MomentField
from slas.forms.outages import zone_hint
from slas.models import Measurement, Service, SlaTarget, Ticket, TicketPause
from slas.rules.event_row import LONGEST_REF, LONGEST_SOURCE
from slas.rules.measurement_row import LONGEST_NOTE, MeasurementRow
from slas.rules.ticket_row import LONGEST_SEVERITY, LONGEST_TITLE, PauseRow, TicketRow, pause_rows

_SOURCE_HINT: Final = "Who reported it, for example desk or monitor. Blank: we noticed it."


class PausesField(forms.CharField):
    """Times in which a ticket waited, one on a line; its value is rows with times in UTC."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget",
            forms.Textarea(
                attrs={"rows": 3, "placeholder": "2026-03-01 14:30 / 2026-03-01 16:00 / Waiting for logs"}
            ),
        )
        kwargs.setdefault("required", False)
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the pauses that the lines name."""
        return tuple(_read(one) for one in pause_rows(super().to_python(value) or ""))

    def run_validators(self, value: Any) -> None:
        """Check nothing more: the length of the text says nothing about the pauses."""

    def prepare_value(self, value: Any) -> Any:
        """Show pauses as they are typed, in the reader's zone; what was typed stays."""
        if isinstance(value, str) or value is None:
            return value
        shown = MomentField()
        lines = []
        for one in value:
            ends = shown.prepare_value(one.end_at) if one.end_at else ""
            parts = [shown.prepare_value(one.start_at), ends, one.reason]
            lines.append(" / ".join(parts).rstrip(" /"))
        return "\n".join(lines)


def _read(given: PauseRow) -> PauseRow:
    moment = MomentField(required=False)
    try:
        start, end = moment.clean(given.start), moment.clean(given.end)
    except forms.ValidationError as error:
        line = " / ".join(part for part in (given.start, given.end, given.reason) if part)
        raise forms.ValidationError(f"“{line}”: {error.messages[0]}") from None
    if start is None:
        raise forms.ValidationError("A pause starts with a time, as 2026-03-01 14:30 / 2026-03-01 16:00.")
    return PauseRow(start.isoformat(), end.isoformat() if end else "", given.reason)


class TicketForm(PageForm):
    """A ticket with its pauses; of one on record the service, its source and its ref stay."""

    service = forms.ChoiceField()
    ref = forms.CharField(label="Reference", max_length=LONGEST_REF, help_text="What the desk calls it.")
    severity = forms.CharField(
        required=False,
        max_length=LONGEST_SEVERITY,
        help_text="As the targets call it, for example P1. Blank: none.",
    )
    title = forms.CharField(label="What it is about", required=False, max_length=LONGEST_TITLE)
    opened = MomentField(label="Opened")
    responded = MomentField(label="Answered", required=False, help_text="Blank while nobody has.")
    resolved = MomentField(label="Solved", required=False, help_text="Blank while it is open.")
    pauses = PausesField(
        label="Waited for somebody else",
        help_text="Does not count. One on a line: from / to / why; without an end it still waits.",
    )
    source = forms.CharField(required=False, max_length=LONGEST_SOURCE, help_text=_SOURCE_HINT)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    held_pauses = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        services: Iterable[Service],
        ticket: Ticket | None = None,
        pauses: Sequence[TicketPause] = (),
        **kwargs: Any,
    ) -> None:
        if ticket is not None:
            kwargs["initial"] = {
                "severity": ticket.severity,
                "title": ticket.title,
                "opened": ticket.opened_at,
                "responded": ticket.responded_at,
                "resolved": ticket.resolved_at,
                "pauses": list(pauses),
                "held_pauses": " ".join(str(one.pk) for one in pauses),
                "version": ticket.row_version,
            }
        super().__init__(*args, **kwargs)
        self.fields["opened"].help_text = zone_hint()
        self.fields["service"].choices = [(one.slug, str(one)) for one in services]  # type: ignore[attr-defined]
        if ticket is not None:
            for name in ("service", "source", "ref"):
                del self.fields[name]

    def pauses_read(self) -> set[int]:
        """Return the ids of the pauses that the page showed."""
        return {int(one) for one in self.cleaned_data["held_pauses"].split() if one.isdecimal()}

    def row(self) -> TicketRow:
        """Return what a valid form says."""
        entered = self.cleaned_data
        times = {
            name: entered[name].isoformat() if entered[name] else ""
            for name in ("opened", "responded", "resolved")
        }
        texts = {name: entered.get(name, "") for name in ("service", "source", "ref", "severity", "title")}
        return TicketRow(1, pauses=entered["pauses"], **texts, **times)


class MeasurementForm(PageForm):
    """A reading of a target; of one on record the target, its source and its ref stay."""

    target = forms.ChoiceField()
    at = MomentField(label="Measured at")
    value = forms.DecimalField(
        max_digits=24,
        decimal_places=8,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="In the unit of the target, exactly as measured.",
    )
    note = forms.CharField(required=False, max_length=LONGEST_NOTE, widget=forms.Textarea(attrs={"rows": 2}))
    source = forms.CharField(required=False, max_length=LONGEST_SOURCE, help_text=_SOURCE_HINT)
    ref = forms.CharField(
        label="Reference", required=False, max_length=LONGEST_REF, help_text="What the source calls it."
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        targets: Iterable[SlaTarget],
        measurement: Measurement | None = None,
        **kwargs: Any,
    ) -> None:
        if measurement is not None:
            kwargs["initial"] = {
                "at": measurement.at,
                "value": f"{measurement.value.normalize():f}",
                "note": measurement.note,
                "version": measurement.row_version,
            }
        super().__init__(*args, **kwargs)
        self.fields["at"].help_text = zone_hint()
        self.fields["target"].choices = [(str(one.pk), str(one)) for one in targets]  # type: ignore[attr-defined]
        if measurement is not None:
            for name in ("target", "source", "ref"):
                del self.fields[name]

    def row(self) -> MeasurementRow:
        """Return what a valid form says."""
        entered = self.cleaned_data
        return MeasurementRow(
            1,
            int(entered.get("target") or 0),
            entered.get("source", ""),
            entered.get("ref", ""),
            entered["at"].isoformat(),
            f"{entered['value']:f}",
            entered["note"],
        )


class RowsUploadForm(PageForm):
    """A file of outages, tickets or measurements; ``hint`` names its columns."""

    file = forms.FileField(widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv"}))

    def __init__(self, *args: Any, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = f"CSV in UTF-8, at most 25 MB. {hint}"
