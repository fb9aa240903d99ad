"""How promises are kept over the portfolio: by vendor and month, and what is left of the running budgets."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from core.rules.periods import add_months
from core.rules.wording import money_text
from slas.actions.asking import running_period
from slas.actions.happened import facts_about
from slas.models import ResultVersion, SlaTarget, TargetVersion
from slas.querysets import ResultVersionQuerySet
from slas.rules.agreed_target import IndicatorKind
from slas.rules.interval import Interval, in_minutes
from slas.rules.judging import judge

MONTHS_SHOWN: Final = 12
MOST_BUDGETS: Final = 500


@dataclass(slots=True)
class Cell:
    """One vendor in one month: how many results were kept, missed, and without data."""

    kept: int = 0
    missed: int = 0
    without: int = 0

    @property
    def look(self) -> str:
        """The look of the cell: a color is never the only thing that tells."""
        if self.missed:
            return "missed"
        return "active" if self.kept else "none"

    @property
    def words(self) -> str:
        """What the cell says: ``3 of 4 kept``; empty where nothing was judged."""
        judged = self.kept + self.missed
        if judged:
            return f"{self.kept} of {judged}"
        return "no data" if self.without else ""


@dataclass(slots=True)
class AttainmentRow:
    """A vendor, or one of its contracts, with its months and the credits that its misses gave."""

    pk: int
    name: str
    cells: list[Cell]
    credits: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))

    @property
    def credit_words(self) -> str:
        """The credits by currency, before caps; empty for none."""
        return ", ".join(money_text(amount, currency) for currency, amount in sorted(self.credits.items()))


@dataclass(frozen=True, slots=True)
class Budget:
    """What is left of the downtime that a promise leaves in the running period."""

    target: SlaTarget
    allowed: Fraction
    used: Fraction
    last_date: dt.date

    @property
    def left(self) -> Fraction:
        """Minutes that are left; negative once the promise is missed."""
        return self.allowed - self.used

    @property
    def percent(self) -> int:
        """How much of it is used, in percent, at most 100; all of it where nothing is allowed."""
        if not self.allowed:
            return 100 if self.used else 0
        return min(100, int(self.used * 100 / self.allowed))

    @property
    def look(self) -> str:
        """The look: missed, act (three quarters are used), or active."""
        if self.left < 0:
            return "missed"
        return "act" if self.percent >= 75 else "active"


def months_until(on: dt.date) -> list[dt.date]:
    """Return the first days of the months that are shown, the last one that is over last."""
    this = on.replace(day=1)
    return [add_months(this, back - MONTHS_SHOWN) for back in range(MONTHS_SHOWN)]


def by_vendor(user: Any, on: dt.date) -> list[AttainmentRow]:
    """Return the vendors of what ``user`` sees, each month with how its results ended in it."""
    months = months_until(on)
    found = newest_versions(user, months[0])
    return _rows(months, ((one.result.target.service.contract.vendor, one) for one in found))


def by_contract(user: Any, vendor_id: int, on: dt.date) -> list[AttainmentRow]:
    """Return the contracts of a vendor that ``user`` sees, each month with how its results ended in it."""
    months = months_until(on)
    found = newest_versions(user, months[0], result__target__service__contract__vendor_id=vendor_id)
    return _rows(months, ((one.result.target.service.contract, one) for one in found))


def _rows(months: list[dt.date], found: Iterable[tuple[Any, ResultVersion]]) -> list[AttainmentRow]:
    """Return one row for each vendor or contract, those that missed most first."""
    rows: dict[int, AttainmentRow] = {}
    for whose, version in found:
        month = version.result.period_last_date.replace(day=1)
        if month not in months:
            continue
        row = rows.setdefault(whose.pk, AttainmentRow(whose.pk, str(whose), [Cell() for _ in months]))
        cell = row.cells[months.index(month)]
        if version.figure_numerator is None:
            cell.without += 1
        elif version.is_met:
            cell.kept += 1
        else:
            cell.missed += 1
        if version.credit_status == "due" and version.credit_amount:
            row.credits[version.credit_currency] += version.credit_amount
    return sorted(rows.values(), key=lambda row: (-sum(cell.missed for cell in row.cells), row.name))


def newest_versions(user: Any, since: dt.date, **narrow: Any) -> ResultVersionQuerySet:
    """Return the newest version of each result that ``user`` sees, of periods that ended since a day."""
    seen = ResultVersion.objects.visible_to(user).filter(result__period_last_date__gte=since, **narrow)
    joined = ("terms__target", "result__target__service__contract__vendor", "result__signed_off_by")
    newest: ResultVersionQuerySet = (
        seen.select_related(*joined).order_by("result_id", "-number").distinct("result_id")
    )
    return newest


def running_budgets(user: Any, now: dt.datetime, **narrow: Any) -> list[Budget]:
    """Return what is left of each running budget of what ``user`` sees, the most used first.

    Args:
        user: The reader.
        now: The present instant.
        narrow: Conditions on versions of targets, such as a contract.
    """
    kind = IndicatorKind.AVAILABILITY.value
    rows = TargetVersion.objects.visible_to(user).filter(target__indicator=kind, **narrow)
    joined = ("target__service__contract__terms", "target__service__contract__vendor")
    counting = rows.in_force(now.date()).select_related(*joined)[:MOST_BUDGETS]
    asked = [one for terms in counting if (one := running_period(terms, now)) is not None]
    if not asked:
        return []
    intervals = [one.reach for one in asked]
    span = Interval(min(one.start for one in intervals), max(one.end for one in intervals))
    facts = facts_about([one.target for one in asked], span)
    found = []
    for one in asked:
        measured = judge(one.question(now), facts.of(one.target)).availability
        if measured is None or measured.budget is None:
            continue
        used = in_minutes(measured.down - measured.excused)
        found.append(Budget(one.target, in_minutes(measured.budget), used, one.period.last))
    return sorted(found, key=lambda one: (-one.percent, one.left))
