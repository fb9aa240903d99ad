"""The activity of a contract and everything that belongs to it, in plain sentences.

1. What one person did in one go is one line, however many rows it touched.
2. One change is one sentence ("changed the end date from 31 Dec 2026 to 31 Mar 2027"); several
   changes are listed under the line.
3. What upper apps keep about a contract is told in their words (``registry.activity_parts``).
4. A link (a tag, a further vendor, a named person) is called by what it links to, removed ones too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from accounts.models import User
from contracts_app.models import (
    Contract,
    ContractAccess,
    ContractEntity,
    ContractTag,
    ContractTerms,
    ContractVendor,
    NoticeMethod,
    NoticeRule,
    Tag,
)
from contracts_app.reports.activity_words import describe, line_of
from core import registry
from core.ledger import ActivityEntry, activity_of
from core.pages.activity import Sentence
from vendors.models import Entity, Vendor

SHOWN = 60
Names = dict[tuple[str, Any], str]
_STAMP = "%Y-%m-%dT%H:%M:%S.%f"
#: Links, the column that names their target, and where the target's name is found.
LINKS: tuple[tuple[Any, str, Any], ...] = (
    (ContractTag, "tag_id", Tag.unscoped),
    (ContractVendor, "vendor_id", Vendor.unscoped),
    (ContractEntity, "entity_id", Entity.unscoped),
    (ContractAccess, "user_id", User.objects),
)


def older_than(text: str) -> dt.datetime | None:
    """Read the instant in an address; None for none, or for one that is no instant."""
    try:
        return dt.datetime.strptime(text, _STAMP).replace(tzinfo=dt.UTC)
    except ValueError:
        return None


def stamp(instant: dt.datetime) -> str:
    """Write an instant for an address."""
    return instant.astimezone(dt.UTC).strftime(_STAMP)


def activity_sentences(
    contract: Contract, user: Any, before: dt.datetime | None = None
) -> tuple[list[Sentence], dt.datetime | None]:
    """Return the latest activity, newest first, and the instant before which there may be more.

    Args:
        contract: One that ``user`` may see.
        user: The reader; things that they may not see are not named.
        before: Only what happened before this instant.
    """
    names = _part_names(contract)
    others = [(part, part.names(contract)) for part in registry.activity_parts if part.page == "contract"]
    subjects = [("contracts_app.contract", contract.pk), *names, *(key for _, keys in others for key in keys)]
    entries = activity_of(subjects, user, limit=SHOWN, before=before)
    sentences = [
        line
        for _, group in groupby(entries, _occasion)
        if (line := _line(list(group), names, others)) is not None
    ]
    return sentences, entries[-1].at if len(entries) == SHOWN else None


def _line(entries: list[ActivityEntry], names: Names, others: Sequence[tuple[Any, Names]]) -> Sentence | None:
    """Return the line of one occasion; None where only things were touched of which nothing is to tell."""
    for part, called in others:
        theirs = [entry for entry in entries if (entry.model, entry.subject_id) in called]
        if not theirs:
            continue
        rest = [entry for entry in entries if entry not in theirs]
        if phrase := part.phrase(theirs, called):
            return line_of(entries, names, said=phrase, told=rest)
        entries = rest
    return line_of(entries, names) if entries else None


def _occasion(entry: ActivityEntry) -> tuple[Any, ...]:
    """Return what makes two changes one occasion: the same request, or the same instant."""
    return entry.actor_key, entry.channel, entry.reason, entry.request_id or entry.at


def _part_names(contract: Contract) -> dict[tuple[str, Any], str]:
    """Return every part that the contract has or had, with what to call it."""
    names: dict[tuple[str, Any], str] = {}
    for model, column, targets in LINKS:
        links = dict(model.history.filter(contract_id=contract.pk).values_list("id", column))
        if links:
            called = {row.pk: str(row) for row in targets.filter(pk__in=set(links.values()))}
            names |= {(model._meta.label_lower, pk): called.get(to, "") for pk, to in links.items()}
    terms = ContractTerms.history.filter(contract_id=contract.pk).values_list("id", flat=True)
    names |= {(ContractTerms._meta.label_lower, pk): "" for pk in terms}
    rules = {
        row.id: describe(row)
        for row in NoticeRule.history.filter(contract_id=contract.pk).order_by("history_id")
    }
    names |= {(NoticeRule._meta.label_lower, pk): words for pk, words in rules.items()}
    if rules:
        methods = NoticeMethod.history.filter(rule_id__in=rules).values_list("id", "method")
        names |= {(NoticeMethod._meta.label_lower, pk): method for pk, method in methods}
    return names


def subjects_of(contract: Contract) -> Iterable[tuple[str, Any]]:
    """Return the contract and every part that it has or had, as subjects of the history."""
    return [("contracts_app.contract", contract.pk), *_part_names(contract)]
