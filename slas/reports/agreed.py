"""What was promised about services, in words: for the contract's panel, the page of a target, and letters."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from core.rules.wording import money_text
from slas.models import CreditAgreement, Service, SlaTarget, TargetVersion
from slas.rules.agreed_target import IndicatorKind, counting_for, scheme_of
from slas.rules.claim_sentences import LENGTHS
from slas.rules.credit_finding import CreditFinding, findings
from slas.rules.credit_number import number_text
from slas.rules.credit_scheme import CreditKind, CreditScheme, CreditUnit
from slas.rules.credit_sentences import finding_words
from slas.rules.hours_text import hours_text
from slas.rules.measurement_row import MEASURED

_PERIODS = {"month": "a calendar month", "quarter": "a calendar quarter", "year": "a calendar year"}


@dataclass(frozen=True, slots=True)
class ShownFinding:
    """A gap or an overlap of a scheme in words, and the rows that can be chosen for it."""

    finding: CreditFinding
    words: str

    @property
    def is_open(self) -> bool:
        """Whether a person has still to record a choice."""
        return self.finding.needs_choice

    @property
    def key(self) -> str:
        """What the stretch is called in an address."""
        low, high = number_text(self.finding.low), number_text(self.finding.high)
        return f"{self.finding.kind}:{low}:{high}"


@dataclass(frozen=True, slots=True)
class ShownTarget:
    """A target with the version that counts on a day, the next one, and what its scheme leaves open."""

    target: SlaTarget
    version: TargetVersion | None
    coming: TargetVersion | None
    findings: tuple[ShownFinding, ...]

    @property
    def open_count(self) -> int:
        """How many gaps and overlaps a person has still to decide about."""
        return sum(one.is_open for one in self.findings)


def promise_words(version: TargetVersion) -> str:
    """Say what is promised: ``at least 99.9 % in a calendar month``."""
    value = f"{version.value.normalize():f} {version.unit or version.target.unit}".strip()
    side = "at least" if version.better == "higher" else "at most"
    words = f"{side} {value}"
    if version.percentile is not None:
        words = f"{version.percentile.normalize():f}th percentile {words}"
    if version.share_percent is not None:
        words += f" for {version.share_percent.normalize():f} % of the tickets"
    return f"{words} in {period_words(version)}"


def unit_now(target: SlaTarget) -> str:
    """Return what the figures of a target are in, as its latest version says."""
    version = counting_for(list(target.versions.all()), dt.date.max)
    unit: str = version.unit if version and version.unit else target.unit
    return unit


def period_words(version: TargetVersion) -> str:
    """Say by which period it is judged: ``a calendar month``."""
    if version.period in _PERIODS:
        return _PERIODS[version.period]
    return "a billing cycle" if version.billing_months == 1 else f"a cycle of {version.billing_months} months"


def hours_words(version: TargetVersion) -> str:
    """Say when the service is promised: ``around the clock``, or the hours and the holidays."""
    if version.hours is None:
        return "around the clock"
    closed = f", closed on holidays of {version.hours_calendar}" if version.hours_calendar else ""
    return f"{hours_text(version.hours)} ({version.zone}){closed}"


def excused_words(version: TargetVersion) -> str:
    """Say what excuses downtime, and what becomes of that time."""
    ahead = f" (at least {version.announced_hours} hours ahead)" if version.announced_hours else ""
    from_choice = {
        "maintenance": f"announced maintenance{ahead}",
        "force_majeure": "force majeure",
        "our_fault": "our fault",
    }
    if not version.excused:
        return "nothing"
    told = ", ".join(from_choice.get(one, one) for one in version.excused)
    stays = {"stays": "it stays in the time that counts", "less_excused": "excused downtime leaves the time"}
    return f"{told}; {stays.get(version.denominator, 'the whole exclusion leaves the time')}"


def scheme_words(scheme: CreditScheme | None) -> list[str]:
    """Say how the credit is reckoned, a line for each row; nothing where none is agreed."""
    if scheme is None:
        return []
    if scheme.has_bands:
        return [f"{band.words()}: {_gives(scheme, band.credit)}" for band in scheme.bands]
    below = f", only below {number_text(scheme.due_below)} %" if scheme.due_below is not None else ""
    rate = _gives(scheme, scheme.rate or Fraction(0))
    if scheme.unit is CreditUnit.LOST_TIME_PERCENT:
        return [f"{rate}{below}"]
    each = "for each incident"
    if scheme.kind is CreditKind.PER_MINUTE:
        each = (
            "for each minute"
            if scheme.every_minutes == 1
            else f"for each full {scheme.every_minutes} minutes"
        )
    return [f"{rate} {each}{below}"]


def fee_words(version: TargetVersion) -> str:
    """Say what the fee of one period is; empty where it is not known."""
    if version.period_fee_amount is None:
        return ""
    return money_text(version.period_fee_amount, version.period_fee_currency)


def agreement_facts(agreement: CreditAgreement) -> list[tuple[str, str]]:
    """Say what is agreed about all credits together, as names and words."""
    found = [("Several credits", str(agreement.get_stacking_display()).lower())]
    scopes = {"month": "a month", "year": "a year", "term": "the term"}
    for cap in agreement.caps:
        found.append((f"At most in {scopes[cap['scope']]}", _cap_words(cap, agreement.currency)))
    if agreement.minimum_amount is not None:
        more = "more than " if agreement.minimum_must_exceed else "at least "
        found.append(("Paid from", more + money_text(agreement.minimum_amount, agreement.currency)))
    found.append(("Claimed", window_words(agreement)))
    sole = {True: "yes", False: "no", None: "the contract does not say"}[agreement.is_sole_remedy]
    found.append(("Sole remedy", sole))
    if agreement.chronic_missed is not None:
        words = f"missed in {agreement.chronic_missed} of {agreement.chronic_window} consecutive months"
        if agreement.chronic_notice_days is not None:
            words += f", each notified within {agreement.chronic_notice_days} days of its end"
        found.append(("Chronic failure", words))
    return found


def window_words(agreement: CreditAgreement) -> str:
    """Say until when a credit is claimed."""
    if agreement.window_quantity is None:
        return "the contract states no last day"
    one, many = LENGTHS[agreement.window_unit]
    length = (one if agreement.window_quantity == 1 else many).format(n=agreement.window_quantity)
    anchor = str(agreement.get_window_anchor_display())
    test = str(agreement.get_window_test_display())
    return f"{length.lower()} {anchor[:1].lower()}{anchor[1:]}; {test[:1].lower()}{test[1:]} by then"


def target_facts(version: TargetVersion) -> list[tuple[str, str]]:
    """Say what a version agrees, as names and words."""
    found = [("Promised", promise_words(version))]
    if version.target.indicator in MEASURED:
        found += _measured_facts(version)
    else:
        found.append(("Service hours", hours_words(version)))
    if version.target.indicator == "availability":
        found.append(("Excused is", excused_words(version)))
        if version.minimum_minutes is not None:
            shortest = f"{version.minimum_minutes.normalize():f} minutes; shorter ones do not count"
            found.append(("Shortest outage", shortest))
    rounded = "not before it is compared"
    if version.rounding_mode:
        rounded = (
            f"to {version.rounding_decimals} decimals, {version.rounding_mode.removeprefix('ROUND_').lower()}"
        )
    found += [("Rounded", rounded.replace("_", " ")), ("Time zone", version.zone)]
    found.append(("Fee of a period", fee_words(version) or "not recorded"))
    return found


def _measured_facts(version: TargetVersion) -> list[tuple[str, str]]:
    """Say in what a target is measured, who answers for it, and where its readings come from."""
    target = version.target
    found = [("Unit", version.unit or "number"), ("Judged by", period_words(version))]
    if target.indicator == IndicatorKind.KEY_FIGURE:
        found.append(("Several readings make", version.get_gathering_display().lower()))
    if target.owner is not None:
        found.append(("Answers for it", str(target.owner)))
    if target.source:
        found.append(("Readings come from", target.source))
    return found


def shown_findings(version: TargetVersion | None) -> tuple[ShownFinding, ...]:
    """Return what the scheme of a version leaves open or contradicts, in words."""
    scheme = scheme_of(version) if version is not None else None
    if scheme is None:
        return ()
    return tuple(ShownFinding(one, finding_words(one)) for one in findings(scheme))


def services_of(
    user: Any, contract_id: int, on: dt.date, read_since: dt.datetime | None = None
) -> list[tuple[Service, list[ShownTarget]]]:
    """Return the services of a contract that ``user`` sees, each with its targets as they count on a day.

    Args:
        user: The reader.
        contract_id: The contract.
        on: The day.
        read_since: Since when readings of key figures are told (``with_read_at``); None: they are not.
    """
    targets = SlaTarget.objects.visible_to(user).filter(service__contract_id=contract_id).with_service_count()
    if read_since is not None:
        targets = targets.with_read_at(read_since)
    found = targets.select_related("service__contract__terms", "owner").prefetch_related("versions")
    by_service: dict[Service, list[ShownTarget]] = {}
    count = None
    for target in found.order_by("indicator", "severity", "name", "pk"):
        by_service.setdefault(target.service, []).append(shown_target(target, on))
        count = target.service_count  # type: ignore[attr-defined]
    if count != len(by_service):  # of some nothing is promised yet
        for service in Service.objects.visible_to(user).filter(contract_id=contract_id):
            by_service.setdefault(service, [])
    return sorted(by_service.items(), key=lambda one: (one[0].name.casefold(), one[0].pk))


def shown_target(target: SlaTarget, on: dt.date) -> ShownTarget:
    """Return a target as it counts on a day; its versions are read already."""
    versions = list(target.versions.all())
    for one in versions:
        one.target = target
    version = counting_for(versions, on)
    later = sorted((one for one in versions if one.effective_from > on), key=lambda one: one.effective_from)
    return ShownTarget(target, version, later[0] if later else None, shown_findings(version))


def _gives(scheme: CreditScheme, figure: Fraction) -> str:
    number = number_text(figure)
    return {
        CreditUnit.FEE_PERCENT: f"{number} % of the fee",
        CreditUnit.AMOUNT: f"{scheme.currency} {number}",
        CreditUnit.DAYS: f"{number} day{'' if figure == 1 else 's'} added to the term",
        CreditUnit.LOST_TIME_PERCENT: f"{number} % of what the lost time cost"
        if scheme.kind is not CreditKind.TERM_EXTENSION
        else f"{number} % of the lost time added to the term",
    }[scheme.unit]


def _cap_words(cap: dict[str, str], currency: str) -> str:
    if "percent" in cap:
        return f"{cap['percent']} % of the fees"
    if "amount" in cap:
        return f"{currency} {cap['amount']}"
    return f"{cap['days']} days"
