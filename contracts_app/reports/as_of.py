"""What a contract says as of a day, as we knew it on another: clauses and terms with where they came from.

1. The day asked about and the day of knowledge are two things. By the day of knowledge counts what was
   recorded until its end, in the zone of the contract's department, and was not withdrawn by then.
2. Terms are those on record at that time (the history tells), with amendments undone or applied for the day
   asked about; the old values of amendments are those of that time too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from zoneinfo import ZoneInfo

from contracts_app.actions.amended_terms import record_of
from contracts_app.actions.amended_text import TextOn, dates_of, for_reader, text_on, versions_of
from contracts_app.models import (
    AmendedTerm,
    Amendment,
    Contract,
    ContractTerms,
    Document,
    NoticeMethod,
    NoticeRule,
)
from contracts_app.rules.amended_terms import TermChange, terms_on
from contracts_app.rules.amendment_order import VersionDates, retroactive
from contracts_app.rules.draft import NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from contracts_app.rules.term_fields import Values, values_of
from core.reminders.shapes import zone_name

_TICK = dt.timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: as of ``day``, as we knew it on ``known_on``; ``today`` is the department's day."""

    day: dt.date
    known_on: dt.date
    today: dt.date
    zone: str

    @property
    def known_at(self) -> dt.datetime | None:
        """The last instant of the day of knowledge; None for today or later: everything is known."""
        if self.known_on >= self.today:
            return None
        midnight = dt.datetime.combine(self.known_on + dt.timedelta(days=1), dt.time())
        return midnight.replace(tzinfo=ZoneInfo(self.zone)).astimezone(dt.UTC) - _TICK


@dataclass(frozen=True, slots=True)
class TermsAsOf:
    """Terms as of a day; ``sources`` has the amendment that a field's value came with, by field."""

    values: Values
    sources: dict[str, Amendment] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AsOf:
    """What a contract says as of a day.

    Attributes:
        asked: The two days.
        amendments: Those that were known, in the order in which they count.
        documents: The documents that had a text by then, or are amended.
        versions: Their versions, by document.
        terms: The terms; None where none were recorded by then.
        warnings: What must be said of the dates of all of them.
    """

    asked: Asked
    amendments: tuple[Amendment, ...]
    documents: tuple[Document, ...]
    versions: dict[int, list[VersionDates]]
    terms: TermsAsOf | None
    warnings: tuple[str, ...]

    def text_of(self, document: Document, user: Any) -> TextOn:
        """Return the text of one document (two queries)."""
        versions = self.versions[document.pk]
        return text_on(for_reader(user), document, self.asked.day, self.amendments, versions)

    def by_key(self) -> dict[int, Amendment]:
        """Return the amendments by what clauses call them."""
        return {one.pk: one for one in self.amendments}


def asked_of(contract: Contract, day: dt.date | None, known_on: dt.date | None, now: dt.datetime) -> Asked:
    """Return what is asked, where what is left out is today in the department's zone."""
    zone = zone_name(contract.department.timezone)
    today = now.astimezone(ZoneInfo(zone)).date()
    return Asked(day or today, known_on or today, today, zone)


def as_of(contract: Contract, user: Any, asked: Asked) -> AsOf:
    """Return what a contract that ``user`` sees says as of a day, as it was known on another."""
    known_at = asked.known_at
    scope = for_reader(user)
    rows = scope(Amendment).filter(contract_id=contract.pk)
    known = rows.standing() if known_at is None else rows.known_at(known_at)
    joined = ("document", "paper__document", "recorded_by")
    amendments = tuple(known.select_related(*joined).prefetch_related("changes").in_order())
    documents, versions = _documents(scope, contract, amendments, known_at)
    warnings = retroactive([dates_of(one) for one in amendments if one.document_id is None])
    terms = terms_as_of(contract, amendments, asked)
    return AsOf(asked, amendments, documents, versions, terms, tuple(warnings))


def _documents(
    scope: Any, contract: Contract, amendments: Sequence[Amendment], known_at: dt.datetime | None
) -> tuple[tuple[Document, ...], dict[int, list[VersionDates]]]:
    """Return the documents that have a text, the amended ones and the agreement first."""
    found = list(scope(Document).filter(contract_id=contract.pk).order_by("pk"))
    versions = versions_of(scope, [one.pk for one in found], known_at)
    amended = {one.document_id for one in amendments}
    kept = [
        one for one in found if one.pk in amended or any(each.effective_date for each in versions[one.pk])
    ]
    kept.sort(key=lambda one: (one.pk not in amended, one.kind != Document.Kind.AGREEMENT, one.pk))
    return tuple(kept), versions


def terms_as_of(contract: Contract, amendments: Sequence[Amendment], asked: Asked) -> TermsAsOf | None:
    """Return the terms as of a day; None where none were recorded by the day of knowledge."""
    known_at = asked.known_at
    record = record_of(contract) if known_at is None else _record_at(contract, known_at)
    if record is None:
        return None
    by_key = {one.pk: one for one in amendments}
    changes = _changes(by_key, known_at)
    values = terms_on(asked.day, record, changes)
    sources = {}
    for one in sorted(changes, key=lambda one: one.place):
        if one.place[0] <= asked.day:
            sources[one.field] = by_key[one.place[3]]
    return TermsAsOf(values, sources)


def _changes(amendments: dict[int, Amendment], known_at: dt.datetime | None) -> list[TermChange]:
    """Return what known amendments do to the terms, with the old values of that time."""
    columns = ("amendment_id", "field", "old_value", "new_value", "applied_at")
    if known_at is None:
        rows = AmendedTerm.unscoped.filter(amendment_id__in=amendments).values_list("pk", *columns)
    else:
        history = AmendedTerm.history.filter(amendment_id__in=amendments, history_date__lte=known_at)
        rows = (
            history.order_by("id", "-history_date", "-history_id").distinct("id").values_list("id", *columns)
        )
    return [
        TermChange(pk, dates_of(amendments[amendment]).place, name, old, new, applied is not None)
        for pk, amendment, name, old, new, applied in rows
    ]


def _record_at(contract: Contract, known_at: dt.datetime) -> Values | None:
    """Return the terms that were on record at an instant; None where there were none."""
    terms = next(iter(_rows_at(ContractTerms, known_at, contract_id=contract.pk)), None)
    if terms is None:
        return None
    rules = _rows_at(NoticeRule, known_at, contract_id=contract.pk)
    methods: dict[int, list[NoticeMethodDraft]] = {}
    for row in _rows_at(NoticeMethod, known_at, rule_id__in=[rule.id for rule in rules]):
        methods.setdefault(row.rule_id, []).append(_draft(NoticeMethodDraft, row))
    drafts = (
        replace(_draft(NoticeRuleDraft, rule), methods=tuple(methods.get(rule.id, ()))) for rule in rules
    )
    return values_of(_draft(TermsDraft, terms), drafts)


def _rows_at(model: Any, known_at: dt.datetime, **which: Any) -> list[Any]:
    history = model.history.filter(history_date__lte=known_at, **which)
    return [row for row in _latest(history) if row.history_type != "-"]


def _latest(history: Any) -> Any:
    """Return the last history row of each object."""
    return history.order_by("id", "-history_date", "-history_id").distinct("id")


def _draft(kind: Any, row: Any) -> Any:
    return kind(**{name: getattr(row, name) for name in kind.__dataclass_fields__ if name != "methods"})
