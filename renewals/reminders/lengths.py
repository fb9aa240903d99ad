"""How long the next term of contracts is, as their terms say it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from contracts_app.models import Contract
from core.rules.periods import Period
from renewals.models import Notice
from renewals.rules.term import later_length
from renewals.rules.terms_input import TermsInputError, parse_terms


def next_lengths(scope: Any, contract_ids: Collection[int]) -> dict[int, Period]:
    """Return the length of each term after the first, of the contracts that say it; one query.

    Args:
        scope: The contracts that count, with their reader's rights or with a stated reason.
        contract_ids: The contracts asked about.
    """
    found: dict[int, Period] = {}
    for pk, record in scope.filter(pk__in=contract_ids).deadline_inputs().items():
        if length := next_length(record):
            found[pk] = length
    return found


def next_length(record: Mapping[str, Any]) -> Period | None:
    """Return the length of each term after the first by what a deadline rests on; None where unsaid."""
    try:
        term, _ = parse_terms(record)
    except TermsInputError:
        return None
    return later_length(term)


def next_length_of(contract_id: int, user: Any) -> Period | None:
    """Return the same of one contract that ``user`` may see; its record is read once for a page."""
    return next_length(Notice.objects.record_of(contract_id, user))


def lengths_in_mail(contract_ids: Collection[int]) -> dict[int, Period]:
    """Return the same for messages: whoever is reminded of a contract may see its terms."""
    scope = Contract.objects.for_system("how long the next term of a contract is, in its reminder")
    return next_lengths(scope, contract_ids)
