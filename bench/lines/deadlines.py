"""Working out deadlines: the engine alone is the floor of reading, computing, comparing and writing."""

from __future__ import annotations

import statistics

from bench.database import ACTOR
from bench.harness import Figure, line, processor_seconds, side_by_side
from contracts_app.models import Contract
from core import clock
from core.reminders.shapes import date_in
from renewals.actions.deadlines import recompute_deadlines
from renewals.rules.batch import Question, deadlines_of

CONTRACTS = 5_000
RUNS_ALONE = 5


@line("deadlines")
def measure(**_rest: int) -> list[Figure]:
    """Measure a recomputation that finds nothing changed: what a repaired calendar costs."""
    ids = list(Contract.unscoped.order_by("pk").values_list("pk", flat=True)[:CONTRACTS])
    now = clock.now()
    today = date_in("Europe/Berlin", now)
    records = list(
        Contract.objects.for_system("the measurement")
        .filter(pk__in=ids)
        .in_force()
        .deadline_inputs()
        .values()
    )
    questions = [Question(record, today) for record in records]
    whole, engine = side_by_side(
        lambda: recompute_deadlines(actor=ACTOR, contract_ids=ids, now=now, reason="The measurement."),
        lambda: deadlines_of(questions),
    )
    rate, alone = len(ids) / whole, len(records) / engine
    busy = statistics.median(processor_seconds(lambda: deadlines_of(questions)) for _ in range(RUNS_ALONE))
    per_core = len(records) / busy
    return [
        Figure(
            "deadlines recomputed", round(rate), "contracts/s", round(alone), "the engine alone",
            round(rate / alone, 2), ">= 1,000 contracts/s", rate >= 1000,
        ),
        Figure(
            "deadlines in the rules alone, with their steps", round(per_core), "contracts/s and core", None, "", None,
            ">= 20,000 contracts/s", per_core >= 20_000,
        ),
    ]  # fmt: skip
