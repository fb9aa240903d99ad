"""Recording what the vendor says that its figure was, to be shown beside ours."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from core.access import require
from core.audit import Actor, action
from core.errors import StaleObject, UserError
from slas.models import Result, VendorFigure
from slas.permissions import can_record
from slas.rules.agreed_target import IndicatorKind

_HUNDRED = Decimal(100)


class InvalidVendorFigure(UserError):
    """What was entered cannot be a figure of the vendor; ``fields`` says why."""

    code = "invalid_vendor_figure"


@action
def record_vendor_figure(
    *, actor: Actor, result: Result, value: Decimal, note: str, now: dt.datetime,
    expected_version: int | None = None,
) -> VendorFigure:  # fmt: skip
    """Record what the vendor says about a target and period, or correct it; our own figure stays as it is.

    Args:
        actor: Needs ``slas.record`` in the contract's department, and to see the contract.
        result: The target and period, as read by the person.
        value: In the unit of the target: percent of an availability.
        note: Where the vendor says so.
        now: The instant of recording.
        expected_version: ``row_version`` as read, 0 where none was recorded; None skips the comparison.

    Raises:
        NotAllowed: The person may not record it.
        StaleObject: Somebody else recorded or corrected it meanwhile.
        InvalidVendorFigure: ``fields`` says what is wrong; nothing is stored.
    """
    contract = result.target.service.contract
    require(
        actor.user is None or can_record(actor.user, contract), "record figures of this contract's vendor"
    )
    Result.unscoped.select_for_update(of=("self",)).get(pk=result.pk)
    rows = VendorFigure.unscoped.filter(target_id=result.target_id)
    found = rows.filter(period_first_date=result.period_first_date).first()
    if expected_version is not None and expected_version != (found.row_version if found else 0):
        raise StaleObject(
            "Somebody else recorded the vendor's figure while you worked on it. Look at it and repeat your"
            " change."
        )
    _check(result, value)
    if found is None:
        made: VendorFigure = VendorFigure.unscoped.create(
            target_id=result.target_id, period_first_date=result.period_first_date, value=value,
            note=note.strip(), recorded_by=actor.user, created_at=now,
        )  # fmt: skip
        return made
    if (found.value, found.note) != (value, note.strip()):
        found.value, found.note, found.recorded_by = value, note.strip(), actor.user
        found.save(update_fields=["value", "note", "recorded_by"])
    return found


def _check(result: Result, value: Decimal) -> None:
    is_share = result.target.indicator == IndicatorKind.AVAILABILITY
    if value < 0 or (is_share and value > _HUNDRED):
        message = f"An availability is 0 to 100 %, not {value.normalize():f}."
        if value < 0:
            message = "A figure is not below 0."
        raise InvalidVendorFigure(message, fields={"value": [message]})
