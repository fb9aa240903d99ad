"""What a reminder of a contract says.

Subject, what happens if nobody acts, one table of facts, one button, why the reader gets it, and the
day for the calendar. Opening the link changes nothing: mail scanners follow links.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from contracts_app.models import Contract
from contracts_app.reminders.lateness import late_words
from contracts_app.reminders.roles import role_name
from core.mail.languages import day_of_this_year, language_of, money_text, weekday_date, written_in
from core.mail.letter import CalendarEntry, Letter
from core.models import Delivery, Reminder
from core.money import Money
from core.rules.periods import Period
from renewals.models import Deadline
from renewals.reminders.ceiling import ceilings_in_mail
from renewals.reminders.coming import ComingDate, coming_dates
from renewals.reminders.consequence import consequence_of
from renewals.reminders.lengths import lengths_in_mail
from renewals.reminders.names import method_name, missing_name, notice_by_name
from renewals.reminders.packs import presenting
from renewals.reminders.place import contract_url, pack_url
from renewals.rules.climb import CLIMBS
from renewals.rules.ladder import ACT_BY, REVIEW, SNOOZED

_ALARM_DAYS: Final = 1
_OF_ACT_BY: Final = (ACT_BY, SNOOZED, *CLIMBS)


@dataclass(frozen=True, slots=True)
class _Case:
    """One delivery with the contract and the version of its deadline that it reminds of.

    ``following`` is the exit after a missed one, as the deadline's details have it, where that is what
    the reminder counts back from; else empty. ``ceiling`` is what another term costs at most, and
    ``length`` how long it is, where known. ``presents_pack``: it leads to the leverage pack. ``coming``: what
    amendments change later.
    """

    delivery: Delivery
    contract: Contract
    deadline: Deadline | None
    is_past: bool
    following: Mapping[str, Any] = field(default_factory=dict)
    ceiling: Money | None = None
    length: Period | None = None
    presents_pack: bool = False
    coming: tuple[ComingDate, ...] = ()


def letters_for(deliveries: Sequence[Delivery]) -> dict[int, Letter]:
    """Return the letter of each delivery by its id, in its reader's language."""
    ids = {delivery.reminder.subject_id for delivery in deliveries}
    rows = Contract.unscoped.filter(pk__in=ids).select_related("vendor", "department", "owner")
    contracts = {row.pk: row for row in rows.prefetch_related("notice_rules").defer("search_vector")}
    versions: dict[int, list[Deadline]] = {}
    for row in Deadline.unscoped.filter(contract_id__in=ids).order_by("-version").defer("steps", "readings"):
        versions.setdefault(row.contract_id, []).append(row)
    current = {pk: row for pk, rows in versions.items() for row in rows if row.is_current}
    ceilings, lengths = ceilings_in_mail(deliveries, current), lengths_in_mail(ids)
    scope = Contract.objects.for_system("what amendments change later, in the reminder of a contract")
    coming = coming_dates(scope, ids)
    packs, letters = presenting(delivery.reminder for delivery in deliveries), {}
    for delivery in deliveries:
        contract = contracts[delivery.reminder.subject_id]
        case = _case(delivery, contract, versions.get(contract.pk, []))
        if not case.is_past:
            presents_pack = delivery.reminder_id in packs
            price, length = ceilings.get(contract.pk), lengths.get(contract.pk)
            case = replace(
                case,
                ceiling=price,
                length=length,
                presents_pack=presents_pack,
                coming=tuple(coming.get(contract.pk, ())),
            )
        language = language_of(delivery.recipient)
        with written_in(language):
            letters[delivery.pk] = _letter(case, language)
    return letters


def _case(delivery: Delivery, contract: Contract, versions: Sequence[Deadline]) -> _Case:
    """Pick the version that the reminder counts back from; the newest one that says that date."""
    reminder, day = delivery.reminder, _counted_from(delivery.reminder)
    is_of_act_by = reminder.kind in _OF_ACT_BY
    column = "act_by_date" if is_of_act_by else "next_review_date" if reminder.kind == REVIEW else "term_end"
    for row in versions:
        if getattr(row, column) == day:
            return _Case(delivery, contract, row, not row.is_current)
        following = row.details.get("next_exit") or {}
        if is_of_act_by and following.get("act_by_date") == day.isoformat():
            return _Case(delivery, contract, row, not row.is_current, following)
    return _Case(delivery, contract, None, True)


def _counted_from(reminder: Reminder) -> dt.date:
    """Return the day that the reminder is about; a snooze and a climb have a day of their own besides."""
    if reminder.kind in _OF_ACT_BY:
        return dt.date.fromisoformat(reminder.period_key.partition(">")[0])
    return reminder.reference_date


def _letter(case: _Case, language: str) -> Letter:
    contract, day = case.contract, _counted_from(case.delivery.reminder)
    name = f"{contract.vendor.name}, {contract.title} ({contract.number})"
    word = _word(case, day_of_this_year(day))
    return Letter(
        subject=f"[{_subject_word(case, day)}] {name}",
        status=f"▲ {_word(case, weekday_date(day))}",
        headline=f"{contract.vendor.name} · {contract.title}",
        lead=_lead(case),
        paragraphs=tuple(_paragraphs(case)),
        facts=tuple(_facts(case)),
        button=_button(case),
        why=_why(case),
        language=language,
        calendar=CalendarEntry(
            uid=f"{_calendar_kind(case)}-{contract.pk}-{day.isoformat()}",
            summary=f"{word}: {name}",
            day=day,
            description=f"{_lead(case)}\n{_address(contract)}",
            alarm_days=_ALARM_DAYS,
        ),
    )


