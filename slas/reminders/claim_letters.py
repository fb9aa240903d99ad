"""What a reminder of a claim says: the credit, until when it can be claimed, and that it was lost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts_app.reminders.lateness import late_words
from contracts_app.reminders.roles import role_name
from core.mail.languages import day_of_this_year, language_of, money_text, weekday_date, written_in
from core.mail.letter import CalendarEntry, Letter
from core.models import Delivery
from slas.models import Claim
from slas.reminders.subjects import claim_url
from slas.reminders.words import days_text, span_name, status_name
from slas.rules.claim import BEFORE_SUBMISSION, ClaimStatus
from slas.rules.reminding import CLAIM_LOST, CLAIM_TO_MANAGER


def letters_for(deliveries: Sequence[Delivery]) -> dict[int, Letter]:
    """Return the letter of each delivery by its id, in its reader's language."""
    ids = {delivery.reminder.subject_id for delivery in deliveries}
    rows = Claim.unscoped.filter(pk__in=ids).select_related("contract__vendor", "contract__owner")
    claims = {row.pk: row for row in rows.defer("contract__search_vector")}
    letters = {}
    for delivery in deliveries:
        language = language_of(delivery.recipient)
        with written_in(language):
            letters[delivery.pk] = _letter(delivery, claims[delivery.reminder.subject_id], language)
    return letters


def _letter(delivery: Delivery, claim: Claim, language: str) -> Letter:
    contract = claim.contract
    name = f"{contract.vendor.name}, {contract.title} ({contract.number})"
    address = settings.SITE_URL + claim_url(claim.pk)
    lead = _lead(delivery, claim)
    return Letter(
        subject=f"[{_subject_word(delivery, claim)}] {name}",
        status=_status(delivery, claim),
        headline=f"{contract.vendor.name} · {contract.title}",
        lead=lead,
        paragraphs=tuple(_paragraphs(delivery, claim)),
        facts=tuple(_facts(claim)),
        button=(_("Open the claim"), address),
        why=_why(delivery),
        language=language,
        calendar=_entry(delivery, claim, name, f"{lead}\n{address}"),
    )


def _is_over(delivery: Delivery, claim: Claim) -> bool:
    """Return whether the claim moved on since the reminder was planned."""
    if delivery.reminder.kind == CLAIM_LOST:
        return claim.status != ClaimStatus.LOST
    return claim.status not in BEFORE_SUBMISSION


def _subject_word(delivery: Delivery, claim: Claim) -> str:
    if delivery.reminder.kind == CLAIM_LOST:
        return _("Credit lost")
    if claim.last_date is None:
        return _("Credit to claim")
    day = day_of_this_year(claim.last_date)
    if delivery.reminder.kind == CLAIM_TO_MANAGER:
        return _("Not claimed: by {day}").format(day=day)
    return _("Claim by {day}").format(day=day)


def _status(delivery: Delivery, claim: Claim) -> str:
    if delivery.reminder.kind == CLAIM_LOST:
        return "■ " + _("Credit lost")
    if claim.last_date is None:
        return "▲ " + _("Credit to claim")
    return "▲ " + _("Claim by {day}").format(day=weekday_date(claim.last_date))


def _asked(claim: Claim) -> str:
    """Return what is asked for; empty where that is not known yet."""
    if claim.asked_amount is not None:
        return money_text(claim.asked_amount, claim.currency)
    return days_text(claim.asked_days) if claim.asked_days is not None else ""


def _lead(delivery: Delivery, claim: Claim) -> str:
    if _is_over(delivery, claim):
        return _("The claim has moved on since. Its page shows where it stands.")
    asked, span = _asked(claim), span_name(claim.period_first_date, claim.period_last_date)
    if delivery.reminder.kind == CLAIM_LOST:
        words = _("The credit for {span} was not claimed in time, and is lost: {asked}.")
    elif claim.last_date is None:
        words = _("The credit for {span} is not claimed yet: {asked}.")
    elif claim.last_date < delivery.reminder.due_date + dt.timedelta(days=delivery.late_days):
        words = _("The last day to claim the credit for {span} was {day}: {asked}.")
    else:
        words = _("The credit for {span} is lost unless it is claimed by {day}: {asked}.")
    day = weekday_date(claim.last_date) if claim.last_date else ""
    return words.format(span=span, day=day, asked=asked or _("how much is not known yet"))


def _paragraphs(delivery: Delivery, claim: Claim) -> list[str]:
    found = []
    if delivery.late_days:
        found.append(late_words(delivery.late_days, delivery.reminder.due_date))
    if _is_over(delivery, claim) or delivery.reminder.kind == CLAIM_LOST:
        return found
    if delivery.reminder.kind == CLAIM_TO_MANAGER:
        owner = claim.contract.owner or _("not set")
        text = _("The claim is not with the vendor yet. The owner of the contract is {owner}.")
        found.append(text.format(owner=owner))
    if claim.last_date is None:
        found.append(
            _(
                "No last day to claim is recorded for this contract. Vendors often set one of 7 to 60 days:"
                " record it, or claim now."
            )
        )
    elif claim.latest_date and claim.latest_date != claim.last_date:
        text = _("The contract can also be read as {day}. The earlier day is the safe one.")
        found.append(text.format(day=weekday_date(claim.latest_date)))
    return found


def _facts(claim: Claim) -> list[tuple[str, str]]:
    contract = claim.contract
    facts = [
        (_("Contract"), f"{contract.number} {contract.title}"),
        (_("Vendor"), contract.vendor.name),
        (_("Period"), span_name(claim.period_first_date, claim.period_last_date)),
        (_("Asked for"), _asked(claim)),
        (_("Claim by"), weekday_date(claim.last_date) if claim.last_date else ""),
        (_("The claim is"), status_name(claim.status)),
    ]
    return [(label, value) for label, value in facts if value]


def _why(delivery: Delivery) -> str:
    reminder, role = delivery.reminder, role_name(delivery.reason)
    if reminder.kind == CLAIM_LOST:
        return _("You get this as {role}, because the claim was not submitted in time.").format(role=role)
    if reminder.kind == CLAIM_TO_MANAGER:
        return _("You get this as {role}, because the claim is not submitted yet.").format(role=role)
    days = reminder.offset_days
    when = _("on the day itself")
    if days:
        when = ngettext("{n} day before", "{n} days before", days).format(n=days)
    return _(
        "You get this {when}, as {role}. Owner and backup owner are set on the page of the contract."
    ).format(when=when, role=role)


def _entry(delivery: Delivery, claim: Claim, name: str, description: str) -> CalendarEntry | None:
    """Return the last day to claim for the reader's calendar: every reminder of a claim updates one entry."""
    if claim.last_date is None or delivery.reminder.kind == CLAIM_LOST:
        return None
    summary = _("Claim by {day}").format(day=day_of_this_year(claim.last_date))
    return CalendarEntry(
        uid=f"sla-claim-{claim.pk}",
        summary=f"{summary}: {name}",
        day=claim.last_date,
        description=description,
    )
