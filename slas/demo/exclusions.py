"""Exclusions of the demo: a maintenance that was approved, one that lies ahead, a claim of fault refused."""

from __future__ import annotations

import datetime as dt
import inspect
from typing import Final

from accounts.models import User
from contracts_app.models import Contract
from core.audit import Actor
from core.rules.periods import add_months
from slas.actions.announcements import take_exclusions
from slas.actions.exclusions import approve_exclusion, reject_exclusion
from slas.models import Exclusion
from slas.permissions import can_answer
from slas.rules.exclusion_row import ExclusionRow

_APPROVED: Final = "MW-117"
_REFUSED: Final = "NC-52"


def load_exclusions(*, actor: Actor, contract: Contract, now: dt.datetime) -> None:
    """Take what the vendor announced and claimed, and answer it, but for the maintenance ahead.

    Runs inside the transaction of the whole demo.
    """
    inspect.unwrap(take_exclusions)(actor=actor, contract=contract, rows=_rows(now), now=now)
    told = Exclusion.objects.for_system("demo: what is to be answered").filter(contract_id=contract.pk)
    by_ref = {one.ref: one for one in told.select_related("contract__department")}
    people = User.objects.filter(is_active=True).order_by("pk")
    second = next((one for one in people if can_answer(one, by_ref[_APPROVED])), None)
    if second is None:
        return
    answering = Actor.person(second, channel="command")
    inspect.unwrap(approve_exclusion)(actor=answering, exclusion=by_ref[_APPROVED], now=now)
    because = answering.with_reason("Our change was at 15:00, after the outage")
    inspect.unwrap(reject_exclusion)(actor=because, exclusion=by_ref[_REFUSED])


def _rows(now: dt.datetime) -> list[ExclusionRow]:
    """Return the vendor's announcements, by the day of the demo."""
    month = now.date().replace(day=1)
    done = _at(add_months(month, -2), 21, 2)
    blamed = _at(add_months(month, -3), 18, 13)
    ahead = (now + dt.timedelta(days=9)).replace(hour=1, minute=0, second=0, microsecond=0)
    return [
        ExclusionRow(
            1,
            "maintenance",
            "batch",
            _APPROVED,
            done.isoformat(),
            (done + dt.timedelta(hours=1)).isoformat(),
            (done - dt.timedelta(days=6)).isoformat(),
            "Storage firmware",
            "Mail from Nord Cloud, six days before",
        ),
        ExclusionRow(
            2,
            "maintenance",
            "",
            "MW-131",
            ahead.isoformat(),
            (ahead + dt.timedelta(hours=3)).isoformat(),
            (now - dt.timedelta(days=1)).isoformat(),
            "Database upgrade",
            "Announcement on the vendor's status page",
        ),
        ExclusionRow(
            3,
            "our_fault",
            "customer-portal",
            _REFUSED,
            blamed.isoformat(),
            (blamed + dt.timedelta(minutes=90)).isoformat(),
            "",
            "The vendor says that our change of names caused it",
            "Mail from Nord Cloud",
        ),
    ]


def _at(month: dt.date, day: int, hour: int) -> dt.datetime:
    return dt.datetime(month.year, month.month, day, hour, tzinfo=dt.UTC)
