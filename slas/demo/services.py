"""Loads the demo's services, promises and outages through the same actions as everybody else."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Final

from contracts_app.models import Contract
from core.audit import Actor
from core.rules.periods import add_months
from slas.actions.agreements import set_agreement
from slas.actions.claims import detect_in_contract, lapse_claim
from slas.actions.outages import take_outages
from slas.actions.results import judge_services
from slas.actions.services import ServiceDraft, record_service
from slas.actions.targets import TargetIdentity, record_target
from slas.demo.exclusions import load_exclusions
from slas.demo.key_figure import load_key_figure
from slas.demo.vendor_figure import load_vendor_figures
from slas.models import Claim, Service
from slas.rules.agreed_credits import AgreementDraft
from slas.rules.agreed_target import IndicatorKind, TargetDraft
from slas.rules.outage_row import OutageRow
from slas.rules.scheme_library import library_scheme

ZONE: Final = "Europe/Berlin"
MONTHS_BACK: Final = 6
_ALL: Final = ["maintenance", "force_majeure", "our_fault"]
_OFFICE: Final = [[[480, 1080]]] * 5 + [[], []]
#: Two rows that overlap, as published tables do: somebody has still to say what counts between 99 and 99.5 %.
_OVERLAP: Final[dict[str, Any]] = {
    "kind": "tiers",
    "unit": "fee_percent",
    "bands": [
        {"below": "99.95", "at_least": "99", "credit": "10"},
        {"below": "99.5", "at_least": "95", "credit": "25"},
        {"below": "95", "credit": "100"},
    ],
}


@dataclass(frozen=True, slots=True)
class DemoService:
    """A service of the demo and what is promised; outages by months back, day, hour and minutes down."""

    contract: str
    slug: str
    name: str
    value: str
    scheme: Any
    fee: int
    site: str = ""
    hours: Any = None
    outages: tuple[tuple[int, int, int, int], ...] = field(default=())


SERVICES: Final = (
    DemoService(
        "Hosting framework",
        "customer-portal",
        "Customer portal",
        "99.9",
        "tiers_9990",
        9_800,
        site="Frankfurt",
        outages=(
            (4, 7, 9, 22),
            (3, 18, 13, 95),
            (2, 3, 7, 31),
            (1, 12, 10, 74),
            (1, 12, 11, 40),
            (0, 2, 8, 12),
        ),
    ),
    DemoService(
        "Hosting framework",
        "batch",
        "Batch processing",
        "99.5",
        "tiers_halves",
        2_400,
        outages=((2, 21, 2, 130),),
    ),
    DemoService(
        "Content delivery", "edge", "Delivery network", "99.95", _OVERLAP, 4_200, outages=((1, 5, 14, 260),)
    ),
    DemoService(
        "Identity provider", "sign-in", "Sign-in", "99.9", "tiers_9995", 3_100, outages=((2, 9, 6, 8),)
    ),
)
AGREED: Final[dict[str, dict[str, Any]]] = {
    "Hosting framework": {
        "caps": [{"scope": "term", "percent": "8"}],
        "fees_term": Decimal(412_000),
        "chronic_missed": 2,
        "chronic_window": 3,
        "chronic_notice_days": 7,
        "clause_ref": "8.4",
    },
    "Content delivery": {"window_quantity": 60},
}


def load_services(*, actor: Actor, now: dt.datetime, on: dt.date) -> str:
    """Write services with promises, outages of the last months and the results; return that in words.

    Runs inside the transaction of the whole demo.
    """
    contracts = {row.title: row for row in Contract.objects.for_system("demo: contracts by title")}
    since = add_months(on.replace(day=1), -MONTHS_BACK)
    made = [_record(actor, contracts[one.contract], one, since, now) for one in SERVICES]
    _desk(actor, made[0], since, now)
    load_key_figure(actor=actor, service=made[0], since=since, now=now)
    for title, facts in AGREED.items():
        usual: dict[str, Any] = {"window_quantity": 30, "window_zone": ZONE, "currency": "EUR"}
        agreed = AgreementDraft(effective_from=since, **(usual | facts))
        inspect.unwrap(set_agreement)(actor=actor, contract=contracts[title], draft=agreed, now=now)
    for contract in {one.contract for one in made}:
        rows = list(_outages(contract, on, now))
        inspect.unwrap(take_outages)(actor=actor, contract=contract, rows=rows, now=now)
    load_exclusions(actor=actor, contract=contracts["Hosting framework"], now=now)
    ids = [one.pk for one in made]
    done = inspect.unwrap(judge_services)(actor=actor, service_ids=ids, first=since, now=now)
    load_vendor_figures(actor=actor, service=made[0], now=now)
    for pk in sorted({one.contract_id for one in made}):
        inspect.unwrap(detect_in_contract)(actor=actor, contract_id=pk, now=now)
    open_claims = Claim.objects.for_system("demo: claims whose window is over").not_submitted()
    for pk in list(open_claims.values_list("pk", flat=True)):
        inspect.unwrap(lapse_claim)(actor=actor, claim_id=pk, now=now)
    return f"{len(made)} services, {done.first} results of the last months"


def _record(actor: Actor, contract: Contract, one: DemoService, since: dt.date, now: dt.datetime) -> Service:
    draft = ServiceDraft(name=one.name, slug=one.slug, site=one.site)
    made: Service = inspect.unwrap(record_service)(actor=actor, contract=contract, draft=draft, now=now)
    chosen = library_scheme(one.scheme) if isinstance(one.scheme, str) else None
    target = TargetDraft(
        effective_from=since,
        value=Decimal(one.value),
        zone=ZONE,
        hours=one.hours,
        excused=_ALL,
        announced_hours=48,
        period_fee_amount=Decimal(one.fee),
        period_fee_currency="EUR",
        scheme=chosen.scheme if chosen else one.scheme,
        clause_ref="8.2",
    )
    identity = TargetIdentity(indicator=IndicatorKind.AVAILABILITY)
    inspect.unwrap(record_target)(actor=actor, service=made, identity=identity, draft=target, now=now)
    return made


def _desk(actor: Actor, service: Service, since: dt.date, now: dt.datetime) -> None:
    """Promise an answer to tickets of the first severity within 30 minutes of office hours."""
    draft = TargetDraft(
        effective_from=since,
        value=Decimal(30),
        better="lower",
        zone=ZONE,
        hours=_OFFICE,
        hours_calendar="DE",
        clause_ref="8.3",
    )
    identity = TargetIdentity(indicator=IndicatorKind.RESPONSE, severity="P1")
    inspect.unwrap(record_target)(actor=actor, service=service, identity=identity, draft=draft, now=now)


def _outages(contract: Contract, on: dt.date, now: dt.datetime) -> Iterator[OutageRow]:
    """Yield the outages of a contract's services that have happened, the first months ago."""
    for one in SERVICES:
        if one.contract != contract.title:
            continue
        for number, (back, day, hour, minutes) in enumerate(one.outages, 1):
            first = add_months(on.replace(day=1), -back)
            start = dt.datetime(first.year, first.month, day, hour, 4, tzinfo=dt.UTC)
            end = start + dt.timedelta(minutes=minutes)
            if end < now:
                ref = f"{one.slug}-{number}"
                yield OutageRow(
                    number, one.slug, "monitor", ref, start.isoformat(), end.isoformat(), "No answer (demo)"
                )
