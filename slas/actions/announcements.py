"""Taking maintenance announcements and other exclusions in batches, from programs and files."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from contracts_app.models import Contract
from contracts_app.rules.register_outcome import Report, silent
from contracts_app.rules.register_row import RowError
from core.audit import Actor, action
from slas.actions.taking import (
    BATCH,
    Taken,
    WrongRows,
    in_batches,
    locked_services,
    require_recording,
    term_of,
)
from slas.models import Exclusion
from slas.rules.exclusion_row import CheckedExclusion, ExclusionKey, ExclusionRow, check_exclusions

_CHANGING = ("kind", "start_at", "end_at", "announced_at", "reason", "evidence")


@action
def take_exclusions(
    *,
    actor: Actor,
    contract: Contract,
    rows: Sequence[ExclusionRow],
    now: dt.datetime,
    columns: Mapping[str, str] | None = None,
    misread: Sequence[RowError] = (),
    report: Report = silent,
) -> Taken:
    """Record a batch of exclusions of one contract: all of it, or nothing.

    None excuses before somebody else has approved it.

    A row that is known by (service, ref) brings that exclusion to what is given while nobody has answered it,
    and then counts as recorded by who gave it last; with the same values it changes nothing. So a batch may
    be sent again. What was approved stays as it was approved: a row that differs is refused. What was
    rejected stays too: a row that differs is a new one, to be answered anew.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose services they are about.
        rows: As given.
        now: What lies after it is refused, but for maintenance.
        columns: What the giver calls the fields, for the errors.
        misread: What is wrong with rows that could not even be read; told together with the rest.
        report: Is told how many rows are written, of how many.

    Raises:
        NotAllowed: The person may not record exclusions of the contract.
        WrongRows: ``errors`` says what is wrong in which row and column; nothing is stored.
    """
    require_recording(actor, contract)
    Contract.unscoped.select_for_update(of=("self",), no_key=True).get(pk=contract.pk)
    services = {slug: one.pk for slug, one in locked_services(contract).items()}
    checked, errors = check_exclusions(
        rows, services=services, term=term_of(contract), now=now, columns=columns
    )
    batch = _Batch(actor, contract, services, now)
    batch.sort(checked)
    if errors or misread or batch.refused:
        raise WrongRows(sorted([*misread, *errors, *batch.refused], key=lambda one: one.row))
    return batch.store(report)


class _Batch:
    """What becomes of the rows of one batch."""

    def __init__(
        self, actor: Actor, contract: Contract, services: Mapping[str, int], now: dt.datetime
    ) -> None:
        self.refused: list[RowError] = []
        self._actor = actor
        self._contract = contract
        self._services = services
        self._now = now
        self._new: list[Exclusion] = []
        self._changed: list[Exclusion] = []
        self._rows: list[Exclusion] = []

    def sort(self, checked: Sequence[CheckedExclusion]) -> None:
        """Tell the new from the changed and the known; ``refused`` gathers what stays as it is."""
        known = self._known(checked)
        for found in checked:
            held = _standing(known.get(found.key, []), found)
            if held is None:
                held = self._made(found)
                self._new.append(held)
            elif not _is_same(held, found):
                self._change(held, found)
            self._rows.append(held)

    def store(self, report: Report) -> Taken:
        """Write what is new or changed and tell what the batch did."""
        for part in in_batches(self._new, report):
            Exclusion.unscoped.bulk_create(part)
        for part in in_batches(self._changed, report):
            Exclusion.unscoped.bulk_update(part, [*_CHANGING, "recorded_by"], batch_size=BATCH // 4)
        unchanged = len(self._rows) - len(self._new) - len(self._changed)
        return Taken(len(self._new), len(self._changed), unchanged, tuple(self._rows))

    def _known(self, checked: Sequence[CheckedExclusion]) -> dict[ExclusionKey, list[Exclusion]]:
        """Return what is on record under the keys of the rows, locked, the oldest first."""
        slugs = {pk: slug for slug, pk in self._services.items()}
        held: dict[ExclusionKey, list[Exclusion]] = {}
        for one in self._on_record(checked):
            slug = slugs.get(one.service_id, "") if one.service_id else ""
            held.setdefault((slug, one.ref), []).append(one)
        return held

    def _on_record(self, checked: Sequence[CheckedExclusion]) -> Iterator[Exclusion]:
        rows = Exclusion.unscoped.filter(contract_id=self._contract.pk).order_by("pk")
        for first in range(0, len(checked), BATCH):
            refs = [one.ref for one in checked[first : first + BATCH]]
            yield from rows.filter(ref__in=refs).select_for_update(of=("self",), no_key=True)

    def _made(self, found: CheckedExclusion) -> Exclusion:
        return Exclusion(
            contract=self._contract,
            service_id=self._services.get(found.service),
            ref=found.ref,
            recorded_by=self._actor.user,
            created_at=self._now,
            **_values(found),
        )

    def _change(self, held: Exclusion, found: CheckedExclusion) -> None:
        if held.approved_at is not None:
            span = f"{held.start_at:%Y-%m-%dT%H:%MZ} to {held.end_at:%Y-%m-%dT%H:%MZ}"
            message = (
                f"This was approved as it is on record, {span}. Give what is new a reference of its own."
            )
            self.refused.append(RowError(found.row, "ref", found.ref, message))
            return
        for name, value in _values(found).items():
            setattr(held, name, value)
        held.recorded_by = self._actor.user
        self._changed.append(held)


def _standing(known: Sequence[Exclusion], found: CheckedExclusion) -> Exclusion | None:
    """Return which of those on record a row is about; None where it is a new one."""
    for held in reversed(known):
        if _is_same(held, found):
            return held
    newest = known[-1] if known else None
    return None if newest is None or newest.rejected_reason else newest


def _values(found: CheckedExclusion) -> dict[str, Any]:
    values = (found.kind, found.start, found.end, found.announced, found.reason, found.evidence)
    return dict(zip(_CHANGING, values, strict=True))


def _is_same(held: Exclusion, found: CheckedExclusion) -> bool:
    return all(getattr(held, name) == value for name, value in _values(found).items())
