"""The letter of a claim: every outage, the computation and the credit asked for, as a page and as a PDF.

The minutes are those that the versions of its results rest on: where what is recorded has changed since,
there is no letter until the results are judged anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string

from core.errors import UserError
from core.pdf import Imprint, content_hash, render_parts
from core.rules.wording import short_date
from slas.actions.asking import Asked, judge_now
from slas.models import Claim, ResultVersion
from slas.reports.agreed import promise_words
from slas.reports.claims import Computation, asked_words, computation_of_claim, period_of
from slas.reports.judged import (
    ShownStretch,
    computation_of,
    credit_steps,
    figure_of,
    figure_words,
    refused_words,
    stretches_of,
    timer_rows,
)
from slas.rules.agreed_target import period_rule


class NoLetter(UserError):
    """The letter cannot be written yet; the message says why, and what to do."""

    code = "no_letter"


@dataclass(frozen=True, slots=True)
class LetterPart:
    """One promise that was missed: what was promised, what happened, and how the credit came about."""

    name: str
    version: int
    clause: str
    promised: str
    figure: str
    zone: str
    steps: list[str]
    stretches: list[ShownStretch]
    timers: list[tuple[str, str, str, str]]
    refused: list[tuple[str, str]]
    credit: list[str]


@dataclass(frozen=True, slots=True)
class ClaimLetter:
    """What the letter of a claim says."""

    number: str
    contract: str
    vendor: str
    sender: str
    period: str
    first: str
    last: str
    asked: str
    last_date: str
    clause: str
    parts: list[LetterPart]
    computed: Computation

    @property
    def sha256(self) -> str:
        """The hash over everything that it says."""
        return content_hash(self)


def claim_letter(
    claim: Claim, versions: Sequence[ResultVersion], claims: Sequence[Claim], now: dt.datetime
) -> ClaimLetter:
    """Return the letter of a claim.

    Args:
        claim: The claim, with contract, vendor and entity joined.
        versions: What it rests on, with results, targets, services and terms joined.
        claims: All claims of the contract: they use up caps.
        now: The instant of writing.

    Raises:
        NoLetter: The amount is not known yet, or what is recorded has changed since the results were judged.
    """
    if claim.asked_amount is None and claim.asked_days is None:
        raise NoLetter("It is not known yet what is asked for. Complete what is missing first.")
    contract = claim.contract
    clauses = dict.fromkeys(one.terms.clause_ref for one in versions if one.terms.clause_ref)
    return ClaimLetter(
        number=contract.number,
        contract=contract.title,
        vendor=contract.vendor.name,
        sender=contract.entity.name if contract.entity else "",
        period=period_of(claim),
        first=short_date(claim.period_first_date),
        last=short_date(claim.period_last_date),
        asked=asked_words(claim),
        last_date=short_date(claim.last_date) if claim.last_date else "",
        clause=", ".join(clauses),
        parts=[_part(one, now) for one in versions],
        computed=computation_of_claim(claim, versions, claims),
    )


def letter_pdf(letter: ClaimLetter, imprint: Imprint) -> bytes:
    """Return the letter as a tagged PDF, A4, its pages numbered.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    return render_parts(
        [render_to_string("slas/pdf/claim_letter.html", {"letter": letter, "imprint": imprint})]
    )


def file_name_of(letter: ClaimLetter) -> str:
    """Return what the file is called: ``claim-C-1001-Oct-2026.pdf``."""
    words = f"claim-{letter.number}-{letter.period}".replace("/", "-").replace("\\", "-")
    return f"{words.replace(' ', '-')}.pdf"


def _part(version: ResultVersion, now: dt.datetime) -> LetterPart:
    result, terms = version.result, version.terms
    terms.target = result.target
    period = period_rule(terms).period_on(result.period_first_date)
    found = judge_now(Asked(result.target, terms, period), now)
    if found.fingerprint != version.input_sha256:
        raise NoLetter(
            f"What is recorded of {result.target} has changed since it was judged. It is judged anew within"
            " the hour; then the letter can be made."
        )
    return LetterPart(
        name=str(result.target),
        version=version.number,
        clause=terms.clause_ref,
        promised=promise_words(terms),
        figure=figure_words(figure_of(version), terms),
        zone=terms.zone,
        steps=computation_of(found, terms),
        stretches=stretches_of(found.availability, terms.zone) if found.availability else [],
        timers=timer_rows(found),
        refused=refused_words(found),
        credit=credit_steps(found),
    )
