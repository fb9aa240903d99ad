"""What a reminder of an exit task says."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from contracts_app.reminders.lateness import late_words
from core.mail.languages import day_of_this_year, language_of, weekday_date, written_in
from core.mail.letter import CalendarEntry, Letter
from core.models import Delivery
from renewals.models import ExitTask
from renewals.reminders.names import task_name
from renewals.reminders.place import vendor_notice_url


def letters_for(deliveries: Sequence[Delivery]) -> dict[int, Letter]:
    """Return the letter of each delivery by its id, in its reader's language."""
    ids = {delivery.reminder.subject_id for delivery in deliveries}
    rows = ExitTask.unscoped.filter(pk__in=ids).select_related("notice__contract__vendor", "owner")
    tasks = {row.pk: row for row in rows}
    letters = {}
    for delivery in deliveries:
        language = language_of(delivery.recipient)
        with written_in(language):
            letters[delivery.pk] = _letter(delivery, tasks[delivery.reminder.subject_id], language)
    return letters


def _letter(delivery: Delivery, task: ExitTask, language: str) -> Letter:
    contract, notice = task.notice.contract, task.notice
    title, day = task_name(task.kind), task.due_date
    by = _("Due {day}")
    name = f"{title}: {contract.vendor.name}, {contract.title} ({contract.number})"
    address = settings.SITE_URL + vendor_notice_url(notice.pk)
    lead = _lead(task)
    return Letter(
        subject=f"[{by.format(day=day_of_this_year(day))}] {name}",
        status=f"▲ {by.format(day=weekday_date(day))}",
        headline=f"{contract.vendor.name} · {contract.title}",
        lead=lead,
        paragraphs=_paragraphs(delivery),
        facts=(
            (_("Task"), title),
            (_("Due"), weekday_date(day)),
            (_("Contract"), f"{contract.number} {contract.title}"),
            (_("Vendor"), contract.vendor.name),
        ),
        button=(_("Open the notice"), address),
        why=_("You get this because the task, or the contract, is with you."),
        language=language,
        calendar=CalendarEntry(
            uid=f"exit-task-{task.pk}", summary=name, day=day, description=f"{lead}\n{address}"
        ),
    )


def _lead(task: ExitTask) -> str:
    if not task.is_owed:
        return _("This task is done, or its notice counts no more. Its page shows what counts now.")
    ends = task.notice.exit_date
    day = weekday_date(ends) if ends else ""
    return _("The vendor ends the contract: its last day in force is {day}.").format(day=day)


def _paragraphs(delivery: Delivery) -> tuple[str, ...]:
    late = delivery.late_days
    return (late_words(late, delivery.reminder.due_date),) if late else ()
