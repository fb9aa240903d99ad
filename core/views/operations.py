"""Operations: whether reminders are looked after, the delivery ledger, who cannot be reached, the hold.

Reminders, messages and their numbers are those of subjects that the reader may see: to whom a message went
and for which day tells of the contract. The figures of health count everything, and name nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from core import clock, registry
from core.access import policy
from core.models import Delivery, Reminder, SendingHold, SweepRun, SweepState
from core.pages.fields import DayField
from core.pages.forms import PageForm, form_page, refusals_on
from core.pages.status import StatusWord
from core.reminders.health import check_health
from core.reminders.hold import open_hold, release_mail
from core.reminders.shapes import SubjectLink

SHOWN = 50
_WORDS = {
    Delivery.State.PENDING: ("review", "Waiting"),
    Delivery.State.SENDING: ("review", "Being sent"),
    Delivery.State.SENT: ("done", "Sent"),
    Delivery.State.DEAD: ("missed", "Given up"),
    Delivery.State.SUPERSEDED: ("draft", "Superseded"),
    Delivery.State.WITHDRAWN: ("draft", "Withdrawn"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """A delivery or an unroutable reminder with what it is about."""

    row: Any
    link: SubjectLink
    word: StatusWord | None = None


@policy("operations.view")
def operations(request: HttpRequest) -> HttpResponse:
    """Show health, hold, unroutable reminders, the delivery ledger and the latest sweeps."""
    now = clock.now()
    state = request.GET.get("state", "")
    deliveries = Delivery.objects.filter(about_visible(request.user, "reminder__"))
    if state in Delivery.State.values:
        deliveries = deliveries.filter(state=state)
    unroutable = Reminder.objects.filter(
        about_visible(request.user), state=Reminder.State.UNROUTABLE
    ).order_by("reference_date", "id")
    context = {
        "title": "Operations",
        "health": check_health(now),
        "hold": SendingHold.objects.visible_to(request.user).filter(released_at__isnull=True).first(),
        "can_release": request.user.can("operations.release"),  # type: ignore[union-attr]
        "unroutable": _reminder_lines(request.user, unroutable),
        "unroutable_count": unroutable.count(),
        "deliveries": _delivery_lines(
            request.user, deliveries.select_related("reminder").order_by("-created_at", "-id")
        ),
        "states": Delivery.State.choices,
        "state": state,
        "sweeps": SweepRun.objects.order_by("-started_at")[:20],
        "standing": SweepState.objects.filter(pk=1).first(),
    }
    return render(request, "core/operations/page.html", context)


def about_visible(user: Any, path: str = "") -> Q:
    """Return the condition that a reminder, found along ``path``, is about what ``user`` may see."""
    condition = Q(pk__in=[])
    for subject in registry.reminder_subjects:
        mine = {f"{path}subject_type": subject.key, f"{path}subject_id__in": subject.visible(user)}
        condition |= Q(**mine)
    return condition


def links_of(user: Any, reminders: Iterable[Reminder]) -> dict[tuple[str, int], SubjectLink]:
    """Return the subjects that ``user`` may see, by type and id."""
    ids: dict[str, set[int]] = defaultdict(set)
    for reminder in reminders:
        ids[reminder.subject_type].add(reminder.subject_id)
    return {
        (subject.key, pk): link
        for subject in registry.reminder_subjects
        for pk, link in subject.links(user, sorted(ids.get(subject.key, ()))).items()
    }


def _reminder_lines(user: Any, rows: QuerySet[Reminder]) -> list[Line]:
    found = list(rows[:SHOWN])
    links = links_of(user, found)
    return [
        Line(row, link)
        for row in found
        if (link := links.get((row.subject_type, row.subject_id))) is not None
    ]


def _delivery_lines(user: Any, rows: QuerySet[Delivery]) -> list[Line]:
    found = list(rows[:SHOWN])
    links = links_of(user, [row.reminder for row in found])
    return [
        Line(row, link, StatusWord(*_WORDS[Delivery.State(row.state)]))
        for row in found
        if (link := links.get((row.reminder.subject_type, row.reminder.subject_id))) is not None
    ]


class ReleaseForm(PageForm):
    """Asks why mail may go out again, and what was sent before the restore."""

    reason = forms.CharField(
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept with the hold.",
    )
    sent_until = DayField(
        required=False,
        label="Taken as sent up to",
        help_text="Messages due up to this day were sent before the restore and are not sent again."
        " Leave it blank to send everything that is due.",
    )


@policy("operations.release")
def release(request: HttpRequest) -> HttpResponse:
    """Let mail go out again, asking why."""
    if open_hold() is None:
        messages.info(request, "Mail is not on hold. There is nothing to release.")
        return redirect("operations")
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _, taken = release_mail(
                actor=request.actor.with_reason(form.cleaned_data["reason"]),  # type: ignore[attr-defined]
                now=clock.now(),
                note=form.cleaned_data["reason"],
                sent_until=form.cleaned_data["sent_until"],
            )
            messages.success(request, f"Mail is released; {taken} messages were taken as sent.")
            return redirect("operations")
    waiting = Delivery.objects.filter(state=Delivery.State.PENDING).count()
    return form_page(
        request,
        form,
        title="Release mail",
        verb="Release mail",
        intro=f"{waiting} messages wait. After a restore the database does not know what was sent since its"
        " backup.",
        cancel_url=reverse("operations"),
    )
