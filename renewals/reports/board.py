"""The board of renewals: what is to be acted on within twelve months, by month, by owner, by value.

Figures are summed by the database and never across currencies; of each column only the first contracts
are read.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from django.db.models import Case, CharField, Count, Q, QuerySet, Sum, Value, When

from accounts.models import User
from core.rules.wording import money_text, short_date, weekday_date
from renewals.reports.money import Sums, SumsByDay, months_from, sums_of
from renewals.reports.price import ceilings_of
from renewals.rules.bands import BANDS, Band
from renewals.rules.cliff import Cliff, DayLoad, cliffs_in

#: Contracts shown in a column, and columns shown of owners and of currencies.
CARDS: Final = 5
OWNERS: Final = 12
CURRENCIES: Final = 4
MOST_WITH_CARDS: Final = 24
NO_VALUE: Final = "none"
_READ: Final = (
    "status", "act_by_date", "notice_by_date", "reachable_act_by_date", "reachable_notice_by_date",
    "term_start", "term_end", "renewal_date", "missing", "amount_at_stake", "currency",
    "contract__number", "contract__title", "contract__status", "contract__vendor__name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """A column of the board: what is in it, the filters of the list behind it, the query of its contracts.

    ``share`` is its part of the largest column's number, 0 to 100; columns of one ``heading`` stand together.
    """

    title: str
    sums: Sums
    filters: Mapping[str, Any]
    order: str = "reachable_act_by_date"
    share: int = 0
    heading: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """A column as it is drawn, with its first contracts; ``more`` counts those that are not shown."""

    group: Group
    cards: Sequence[Any] = field(default_factory=tuple)

    @property
    def more(self) -> int:
        """Return how many contracts of the column are not shown."""
        return self.group.sums.count - len(self.cards)


def ahead(seen: QuerySet[Any], on: dt.date) -> QuerySet[Any]:
    """Return what is to be acted on until the end of the twelve months, the overdue included."""
    running: QuerySet[Any] = seen.to_act_on()  # type: ignore[attr-defined]
    return running.filter(reachable_act_by_date__lte=months_from(on)[-1][1])


def by_month(between: SumsByDay, on: dt.date) -> list[Group]:
    """Return what is overdue but still in time, and the twelve months from the present one."""
    groups = []
    overdue = between(None, on - dt.timedelta(days=1))
    if overdue.count:
        yesterday = on - dt.timedelta(days=1)
        groups.append(Group("Act-by passed", overdue, {"act_by_max": yesterday}))
    for first, last in months_from(on):
        start = max(first, on)
        groups.append(Group(f"{first:%b} {first.year}", between(start, last), _days(start, last)))
    return _with_shares(groups)


def _days(first: dt.date, last: dt.date) -> dict[str, dt.date]:
    return {"act_by_min": first, "act_by_max": last}


def by_owner(running: QuerySet[Any], on: dt.date) -> list[Group]:
    """Return the owners by how much they have to act on, those without an owner first."""
    found: dict[int | None, list[tuple[Any, ...]]] = {}
    for pk, *figures in _totals(running, "contract__owner_id", "currency"):
        found.setdefault(pk, []).append(tuple(figures))
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=[pk for pk in found if pk])}
    until = {"act_by_max": months_from(on)[-1][1]}
    groups = [
        Group(names[pk] if pk else "Nobody", sums_of(figures), {**until, "owner": pk or "nobody"})
        for pk, figures in found.items()
    ]
    groups.sort(key=lambda group: (group.filters["owner"] != "nobody", -group.sums.count, group.title))
    return _with_shares(groups)


def by_value(running: QuerySet[Any], on: dt.date) -> list[Group]:
    """Return the bands of value of each currency, the currency with the most deadlines first.

    Currencies beyond the first few and what has no value stand as one column each.
    """
    until = {"act_by_max": months_from(on)[-1][1]}
    rows = list(_totals(running.annotate(band=_band_case()), "band", "currency"))
    counts: dict[str, int] = {}
    for band, currency, count, _ in rows:
        if band != NO_VALUE:
            counts[currency] = counts.get(currency, 0) + count
    groups: list[Group] = []
    for rank, currency in enumerate(sorted(counts, key=lambda code: (-counts[code], code))):
        own = [row for row in rows if row[1] == currency and row[0] != NO_VALUE]
        groups += _of_currency(currency, own, until, as_one=rank >= CURRENCIES)
    if without := [row[1:] for row in rows if row[0] == NO_VALUE]:
        groups.append(Group("Value not known", sums_of(without), {**until, "valued": "false"}))
    return _with_shares(groups)


def _of_currency(
    currency: str, rows: Sequence[tuple[Any, ...]], until: dict[str, Any], *, as_one: bool
) -> Iterator[Group]:
    common = {**until, "valued": "true", "currency": currency}
    if as_one:
        yield Group(currency, sums_of(row[1:] for row in rows), common, "-amount_at_stake", heading=currency)
        return
    for number, band in enumerate(BANDS):
        sums = sums_of(row[1:] for row in rows if row[0] == str(number))
        if sums.count:
            ends = {"stake_min": band.lowest, "stake_max": band.highest}
            limits = {name: f"{end.normalize():f}" for name, end in ends.items() if end is not None}
            title = band_words(band, currency)
            yield Group(title, sums, {**common, **limits}, "-amount_at_stake", heading=currency)


def band_words(band: Band, currency: str) -> str:
    """Return a band as people say it: ``€ 50,000 to € 250,000``, the upper end not included."""
    above = None if band.highest is None else money_text(band.highest.quantize(Decimal(1)), currency)
    if band.lowest is None:
        return f"Under {above}"
    below = money_text(band.lowest, currency)
    return f"{below} and more" if above is None else f"{below} to {above}"


def _band_case() -> Case:
    whens = [When(_in_band(band), then=Value(str(number))) for number, band in enumerate(BANDS)]
    return Case(*whens, default=Value(NO_VALUE), output_field=CharField())


def _in_band(band: Band) -> Q:
    condition = Q(amount_at_stake__isnull=False)
    if band.lowest is not None:
        condition &= Q(amount_at_stake__gte=band.lowest)
    if band.highest is not None:
        condition &= Q(amount_at_stake__lte=band.highest)
    return condition


def _totals(running: QuerySet[Any], *columns: str) -> Iterable[tuple[Any, ...]]:
    grouped = running.order_by().values(*columns).annotate(number=Count("*"), amount=Sum("amount_at_stake"))
    rows: Iterable[tuple[Any, ...]] = grouped.values_list(*columns, "number", "amount")
    return rows


def _with_shares(groups: Sequence[Group]) -> list[Group]:
    most = max((group.sums.count for group in groups), default=0) or 1
    return [
        Group(
            group.title, group.sums, group.filters, group.order,
            round(100 * group.sums.count / most), group.heading,
        )
        for group in groups
    ]  # fmt: skip


def columns_of(running: QuerySet[Any], groups: Sequence[Group], user: Any, on: dt.date) -> list[Column]:
    """Return the columns with their first contracts, found by one query and read by another.

    Each contract has a ``ceiling``: what another term of it costs at most, where that is more or less than
    what is at stake, else None. Columns after the first few dozen have figures alone.
    """
    parts = [
        running.filter(_condition(group.filters))
        .annotate(place=Value(number))
        .order_by(group.order, "contract_id")
        .values_list("pk", "place")[:CARDS]
        for number, group in enumerate(groups[:MOST_WITH_CARDS])
        if group.sums.count
    ]
    if not parts:
        return [Column(group) for group in groups]
    placed = list(parts[0].union(*parts[1:], all=True)) if len(parts) > 1 else list(parts[0])
    rows = running.filter(pk__in=[pk for pk, _ in placed]).select_related("contract__vendor").only(*_READ)
    by_pk = {row.pk: row for row in rows}
    ceilings = ceilings_of(list(by_pk.values()), user, on)
    for row in by_pk.values():
        ceiling = ceilings.get(row.contract_id)
        row.ceiling = ceiling if ceiling and ceiling.amount != row.amount_at_stake else None
    return [
        Column(group, tuple(by_pk[pk] for pk, place in placed if place == number))
        for number, group in enumerate(groups)
    ]


def _condition(filters: Mapping[str, Any]) -> Q:
    """Return the condition that the list's filters of these names stand for."""
    names = {
        "act_by_min": "reachable_act_by_date__gte",
        "act_by_max": "reachable_act_by_date__lte",
        "stake_min": "amount_at_stake__gte",
        "stake_max": "amount_at_stake__lte",
        "currency": "currency",
    }
    found = Q(**{names[name]: value for name, value in filters.items() if name in names})
    if "valued" in filters:
        found &= Q(amount_at_stake__isnull=filters["valued"] == "false")
    if "owner" in filters:
        owner = filters["owner"]
        found &= Q(contract__owner__isnull=True) if owner == "nobody" else Q(contract__owner=owner)
    return found


def cliffs(between: SumsByDay, on: dt.date) -> tuple[Cliff, ...]:
    """Return the weeks and months of the next twelve months in which unusually much is to be acted on."""
    loads = [DayLoad(*row) for row in between.rows]
    return cliffs_in(loads, on, months_from(on)[-1][1])


def cliff_words(cliff: Cliff) -> tuple[str, str]:
    """Return a cliff's name and what is unusual about it."""
    when = (
        f"{cliff.first:%B %Y}"
        if cliff.is_month
        else (f"{weekday_date(cliff.first)} to {weekday_date(cliff.last)}")
    )
    parts = [f"{cliff.count:,} deadlines, {cliff.percent} % of those of the next twelve months"]
    for share in cliff.money:
        amount = money_text(share.amount, share.currency)
        parts.append(f"{amount}, {share.percent} % of what is at stake in {share.currency}")
    return when, "; ".join(parts)


def until_words(on: dt.date) -> str:
    """Return the last day that the board looks at."""
    return short_date(months_from(on)[-1][1])
