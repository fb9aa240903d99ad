"""What amendments that count later do to deadlines, in time: before their day comes.

1. Asked is the day on which an amendment begins to count: what act-by and the end of the term are then, and
   what they would be without it.
2. A date may move to before the amendment counts: who waits for the amendment is too late for the term. While
   today's terms are in force, notice can still be given by them.
3. A contract that is not in force, or that a notice ends, is not told of. An amendment whose day has come and
   that could not be applied is told on Home, not here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from contracts_app.models import Amendment
from contracts_app.reports.terms_ahead import terms_ahead
from core.mail.languages import short_date, weekday_date
from renewals.models import Notice, ReminderPolicy
from renewals.rules import DeadlineAnswer
from renewals.rules.policy import rule_for
from renewals.rules.recorded import deadline_of


@dataclass(frozen=True, slots=True)
class ComingDate:
    """What an amendment does to the deadline of a contract, on the day on which it begins to count."""

    contract: Any
    amendment: Amendment
    before: DeadlineAnswer
    after: DeadlineAnswer

    @property
    def day(self) -> dt.date:
        """The first day on which the amendment counts."""
        return self.amendment.effective_date

    def act_by_date(self, on: dt.date) -> dt.date | None:
        """Return the day by which somebody must act because of the amendment; None where today's date stays.

        Once the day of the amendment's terms has passed, it is the last day before they count.
        """
        new, old = self.after.act_by_date, self.before.act_by_date
        if new is None or self.day <= on:
            return None
        last = self.day - dt.timedelta(days=1)
        day = new if new >= on else last
        return day if old is None or day < old else None

    @property
    def words(self) -> str:
        """What changes, in a sentence or two, in the language that is being written."""
        said = [_moved(self)]
        new = self.after.act_by_date
        if new is not None and new < self.day and new != self.before.act_by_date:
            said.append(
                _("Who has not acted before {day} is too late for this term.").format(
                    day=short_date(self.day)
                )
            )
        return " ".join(said)


def coming_dates(contracts: Any, contract_ids: Collection[int] | None = None) -> dict[int, list[ComingDate]]:
    """Return what is to come, by contract, the earliest first; one query where nothing is.

    Args:
        contracts: The contracts that count, with their reader's rights or with a stated reason.
        contract_ids: The contracts asked about; None: all of them.
    """
    ahead = terms_ahead(contracts.in_force(), contract_ids)
    if not ahead:
        return {}
    notices = Notice.objects.for_system("a notice ends a contract whatever an amendment says")
    records = notices.records_of(contracts.filter(pk__in=ahead))
    policies = [
        one.rule for one in ReminderPolicy.objects.for_system("the policy that counts for a contract")
    ]
    rows = contracts.filter(pk__in=ahead).select_related("vendor").in_bulk()
    found: dict[int, list[ComingDate]] = {}
    for pk, all_terms in ahead.items():
        if "ending" in records[pk]:
            continue
        row = rows[pk]
        worth = {"amount": row.value_amount, "currency": row.value_currency}
        lead = rule_for(policies, contract_type=row.type, **worth).lead_days
        found[pk] = [
            ComingDate(
                row,
                one.amendment,
                deadline_of(records[pk], one.day, lead_days=lead, explain=False),
                deadline_of(one.record, one.day, lead_days=lead, explain=False),
            )
            for one in all_terms
            if not one.amendment.problem
        ]
    return {pk: coming for pk, coming in found.items() if coming}


def _moved(coming: ComingDate) -> str:
    after, before = coming.after, coming.before
    said = {"amendment": coming.amendment.title, "day": short_date(coming.day)}
    new, old = after.act_by_date, before.act_by_date
    if new != old:
        if new is None:
            text = _("From {day} on, with {amendment}, there is no act-by date (today's terms say {old}).")
        elif old is None:
            text = _("From {day} on, with {amendment}, act by is {new} (today's terms say none).")
        else:
            text = _("From {day} on, with {amendment}, act by is {new} instead of {old}.")
    elif after.term_end != before.term_end and after.term_end and before.term_end:
        new, old = after.term_end, before.term_end
        text = _("From {day} on, with {amendment}, the term ends on {new} instead of {old}.")
    else:
        text = _("From {day} on, with {amendment}, the terms change; these dates stay.")
    return text.format(**said, new=weekday_date(new) if new else "", old=weekday_date(old) if old else "")
