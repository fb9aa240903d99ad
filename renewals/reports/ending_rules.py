"""Under which rules a contract can be ended, and where its notices lead out, for who may see it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from contracts_app.models import Contract
from contracts_app.rules.lifecycle import NOTICE_SERVED
from core.pages.status import StatusWord
from core.rules.wording import short_date
from renewals.actions.ending_rules import exit_given_on
from renewals.actions.services import given_on
from renewals.models import Notice, Service
from renewals.rules.ending_rule import EndingRule, ending_rules
from renewals.rules.ending_rule_words import leaves_on, who_is_out_first


def rules_to_end(contract: Contract, user: Any, on: dt.date) -> tuple[EndingRule, ...]:
    """Return the rules under which we can end a contract on a day, the one with the earliest exit first."""
    return ending_rules(Notice.objects.record_of(contract.pk, user), on)


def our_exit_beside(notice: Notice, user: Any, on: dt.date) -> str:
    """Return our earliest exit beside the end that an open notice of the vendor names, and who is out first.

    Empty where the notice ends nothing or is answered, where notice of ours was served, and where no rule of
    ours leads out.
    """
    contract = notice.contract
    if notice.outcome or notice.exit_date is None or contract.status == NOTICE_SERVED:
        return ""
    rule = next(iter(rules_to_end(contract, user, on)), None)
    if rule is None or rule.exit_date is None:
        return ""
    clause = f", clause {rule.clause_ref}" if rule.clause_ref else ""
    ours = f"{leaves_on(rule)} ({rule.label}{clause})"
    return f"{ours}. {who_is_out_first(rule.exit_date, notice.exit_date)}"


def exits_of(notice: Notice, services: Sequence[Service], user: Any) -> dict[int, dt.date]:
    """Return the last day in force that each standing service of a notice of ours leads to, by its id."""
    standing = [one for one in services if one.status != Service.Status.WITHDRAWN]
    if not standing or notice.kind == Notice.Kind.OPTION_EXERCISE:
        return {}
    record = Notice.objects.record_of(notice.contract_id, user)
    found = {
        one.pk: exit_given_on(record, notice, given_on(one, notice.test), one.sent_date) for one in standing
    }
    return {pk: day for pk, day in found.items() if day is not None}


def word_of_exit(notice: Notice, exit_date: dt.date | None) -> StatusWord | None:
    """Return where a service leads out, and that the letter says another day where it does."""
    if exit_date is None:
        return None
    if exit_date == notice.said_exit_date:
        return StatusWord("done", f"Leads out on {short_date(exit_date)}")
    return StatusWord("missed", f"Another exit: {short_date(exit_date)}")


def other_exit(notice: Notice, exits: dict[int, dt.date]) -> str:
    """Say that the exit in effect is another than the letter says, and why; empty where it is not."""
    said = notice.said_exit_date
    in_effect = (
        notice.exit_date if notice.status == Notice.Status.CLOSED else min(exits.values(), default=None)
    )
    if said is None or in_effect is None or in_effect == said:
        return ""
    because = f" if it is given by {short_date(notice.given_by_date)}" if notice.given_by_date else ""
    return (
        f"By the day on which it was given, this notice leads out on {short_date(in_effect)}. The letter says"
        f" {short_date(said)}{because}. The day in effect counts: ask the vendor to confirm it."
    )
