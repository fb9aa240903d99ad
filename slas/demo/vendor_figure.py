"""What the vendors of the demo say that their figures were, for the months that are over."""

from __future__ import annotations

import datetime as dt
import inspect
from decimal import Decimal
from typing import Final

from core.audit import Actor
from core.rules.periods import add_months
from slas.actions.vendor_figures import record_vendor_figure
from slas.models import Result, Service
from slas.rules.agreed_target import IndicatorKind

#: Months back, the target, what the vendor says, and where.
SAID: Final = (
    (1, IndicatorKind.AVAILABILITY, "99.93", "Its service report, page 2"),
    (1, IndicatorKind.RESPONSE, "20", "Its service report, page 4"),
    (2, IndicatorKind.KEY_FIGURE, "84", ""),
)


def load_vendor_figures(*, actor: Actor, service: Service, now: dt.datetime) -> None:
    """Record what the vendor of a service says: a promise kept that we say was missed, and the same as we.

    Runs inside the transaction of the whole demo.
    """
    this_month = now.date().replace(day=1)
    for back, indicator, value, note in SAID:
        rows = Result.objects.for_system("demo: results by target and month").filter(
            target__service=service,
            target__indicator=indicator.value,
            period_first_date=add_months(this_month, -back),
        )
        for result in rows.select_related("target__service__contract"):
            inspect.unwrap(record_vendor_figure)(
                actor=actor, result=result, value=Decimal(value), note=note, now=now
            )
