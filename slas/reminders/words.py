"""Promises, figures and states of claims as a message says them, in the language that is written at present.

Names of services and key figures, severities, and units of key figures stand as they were recorded.
"""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.mail.languages import money_text, month_name, number_text, short_date
from core.rules.periods import month_end
from slas.models import ResultVersion, SlaTarget, TargetVersion
from slas.rules.agreed_target import TIMES, IndicatorKind
from slas.rules.claim import ClaimStatus
from slas.rules.credit_number import exact_decimal

_LONGEST: Final = 14
_SHOWN: Final = Decimal(1).scaleb(-6)


def indicator_name(indicator: str) -> str:
    """Return what an indicator is called."""
    return {
        IndicatorKind.AVAILABILITY: _("Availability"),
        IndicatorKind.RESPONSE: _("Response time"),
        IndicatorKind.RESOLUTION: _("Resolution time"),
        IndicatorKind.PERCENTILE: _("Percentile of a latency"),
        IndicatorKind.COUNT: _("Count of events"),
        IndicatorKind.KEY_FIGURE: _("Key figure"),
    }[IndicatorKind(indicator)]


def target_name(target: SlaTarget) -> str:
    """Return what a target is called: its service, what is measured, and the severity."""
    measured = target.name or indicator_name(target.indicator)
    severity = f" ({target.severity})" if target.severity else ""
    return f"{target.service.name}: {measured}{severity}"


def span_name(first: dt.date, last: dt.date) -> str:
    """Return what a period is called: the month, or its two days."""
    if first.day == 1 and last == month_end(first):
        return month_name(first)
    return f"{short_date(first)} – {short_date(last)}"


def figure_text(version: ResultVersion) -> str:
    """Return the figure of a result with its unit; one without an end by six decimals, which ≈ says."""
    if version.figure_numerator is None or version.figure_denominator is None:
        return _("no data")
    figure = Fraction(int(version.figure_numerator), int(version.figure_denominator))
    unit = "%" if version.terms.share_percent is not None else _unit(version.terms)
    exact = exact_decimal(figure)
    if exact is not None and len(f"{exact:f}") <= _LONGEST:
        return f"{number_text(exact)} {unit}".strip()
    shown = (Decimal(figure.numerator) / Decimal(figure.denominator)).quantize(_SHOWN, ROUND_HALF_EVEN)
    return f"≈ {number_text(shown)} {unit}".strip()


def promise_text(terms: TargetVersion) -> str:
    """Say what was promised, without its period."""
    value = f"{number_text(terms.value)} {_unit(terms)}".strip()
    side = _("promised: at least {value}") if terms.better == "higher" else _("promised: at most {value}")
    words = side.format(value=value)
    if terms.percentile is not None:
        text = _("{promise} at the {n}th percentile")
        words = text.format(promise=words, n=number_text(terms.percentile))
    if terms.share_percent is not None:
        text = _("{promise} for {n} % of the tickets")
        words = text.format(promise=words, n=number_text(terms.share_percent))
    return words


def credit_text(version: ResultVersion) -> str:
    """Say what the scheme gives for a miss; empty where no credit is agreed or none is due."""
    if version.credit_status in ("", "not_due"):
        return ""
    if version.credit_amount is not None:
        return _("credit: {amount}").format(amount=money_text(version.credit_amount, version.credit_currency))
    if version.credit_days is not None:
        return days_text(version.credit_days)
    if version.credit_percent is not None:
        return _("credit: {n} % of the fee").format(n=number_text(version.credit_percent))
    return _("credit: not known yet")


def days_text(days: Decimal) -> str:
    """Say by how many days the term is made longer."""
    count = int(days) if days == int(days) else 2
    return ngettext("{n} day of service more", "{n} days of service more", count).format(n=number_text(days))


def status_name(status: str) -> str:
    """Return what the state of a claim is called."""
    return {
        ClaimStatus.DETECTED: pgettext("state of a claim", "Detected"),
        ClaimStatus.EVIDENCE: pgettext("state of a claim", "Evidence gathered"),
        ClaimStatus.DRAFTED: pgettext("state of a claim", "Drafted"),
        ClaimStatus.SUBMITTED: pgettext("state of a claim", "Submitted"),
        ClaimStatus.ACCEPTED: pgettext("state of a claim", "Accepted"),
        ClaimStatus.ACCEPTED_IN_PART: pgettext("state of a claim", "Accepted in part"),
        ClaimStatus.REJECTED: pgettext("state of a claim", "Rejected"),
        ClaimStatus.CREDITED: pgettext("state of a claim", "Credited"),
        ClaimStatus.LOST: pgettext("state of a claim", "Lost"),
        ClaimStatus.WITHDRAWN: pgettext("state of a claim", "Withdrawn"),
    }[ClaimStatus(status)]


def _unit(terms: TargetVersion) -> str:
    indicator = IndicatorKind(terms.target.indicator)
    if indicator is IndicatorKind.AVAILABILITY:
        return "%"
    return _("minutes") if indicator in TIMES else terms.unit
