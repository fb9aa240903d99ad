"""The silent renewals that a person may see, between two days, with what they cost."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from django.db.models import Exists, OuterRef

from contracts_app.models import Contract
from core.reminders.shapes import date_in
from renewals.models import Deadline, Decision
from renewals.reports.money import Sums, sums_of
from renewals.rules.silent import SilentRenewal, Version, renewals_in, silent_among

_READ: Final = (
    "contract_id", "term_number", "term_start", "term_end", "renewal_date", "notice_by_date", "act_by_date",
    "if_nobody_acts", "amount_at_stake", "currency",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SilentRow:
    """A silent renewal with its contract."""

    renewal: SilentRenewal
    contract: Contract


@dataclass(frozen=True, slots=True)
class SilentReport:
    """Silent renewals, the newest first, with their sums by currency."""

    rows: tuple[SilentRow, ...]
    sums: Sums


def silent_renewals(user: Any, first: dt.date, last: dt.date) -> SilentReport:
    """Return the renewals from ``first`` to ``last``, both inclusive, that nobody had decided in time.

    Only contracts that ``user`` may see are counted, in the sums as well.
    """
    found = [one for one in renewals_in(_versions(user, first, last)) if first <= one.renewed_on_date <= last]
    silent = silent_among(found, _decided(user, {one.contract_id for one in found}))
    ids = {one.contract_id for one in silent}
    seen = Contract.objects.visible_to(user).filter(pk__in=ids).select_related("vendor", "owner")
    contracts = {contract.pk: contract for contract in seen.defer("search_vector", "description")}
    rows = [SilentRow(one, contracts[one.contract_id]) for one in silent if one.contract_id in contracts]
    rows.sort(key=lambda row: (row.renewal.renewed_on_date, row.contract.pk), reverse=True)
    sums = sums_of((row.renewal.currency, 1, row.renewal.amount) for row in rows)
    return SilentReport(tuple(rows), sums)


def silent_of(contract_id: int, user: Any) -> list[SilentRenewal]:
    """Return every renewal on record of one contract that nobody had decided in time, the oldest first."""
    rows = Deadline.objects.of_contract(contract_id, user).order_by("version")
    return silent_among(renewals_in(_as_versions(rows)), _decided(user, {contract_id}))


def _versions(user: Any, first: dt.date, last: dt.date) -> Iterator[Version]:
    """Yield every version of the contracts that began a later term between the days, oldest first."""
    scope = Deadline.objects.for_system("narrows versions that the reader sees")
    began = scope.filter(
        contract=OuterRef("contract"), term_number__gt=1, term_start__gte=first, term_start__lte=last
    )
    rows = Deadline.objects.visible_to(user).filter(Exists(began)).order_by("contract_id", "version")
    return _as_versions(rows)


def _as_versions(rows: Any) -> Iterator[Version]:
    for row in rows.values_list(*_READ).iterator(chunk_size=5000):
        names = (*_READ[:-2], "amount", "currency")
        values: dict[str, Any] = dict(zip(names, row, strict=True))
        yield Version(**values)


def _decided(user: Any, contract_ids: set[int]) -> Iterator[tuple[int, dt.date | None, dt.date]]:
    rows = Decision.objects.visible_to(user).filter(contract_id__in=contract_ids)
    for row in rows.select_related("deadline").defer("snapshot"):
        if since := row.in_force_at:
            yield row.contract_id, row.act_by_date, date_in(row.deadline.timezone, since)


def cost_text(amount: Decimal | None, currency: str) -> str:
    """Write a cost for the CSV; empty where it is not known."""
    return "" if amount is None else f"{amount.normalize():f} {currency}"
