"""What the message about missed promises says: all that one run of judging found of a contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contracts_app.models import Contract
from contracts_app.reminders.lateness import late_words
from contracts_app.reminders.roles import role_name
from core.mail.languages import language_of, weekday_date, written_in
from core.mail.letter import Letter
from core.models import Delivery, Reminder
from slas.models import ResultVersion
from slas.reminders.subjects import results_url
from slas.reminders.words import credit_text, figure_text, promise_text, span_name, target_name
from slas.rules.credit import CreditStatus
from slas.rules.reminding import instant_of_run, key_of_run

#: How many missed promises stand in a message one by one.
MOST_SHOWN: Final = 10
_UNKNOWN: Final = frozenset(CreditStatus) - {CreditStatus.DUE, CreditStatus.NOT_DUE, CreditStatus.NO_DATA}


def letters_for(deliveries: Sequence[Delivery]) -> dict[int, Letter]:
    """Return the letter of each delivery by its id, in its reader's language."""
    contracts = _contracts({delivery.reminder.subject_id for delivery in deliveries})
    found = _found([delivery.reminder for delivery in deliveries])
    letters = {}
    for delivery in deliveries:
        language, reminder = language_of(delivery.recipient), delivery.reminder
        missed = found.get((reminder.subject_id, reminder.period_key), [])
        with written_in(language):
            contract = contracts[reminder.subject_id]
            letters[delivery.pk] = _letter(delivery, contract, _worst_first(missed), language)
    return letters


def _contracts(ids: Iterable[int]) -> dict[int, Contract]:
    rows = Contract.unscoped.filter(pk__in=ids).select_related("vendor").defer("search_vector")
    return {row.pk: row for row in rows}


def _found(reminders: Sequence[Reminder]) -> dict[tuple[int, str], list[ResultVersion]]:
    """Return what each run found missed, by contract and run: the newest versions, where they still are."""
    runs = {instant_of_run(one.period_key) for one in reminders}
    contracts = {one.subject_id for one in reminders}
    path = "result__target__service__contract_id"
    before = ResultVersion.unscoped.filter(
        result=OuterRef("result"), number=OuterRef("number") - 1, is_met=False
    )
    missed = ResultVersion.unscoped.filter(computed_at__in=runs, is_met=False, **{f"{path}__in": contracts})
    firsts = missed.filter(~Exists(before)).values_list("result_id", path, "computed_at")
    place = {result: (contract, key_of_run(at)) for result, contract, at in firsts}
    found: dict[tuple[int, str], list[ResultVersion]] = {}
    for row in _newest(place):
        found.setdefault(place[row.result_id], []).append(row)
    return found


def _newest(result_ids: Iterable[int]) -> list[ResultVersion]:
    """Return the newest version of each result that is missed by it."""
    rows = ResultVersion.unscoped.filter(result__in=list(result_ids)).order_by("result_id", "-number")
    joined = rows.distinct("result_id").select_related("result__target__service", "terms__target")
    return [row for row in joined if row.is_met is False]


def _worst_first(missed: Iterable[ResultVersion]) -> list[ResultVersion]:
    """Put what brings the most credit first, then by period."""
    return sorted(missed, key=lambda one: (-(one.credit_amount or 0), one.result.period_last_date))


def _letter(delivery: Delivery, contract: Contract, missed: Sequence[ResultVersion], language: str) -> Letter:
    word = _("SLA missed")
    return Letter(
        subject=f"[{word}] {contract.vendor.name}, {contract.title} ({contract.number})",
        status=f"■ {word}",
        headline=f"{contract.vendor.name} · {contract.title}",
        lead=_lead(missed),
        paragraphs=tuple(_paragraphs(delivery, missed)),
        facts=(
            (_("Contract"), f"{contract.number} {contract.title}"),
            (_("Vendor"), contract.vendor.name),
            *(_fact(one) for one in missed[:MOST_SHOWN]),
        ),
        button=(_("Open the SLA results"), settings.SITE_URL + results_url(contract.pk)),
        why=_why(delivery),
        language=language,
    )


def _lead(missed: Sequence[ResultVersion]) -> str:
    if not missed:
        return _(
            "After a correction, what was missed is kept. The page of the results shows what counts now."
        )
    count = len(missed)
    words = ngettext("{n} promise was missed.", "{n} promises were missed.", count).format(n=count)
    if any(one.credit_status == CreditStatus.DUE for one in missed):
        return f"{words} " + _("The vendor owes a credit, which is lost unless it is claimed in time.")
    if any(one.credit_status in _UNKNOWN for one in missed):
        return f"{words} " + _(
            "Whether the vendor owes a credit is not known: the results say what is missing."
        )
    return words


def _fact(version: ResultVersion) -> tuple[str, str]:
    span = span_name(version.result.period_first_date, version.result.period_last_date)
    lines = (f"{span}: {figure_text(version)}", promise_text(version.terms), credit_text(version))
    return target_name(version.result.target), "\n".join(line for line in lines if line)


def _paragraphs(delivery: Delivery, missed: Sequence[ResultVersion]) -> list[str]:
    found = []
    if delivery.late_days:
        found.append(late_words(delivery.late_days, delivery.reminder.due_date))
    more = len(missed) - MOST_SHOWN
    if more > 0:
        text = ngettext("{n} more stands on the page.", "{n} more stand on the page.", more)
        found.append(text.format(n=more))
    return found


def _why(delivery: Delivery) -> str:
    day: dt.date = delivery.reminder.reference_date
    return _(
        "You get this as {role}: it was found on {day}. Owner and backup owner are set on the page of the"
        " contract."
    ).format(role=role_name(delivery.reason), day=weekday_date(day))