def _button(case: _Case) -> tuple[str, str]:
    if case.presents_pack:
        return _("Open the leverage pack"), settings.SITE_URL + pack_url(case.contract.pk)
    return _("Open the contract"), _address(case.contract)


def _calendar_kind(case: _Case) -> str:
    """Return what the calendar entry is of: every message about one act-by date updates one entry."""
    kind = case.delivery.reminder.kind
    return ACT_BY if kind in _OF_ACT_BY else kind


def _word(case: _Case, day: str) -> str:
    """Return the status word of the message with its day."""
    patterns = {REVIEW: _("Review by {day}")} | dict.fromkeys(_OF_ACT_BY, _("Act by {day}"))
    return patterns.get(case.delivery.reminder.kind, _("Ends {day}")).format(day=day)


def _subject_word(case: _Case, day: dt.date) -> str:
    """Return what stands in brackets in the subject: a climb says why it goes to somebody else."""
    if case.delivery.reminder.kind in CLIMBS:
        return _("Not acknowledged: act by {day}").format(day=day_of_this_year(day))
    return _word(case, day_of_this_year(day))


def _lead(case: _Case) -> str:
    if case.deadline is None:
        return _("This deadline has been replaced by another one since.")
    if case.is_past:
        return _("This date is over: the contract has moved on since. Its page shows what counts now.")
    if case.following:
        leaves = _day(case.following["exit_date"])
        text = _("This term cannot be left any more. The next way out is at the end of {day}.")
        return text.format(day=weekday_date(leaves) if leaves else "")
    return consequence_of(case.deadline, contract_status=case.contract.status, length=case.length)


def _paragraphs(case: _Case) -> list[str]:
    late, found = case.delivery.late_days, []
    if case.delivery.reminder.kind in CLIMBS and not case.is_past:
        owner = case.contract.owner or _("not set")
        text = _("Nobody has said yet that they have it. The owner is {owner}.")
        found.append(text.format(owner=owner))
    if late:
        found.append(late_words(late, case.delivery.reminder.due_date))
    if case.presents_pack:
        found.append(
            _(
                "What there is to negotiate the next term with is in the leverage pack: how far the price may"
                " rise, what another term costs, the terms so far, what was decided, and what else we have"
                " with the vendor."
            )
        )
    found += [one.words for one in case.coming]
    if case.deadline and case.deadline.missing and not case.is_past:
        names = ", ".join(missing_name(name) for name in case.deadline.missing)
        text = _("Not known yet: {names}. Record it, so that the last day for notice can be told.")
        found.append(text.format(names=names))
    return found


def _facts(case: _Case) -> list[tuple[str, str]]:
    contract, deadline = case.contract, case.deadline
    facts = [(_("Contract"), f"{contract.number} {contract.title}"), (_("Vendor"), contract.vendor.name)]
    if deadline is None:
        return facts
    if contract.value_amount is not None:
        facts.append((_("At stake"), money_text(contract.value_amount, contract.value_currency)))
    if case.ceiling is not None:
        text = money_text(case.ceiling.amount, case.ceiling.currency)
        facts.append((_("Another term costs at most"), text))
    facts += [(label, weekday_date(day)) for label, day in _days(case, deadline) if day]
    return facts + _how(case)


def _days(case: _Case, deadline: Deadline) -> list[tuple[str, dt.date | None]]:
    """Return the days of the deadline, or of the exit after a missed one."""
    following = case.following
    if following:
        return [
            (_("Act by"), _day(following["act_by_date"])),
            (_("Send by"), _day(following["send_by_date"])),
            (notice_by_name(deadline.if_nobody_acts), _day(following["notice_by_date"])),
            (_("Renews on"), deadline.renewal_date),
            (_("Ends, with notice"), _day(following["exit_date"])),
        ]
    return [
        (_("Act by"), deadline.act_by_date),
        (_("Send by"), deadline.send_by_date),
        (notice_by_name(deadline.if_nobody_acts), deadline.notice_by_date),
        (_("Renews on"), deadline.renewal_date),
        (_("Term ends") if deadline.renewal_date else _("Ends"), deadline.term_end),
        (_("Review by"), deadline.next_review_date),
    ]


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


def _how(case: _Case) -> list[tuple[str, str]]:
    """Say how and where the notice must be served, as far as it is recorded."""
    deadline = case.deadline
    if deadline is None or not deadline.notice_by_date or case.following:
        return []
    ways = [
        _("{method}: send by {day}").format(
            method=method_name(send["method"]),
            day=weekday_date(dt.date.fromisoformat(send["send_by_date"])),
        )
        for send in deadline.details.get("sends", [])
    ]
    facts = [(pgettext("ways to serve a notice", "How"), "\n".join(ways))] if ways else []
    rules = case.contract.notice_rules.all()
    addressee = next((rule.addressee for rule in rules if rule.party == "us" and rule.addressee), "")
    if addressee:
        facts.append((pgettext("addressee of a notice", "To"), addressee))
    if deadline.clause_ref:
        facts.append((_("Clause"), deadline.clause_ref))
    return facts


def _address(contract: Contract) -> str:
    return settings.SITE_URL + contract_url(contract.pk)


def _why(case: _Case) -> str:
    reminder = case.delivery.reminder
    role = role_name(case.delivery.reason)
    days = reminder.offset_days
    when = _("on the day itself")
    if days:
        when = ngettext("{n} day before", "{n} days before", days).format(n=days)
    if reminder.kind in CLIMBS:
        return _("You get this as {role}, because nobody has acknowledged it.").format(role=role)
    if reminder.kind == SNOOZED:
        return _("You get this as {role}, because it was snoozed until this day.").format(role=role)
    return _(
        "You get this {when}, as {role}. Owner and backup owner are set on the page of the contract."
    ).format(when=when, role=role)
