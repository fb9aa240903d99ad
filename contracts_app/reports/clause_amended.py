"""Clauses of a version that amendments changed since: a list that shows their words must say so.

An amendment counts for the version that it is laid over, from its day on. What was withdrawn is left out, and
so is a change of a clause that the version has under another number.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from contracts_app.actions.amended_text import dates_of
from contracts_app.models import Amendment, AmendmentChange, Clause, DocumentVersion
from contracts_app.rules.amendment_order import VersionDates, standing_on
from contracts_app.rules.categories_amounts import amounts_in
from contracts_app.rules.clause_number import is_below, is_same
from core.rules.wording import short_date

_WHY = "amendments of clauses that the reader sees"


@dataclass(frozen=True, slots=True)
class Amended:
    """What an amendment did to a clause, or to one that it lies below."""

    amendment: Amendment
    change: AmendmentChange

    @property
    def words(self) -> str:
        """Say it as a phrase: ``replaced by Amendment 1 from 1 Jun 2026``."""
        is_gone = self.change.action == AmendmentChange.Action.DELETE
        day = short_date(self.amendment.effective_date)
        return f"{'deleted' if is_gone else 'replaced'} by {self.amendment.title} from {day}"

    @property
    def amounts(self) -> list[str]:
        """The amounts in the new words."""
        return [amount.words for amount in amounts_in(self.change.text)]


def laid_over(
    amendments: Sequence[Amendment], versions: Sequence[VersionDates]
) -> dict[int, list[Amendment]]:
    """Return the amendments of a document by the version that each is laid over, in their order."""
    dates = [dates_of(one) for one in amendments]
    found: dict[int, list[Amendment]] = {}
    for one in amendments:
        standing = standing_on(one.effective_date, versions, dates)
        if standing.base is not None and any(each.key == one.pk for each in standing.laid_over):
            found.setdefault(standing.base.key, []).append(one)
    return found


def with_amendments(versions: Any) -> Any:
    """Let versions come with the amendments of their documents (three queries however many there are)."""
    standing = Amendment.objects.for_system(_WHY).standing().in_order()
    dates = DocumentVersion.objects.for_system(_WHY).only(
        "document_id", "number", "effective_date", "created_at"
    )
    return versions.prefetch_related(
        Prefetch("document__amendments", standing.prefetch_related("changes"), to_attr="amendments_standing"),
        Prefetch("document__versions", dates, to_attr="versions_dated"),
    )


def amended_of(clause: Clause) -> list[Amended]:
    """Return what amendments did to a clause whose version came with them, in their order."""
    document: Any = clause.version.document
    amendments = getattr(document, "amendments_standing", ())
    if not amendments or not clause.number:
        return []
    versions = [
        VersionDates(one.pk, one.number, one.effective_date, one.created_at)
        for one in document.versions_dated
    ]
    return list(_touching(clause, laid_over(amendments, versions).get(clause.version_id, [])))


def _touching(clause: Clause, amendments: Iterable[Amendment]) -> Iterable[Amended]:
    for one in amendments:
        for change in sorted(one.changes.all(), key=lambda each: each.order):
            is_gone = change.action == AmendmentChange.Action.DELETE
            is_new = change.action == AmendmentChange.Action.INSERT
            if not is_new and (
                is_same(change.number, clause.number) or (is_gone and is_below(clause.number, change.number))
            ):
                yield Amended(one, change)
