"""What a claim asks for: the missed promises of a contract and period, their credit, and until when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Final

from core.money import CurrencyMismatchError, Money
from slas.models import Claim, CreditAgreement, Outage, ResultVersion
from slas.rules.agreed_credits import cap_facts, credit_terms, window_rule
from slas.rules.claim import BEFORE_SUBMISSION, ClaimStatus
from slas.rules.claim_window import ClaimFacts, ClaimWindow, claim_window
from slas.rules.credit import Credit, CreditStatus
from slas.rules.credit_terms import CapScope, CreditTerms
from slas.rules.credit_total import UNKNOWN, CapFacts, CreditTotal, total_credit
from slas.rules.wall_clock import days_from_to, zone_named

#: First and last day of a period.
Span = tuple[dt.date, dt.date]
#: The vendor has these, or owes them: they use up caps whatever their period.
_USES_CAPS: Final = frozenset(
    {
        ClaimStatus.SUBMITTED,
        ClaimStatus.ACCEPTED,
        ClaimStatus.ACCEPTED_IN_PART,
        ClaimStatus.CREDITED,
    }
)


@dataclass(frozen=True, slots=True)
class Ground:
    """What a claim of a period rests on, what it comes to, and until when it can be made.

    Attributes:
        versions: The newest versions of the results that were missed with a credit.
        total: What they come to under the agreement.
        window: The claim window; without days where the contract states none or it is not known.
    """

    versions: tuple[ResultVersion, ...]
    total: CreditTotal
    window: ClaimWindow

    @property
    def is_any(self) -> bool:
        """Whether there is something to ask for, or may be once what is missing is known."""
        asked = self.total.asked
        return bool(self.total.missing or (asked is not None and asked.amount > 0) or self.total.days)

    @property
    def asked_days(self) -> Decimal | None:
        """Return the days asked for as they are kept; None without any."""
        days = self.total.days
        if not days:
            return None
        return (Decimal(days.numerator) / Decimal(days.denominator)).quantize(Decimal(1).scaleb(-8))


def newest_versions_of(contract_id: int) -> list[ResultVersion]:
    """Return the newest version of every result of a contract, with its target and terms."""
    rows = ResultVersion.objects.for_system("what claims rest on")
    rows = rows.filter(result__target__service__contract_id=contract_id)
    joined = rows.select_related("result__target__service", "terms__target")
    return list(joined.order_by("result_id", "-number").distinct("result_id"))


def missed_by_period(versions: Iterable[ResultVersion], now: dt.datetime) -> dict[Span, list[ResultVersion]]:
    """Return what was missed with a credit, by period, the earliest first; only periods that are over.

    A period appears once one of its credits is due; those that are not known yet come with it.
    """
    found: dict[Span, list[ResultVersion]] = {}
    unknown = {str(one) for one in UNKNOWN}
    for one in sorted(versions, key=lambda row: (row.result.period_last_date, row.result_id)):
        span = (one.result.period_first_date, one.result.period_last_date)
        counts = one.credit_status == CreditStatus.DUE or one.credit_status in unknown
        if one.is_met is False and counts and _is_over(span, one.terms.zone, now):
            found.setdefault(span, []).append(one)
    return {
        span: rows
        for span, rows in found.items()
        if any(row.credit_status == CreditStatus.DUE for row in rows)
    }


def ground_of(
    contract_id: int, span: Span, versions: Sequence[ResultVersion], claims: Iterable[Claim]
) -> Ground:
    """Return what the missed promises of a period come to, under the agreement that counts on its last day.

    Args:
        contract_id: The contract.
        span: The period.
        versions: What was missed in it.
        claims: All claims of the contract: what they ask for, or were granted, is used of the caps.
    """
    agreed = agreement_on(contract_id, span[1])
    window = _window(agreed, span, versions)
    return Ground(tuple(versions), _total(agreed, span, versions, list(claims)), window)


def agreement_on(contract_id: int, day: dt.date) -> CreditAgreement | None:
    """Return what the contract says about its credits on a day; None where nothing is recorded."""
    rows = CreditAgreement.objects.for_system("what claims rest on").filter(contract_id=contract_id)
    found: CreditAgreement | None = rows.counting_by(day).first()
    return found


def zone_of_window(contract_id: int, day: dt.date) -> str:
    """Return the zone whose days the claim window of a period counts."""
    agreed = agreement_on(contract_id, day)
    return agreed.window_zone if agreed else "UTC"


def _is_over(span: Span, zone: str, now: dt.datetime) -> bool:
    return days_from_to(*span, zone_named(zone)).end <= now


def _total(
    agreed: CreditAgreement | None, span: Span, versions: Sequence[ResultVersion], claims: list[Claim]
) -> CreditTotal:
    credits = [_credit(one) for one in versions]
    try:
        if agreed is None:
            return total_credit(CreditTerms(), credits)
        used = {scope: _used(scope, agreed.currency, span, claims) for scope in CapScope}
        return total_credit(credit_terms(agreed), credits, cap_facts(agreed, used))
    except CurrencyMismatchError:
        return CreditTotal(missing=("one_currency",))


def _credit(version: ResultVersion) -> Credit:
    amount, days, percent = version.credit_amount, version.credit_days, version.credit_percent
    return Credit(
        status=CreditStatus(version.credit_status),
        percent=None if percent is None else Fraction(percent),
        amount=None if amount is None else Fraction(amount),
        currency=version.credit_currency,
        days=None if days is None else Fraction(days),
    )


def _used(scope: CapScope, currency: str, span: Span, claims: list[Claim]) -> CapFacts:
    """Return what other claims have used of a scope: granted before asked for, those not sent in order."""
    amount, days = Decimal(0), Fraction(0)
    for claim in claims:
        if not (_is_used(claim, span) and _is_in(scope, claim, span)):
            continue
        days += Fraction(claim.asked_days or 0)
        if claim.currency == currency:
            granted = claim.accepted_amount
            amount += (claim.asked_amount if granted is None else granted) or Decimal(0)
    return CapFacts(None, Money(amount, currency) if amount else None, days)


def _is_used(claim: Claim, span: Span) -> bool:
    mine = (claim.period_first_date, claim.period_last_date)
    if mine == span:
        return False
    if claim.status in BEFORE_SUBMISSION:
        return (mine[1], mine[0]) < (span[1], span[0])
    return claim.status in _USES_CAPS


def _is_in(scope: CapScope, claim: Claim, span: Span) -> bool:
    theirs, ours = claim.period_last_date, span[1]
    if scope is CapScope.TERM:
        return True
    return theirs.year == ours.year and (scope is CapScope.YEAR or theirs.month == ours.month)


def _window(agreed: CreditAgreement | None, span: Span, versions: Sequence[ResultVersion]) -> ClaimWindow:
    rule = window_rule(agreed) if agreed else None
    if agreed is None or rule is None:
        return ClaimWindow(last_date=None, latest_date=None, zone=agreed.window_zone if agreed else "UTC")
    facts = ClaimFacts(
        period_first_date=span[0],
        period_last_date=span[1],
        incidents=_incidents(span, versions, rule.zone),
        cycle_start_date=agreed.cycle_start_date,
    )
    try:
        return claim_window(rule, facts)
    except ValueError:
        # The billing cycles are laid from a day after the incident: the agreement cannot tell the window.
        return ClaimWindow(last_date=None, latest_date=None, zone=rule.zone, missing=("cycle_start_date",))


def _incidents(span: Span, versions: Sequence[ResultVersion], zone: str) -> tuple[Span, ...]:
    """Return first and last day of each outage of the period, as far as it lies in the period."""
    local = zone_named(zone)
    period = days_from_to(*span, local)
    services = {one.result.target.service_id for one in versions}
    rows = Outage.objects.for_system("what claims rest on").filter(service_id__in=services).counted()
    return tuple(
        (
            max(one.start_at, period.start).astimezone(local).date(),
            min(one.end_at.astimezone(local).date(), span[1]) if one.end_at else span[1],
        )
        for one in rows.touching(period.start, period.end).order_by("start_at")
    )
