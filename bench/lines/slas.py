"""Measuring services: a month of a thousand of them in the pure engine, in processor time, as figures per core."""

from __future__ import annotations

import datetime as dt
import random
import statistics
import time

from bench import database
from bench.harness import Figure, line, processor_seconds, say, seconds
from slas.actions.results import judge_all, judge_services
from slas.models import Service
from slas.rules.availability import Meter, availability
from slas.rules.availability_result import Availability
from slas.rules.availability_terms import AvailabilityTerms, Scope
from slas.rules.outage import Outage, downtimes
from slas.rules.period import PeriodRule
from slas.rules.service_hours import ServiceHours, weekdays

SERVICES = 1_000
OUTAGES_EACH = 1_000
ZONE = "Europe/Berlin"
MONTH = PeriodRule("month", ZONE).period_on(dt.date(2026, 10, 1)).interval
RUNS_ALONE = 5
WITHIN_SECONDS = 60
WITHIN_MILLISECONDS = 50
Reported = list[tuple[dt.datetime, dt.datetime, str]]


@line("slas")
def measure(**_rest: int) -> list[Figure]:
    """Measure the month of all services, around the clock and in office hours, and of one."""
    chance = random.Random(5)
    reported = [_reported(chance) for _ in range(SERVICES)]
    office = weekdays(8 * 60, 18 * 60, zone=ZONE, calendar="DE")
    figures = []
    for name, hours in (("around the clock", None), ("in office hours", office)):
        busy = processor_seconds(lambda hours=hours: _all(reported, hours))
        one = statistics.median(
            processor_seconds(lambda hours=hours: _one(reported[0], hours)) for _ in range(RUNS_ALONE)
        )
        figures += [
            Figure(
                f"a month of 1,000 services with 1,000,000 outages, {name}", round(busy, 1), "s on one core", None,
                "", None, "<= 60 s", busy <= WITHIN_SECONDS,
            ),
            Figure(
                f"a month of one service with 1,000 outages, {name}", round(one * 1000, 1), "ms", None, "", None,
                "<= 50 ms", one * 1000 <= WITHIN_MILLISECONDS,
            ),
        ]  # fmt: skip
    return figures


def _reported(chance: random.Random) -> Reported:
    seconds = int((MONTH.end - MONTH.start).total_seconds())
    found = []
    for number in range(OUTAGES_EACH):
        start = MONTH.start + dt.timedelta(seconds=chance.randrange(seconds))
        found.append((start, start + dt.timedelta(seconds=chance.randrange(1, 600)), f"O-{number}"))
    return found


def _all(reported: list[Reported], hours: ServiceHours | None) -> list[Availability]:
    """Read every outage and measure every service; each result has the minutes behind it, and its share."""
    meter = Meter(AvailabilityTerms(hours=hours), Scope(MONTH))
    found = [meter.measure(downtimes((Outage(*one) for one in rows), MONTH.end)) for rows in reported]
    if any(one.fraction is None for one in found):
        raise RuntimeError("a service has no data")
    return found


def _one(rows: Reported, hours: ServiceHours | None) -> Availability:
    outages = [Outage(*one) for one in rows]
    return availability(AvailabilityTerms(hours=hours), Scope(MONTH), outages, now=MONTH.end)


@line("slas judged")
def judge_month(**_rest: int) -> list[Figure]:
    """Judge the month of a thousand services with a million outages, from the database and back."""
    with database.copied("bench_slas"):
        say("  writing 1,000 services with 1,000 outages each")
        for sql in (_SERVICES, _TARGETS, _VERSIONS):
            database.execute(sql)
        for first in range(0, SERVICES, 100):
            database.execute(_OUTAGES, first=first, last=first + 99)
        database.analyze()
        since, now = dt.date(2026, 10, 31), MONTH.end
        services = list(Service.unscoped.order_by("pk").values_list("pk", flat=True))
        alone, rest = services[:RUNS_ALONE], SERVICES - RUNS_ALONE
        one = statistics.median(_judged_alone(service, now, since) for service in alone)
        start, busy = time.perf_counter(), time.process_time()
        done = judge_all(actor=database.ACTOR, now=now, since=since)
        took, busy = time.perf_counter() - start, time.process_time() - busy
    if (done.first, done.unchanged) != (rest, RUNS_ALONE):
        raise RuntimeError(f"{done.first} results were made and {done.unchanged} were as before")
    return [
        Figure(
            "judge a month of 1,000 services with 1,000,000 outages, from the database and back", round(took, 1),
            "s", None, "", None, "<= 60 s", took <= WITHIN_SECONDS, {"processor seconds": round(busy, 1)},
        ),
        Figure(
            "judge a month of one service with 1,000 outages, from the database and back", round(one * 1000, 1),
            "ms", None, "", None, "<= 50 ms", one * 1000 <= WITHIN_MILLISECONDS,
        ),
    ]  # fmt: skip


def _judged_alone(service: int, now: dt.datetime, since: dt.date) -> float:
    return seconds(lambda: judge_services(actor=database.ACTOR, service_ids=[service], first=since, now=now))


_SERVICES = """
INSERT INTO slas_service (row_version, contract_id, slug, name, site, source_of_record, created_at)
SELECT 1, c.id, 's-' || row_number() OVER (ORDER BY c.id), c.title, '', '', now()
FROM (SELECT id, title FROM contracts_app_contract ORDER BY id LIMIT 1000) c"""
_TARGETS = """
INSERT INTO slas_slatarget (row_version, service_id, indicator, severity, name, source, created_at)
SELECT 1, id, 'availability', '', '', '', now() FROM slas_service"""
_VERSIONS = """
INSERT INTO slas_targetversion (row_version, target_id, effective_from, value, better, unit, gathering, period, zone,
    billing_months, hours_calendar, excused, denominator, rounding_mode, period_fee_amount, period_fee_currency,
    scheme, clause_ref, created_at)
SELECT 1, id, DATE '2026-01-01', 99.9, 'higher', '', 'latest', 'month', 'Europe/Berlin', 1, '', '{}', 'stays', '',
    10000, 'EUR', '{"kind": "tiers", "unit": "fee_percent", "bands": [{"below": "99.9", "at_least": "99",
    "credit": "10"}, {"below": "99", "at_least": null, "credit": "25"}]}', '5.1', now()
FROM slas_slatarget"""
_OUTAGES = """
INSERT INTO slas_outage (row_version, service_id, source, ref, start_at, end_at, summary, voided_reason, created_at)
SELECT 1, s.id, 'monitor', 'O-' || n, begun, begun + ((n * 7919 + s.id * 31) %% 600 + 1) * interval '1 second', '', '',
    now()
FROM (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place FROM slas_service) s
CROSS JOIN generate_series(1, 1000) n
CROSS JOIN LATERAL (SELECT TIMESTAMPTZ '2026-09-30 22:00Z'
    + ((n * 104729 + s.id * 7907) %% 2681000) * interval '1 second' AS begun) at
WHERE s.place BETWEEN %(first)s AND %(last)s"""
