"""Recording measurements of targets: in batches from programs and files, one by one by people."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from contracts_app.models import Contract
from contracts_app.rules.register_outcome import Report, silent
from contracts_app.rules.register_row import RowError
from core.audit import Actor, action, lock_version
from slas.actions.taking import (
    BATCH,
    InvalidEvent,
    Taken,
    WrongRows,
    in_batches,
    locked_services,
    refuse_fields,
    refuse_voided,
    require_recording,
    term_of,
    void_row,
)
from slas.models import Measurement, SlaTarget
from slas.rules import check_in
from slas.rules.measurement_row import (
    CheckedMeasurement,
    KnownTargets,
    MeasurementKey,
    MeasurementRow,
    check_measurements,
)

_CHANGING = ("at", "value", "note")


@action
def take_measurements(
    *,
    actor: Actor,
    contract: Contract,
    rows: Sequence[MeasurementRow],
    now: dt.datetime,
    columns: Mapping[str, str] | None = None,
    misread: Sequence[RowError] = (),
    report: Report = silent,
) -> Taken:
    """Record a batch of measurements of one contract's targets: all of it, or nothing.

    A row that is known by (target, source, ref), or without ref by (target, source, instant), brings that
    measurement to what is given; with the same values it changes nothing. So a batch may be sent again.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose targets they are of.
        rows: As given.
        now: What lies after it is refused.
        columns: What the giver calls the fields, for the errors.
        misread: What is wrong with rows that could not even be read; told together with the rest.
        report: Is told how many rows are written, of how many.

    Raises:
        NotAllowed: The person may not record measurements of the contract.
        WrongRows: ``errors`` says what is wrong in which row and column; nothing is stored.
    """
    require_recording(actor, contract)
    locked_services(contract)
    targets = known_targets(_targets_of(contract))
    checked, errors = check_measurements(
        rows, targets=targets, term=term_of(contract), now=now, columns=columns
    )
    if errors or misread:
        raise WrongRows(sorted([*misread, *errors], key=lambda one: one.row))
    return _store(checked, targets, now, report)


@action
def record_measurement(
    *, actor: Actor, contract: Contract, row: MeasurementRow, now: dt.datetime
) -> Measurement:
    """Record one measurement that is not known yet.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        contract: Whose target it is of.
        row: As entered.
        now: What lies after it is refused.

    Raises:
        NotAllowed: The person may not record measurements of the contract.
        InvalidEvent: ``fields`` says what is wrong; nothing is stored.
    """
    require_recording(actor, contract)
    locked_services(contract)
    targets = known_targets(_targets_of(contract))
    found = _one(contract, targets, row, now)
    if _known([found], targets):
        name = "ref" if found.ref else "at"
        refuse_fields(
            [RowError(0, name, "", "This measurement is recorded already. Change that one, or correct this.")]
        )
    made: Measurement = _store([found], targets, now, silent).rows[0]
    return made


@action
def change_measurement(
    *,
    actor: Actor,
    measurement: Measurement,
    row: MeasurementRow,
    now: dt.datetime,
    expected_version: int | None = None,
) -> Measurement:
    """Bring a measurement to what is given; nothing is written, and no history, when nothing differs.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        measurement: As read by the person.
        row: All its fields; source and ref stay as they are, its target too.
        now: What lies after it is refused.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
        InvalidEvent: ``fields`` says what is wrong, it was voided, or it is a check-in; nothing is stored.
    """
    contract = measurement.target.service.contract
    require_recording(actor, contract)
    held: Measurement = lock_version(Measurement.unscoped.all(), measurement.pk, expected_version)
    refuse_voided(held, "measurement")
    if held.source == check_in.SOURCE:
        raise InvalidEvent("This is a check-in. Correct it on the page of its target, saying why.")
    given = replace(row, target=held.target_id, source=held.source, ref=held.ref)
    found = _one(contract, known_targets([measurement.target]), given, now)
    if _bring(held, found):
        held.save(update_fields=list(_CHANGING))
    return held


@action
def void_measurement(
    *, actor: Actor, measurement: Measurement, expected_version: int | None = None
) -> Measurement:
    """Say that a measurement does not count; it stays on record, with the reason.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and a reason.
        measurement: As read by the person.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
        InvalidEvent: No reason was given, or it was voided already.
    """
    held: Measurement = void_row(
        actor=actor,
        contract=measurement.target.service.contract,
        row=measurement,
        noun="measurement",
        expected_version=expected_version,
    )
    return held


def known_targets(targets: Iterable[SlaTarget]) -> KnownTargets:
    """Return targets as the rules find them in rows."""
    found = list(targets)
    return KnownTargets.of({one.pk: one.indicator for one in found}, [(one.pk, str(one)) for one in found])


def _targets_of(contract: Contract) -> Iterable[SlaTarget]:
    found: Iterable[SlaTarget] = SlaTarget.unscoped.filter(service__contract_id=contract.pk).select_related(
        "service"
    )
    return found


def _one(
    contract: Contract, targets: KnownTargets, row: MeasurementRow, now: dt.datetime
) -> CheckedMeasurement:
    """Return one entered measurement, checked.

    Raises:
        InvalidEvent: ``fields`` says what is wrong.
    """
    checked, errors = check_measurements([row], targets=targets, term=term_of(contract), now=now)
    refuse_fields(errors)
    return checked[0]


def _store(
    checked: Sequence[CheckedMeasurement], targets: KnownTargets, now: dt.datetime, report: Report
) -> Taken:
    held = _known(checked, targets)
    new = {one.key: _new(one, now) for one in checked if one.key not in held}
    changed = [held[one.key] for one in checked if one.key in held and _bring(held[one.key], one)]
    for part in in_batches(list(new.values()), report):
        Measurement.unscoped.bulk_create(part)
    for part in in_batches(changed, report):
        Measurement.unscoped.bulk_update(part, _CHANGING, batch_size=BATCH // 4)
    unchanged = len(checked) - len(new) - len(changed)
    return Taken(len(new), len(changed), unchanged, tuple((held | new)[one.key] for one in checked))


def _known(checked: Sequence[CheckedMeasurement], targets: KnownTargets) -> dict[MeasurementKey, Measurement]:
    rows = Measurement.unscoped.filter(target_id__in=list(targets.indicators))
    found: dict[MeasurementKey, Measurement] = {}
    for first in range(0, len(checked), BATCH):
        part = checked[first : first + BATCH]
        refs = [one.ref for one in part if one.ref]
        instants = [one.at for one in part if not one.ref]
        for held in [*rows.filter(ref__in=refs), *rows.filter(ref="", at__in=instants)]:
            found.setdefault((held.target_id, held.source, held.ref, None if held.ref else held.at), held)
    return found


def _new(found: CheckedMeasurement, now: dt.datetime) -> Measurement:
    return Measurement(
        target_id=found.target,
        source=found.source,
        ref=found.ref,
        at=found.at,
        value=found.value,
        note=found.note,
        created_at=now,
    )


def _bring(held: Measurement, found: CheckedMeasurement) -> bool:
    """Bring a measurement to what is given and tell whether anything changed."""
    wanted = {"at": found.at, "value": found.value, "note": found.note}
    is_changed = any(getattr(held, name) != value for name, value in wanted.items())
    for name, value in wanted.items():
        setattr(held, name, value)
    return is_changed
