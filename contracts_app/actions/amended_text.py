"""Reading the consolidated text of a document: its version of a day with the amendments laid over it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from contracts_app.models import Amendment, Clause, Document, DocumentVersion
from contracts_app.rules.amendment import ClauseChange
from contracts_app.rules.amendment_order import AmendmentDates, Standing, VersionDates, standing_on
from contracts_app.rules.consolidation import AmendingStep, Consolidated, TextClause, consolidate

#: Opens a model for whoever reads: ``visible_to`` for a person, ``for_system`` for the product.
Scope = Callable[[Any], Any]


def for_system(model: Any) -> Any:
    """Open a model for the product's own work on amendments."""
    return model.objects.for_system("amendments are laid over the text of their contract")


def for_reader(user: Any) -> Scope:
    """Return what opens a model for ``user``."""
    return lambda model: model.objects.visible_to(user)


@dataclass(frozen=True, slots=True)
class TextOn:
    """The text of a document as of a day.

    Attributes:
        document: The document.
        standing: Which version and which amendments count.
        base: The version that the text starts from; None where none counts yet.
        text: The clauses with everything that could not be made; without clauses where there is no base, or
            its text could not be read.
        pages: First page of a clause, by its row.
    """

    document: Document
    standing: Standing
    base: DocumentVersion | None
    text: Consolidated
    pages: dict[int, int | None]

    @property
    def is_without_words(self) -> bool:
        """Tell whether there is a version, but no text of it."""
        return self.base is not None and not self.text.clauses


def dates_of(amendment: Amendment) -> AmendmentDates:
    """Return what an amendment is ordered by."""
    return AmendmentDates(
        amendment.pk,
        amendment.title,
        amendment.effective_date,
        amendment.order_on_day,
        amendment.recorded_at,
    )


def step_of(amendment: Amendment) -> AmendingStep:
    """Return an amendment with its changes, which are best prefetched."""
    ordered = sorted(amendment.changes.all(), key=lambda one: one.order)
    changes = tuple(
        ClauseChange(
            action=one.action, number=one.number, after=one.after, heading=one.heading, text=one.text
        )
        for one in ordered
    )
    return AmendingStep(amendment.pk, amendment.title, changes)


def versions_of(
    scope: Scope, document_ids: Collection[int], known_at: dt.datetime | None = None
) -> dict[int, list[VersionDates]]:
    """Return the versions of documents by document, as they were known at an instant (None: now).

    An effective date that was corrected later is the one of then.
    """
    rows = scope(DocumentVersion).filter(document_id__in=document_ids)
    if known_at is not None:
        rows = rows.filter(created_at__lte=known_at)
    found: dict[int, list[VersionDates]] = {pk: [] for pk in document_ids}
    rows = list(rows.values_list("document_id", "pk", "number", "effective_date", "created_at"))
    then = _effective_dates_at(known_at, [row[1] for row in rows]) if known_at is not None else {}
    for document_id, pk, number, effective, created in rows:
        found[document_id].append(VersionDates(pk, number, then.get(pk, effective), created))
    return found


def _effective_dates_at(known_at: dt.datetime, ids: list[int]) -> dict[int, dt.date | None]:
    history = DocumentVersion.history.filter(id__in=ids, history_date__lte=known_at)
    latest = history.order_by("id", "-history_date", "-history_id").distinct("id")
    return dict(latest.values_list("id", "effective_date"))


def text_on(
    scope: Scope,
    document: Document,
    day: dt.date,
    amendments: Iterable[Amendment],
    versions: Sequence[VersionDates],
) -> TextOn:
    """Return the text of a document as of a day (two queries).

    Args:
        scope: What the reader may see.
        document: The document.
        day: The day asked about.
        amendments: Those of the contract that count; others than this document's are left out.
        versions: The versions of the document.
    """
    by_key = {one.pk: one for one in amendments if one.document_id == document.pk}
    standing = standing_on(day, versions, map(dates_of, by_key.values()))
    if standing.base is None:
        return TextOn(document, standing, None, Consolidated(()), {})
    base = scope(DocumentVersion).select_related("created_by", "file", "job").get(pk=standing.base.key)
    clauses, pages = base_clauses(scope, base.pk)
    steps = [step_of(by_key[one.key]) for one in standing.laid_over]
    return TextOn(document, standing, base, consolidate(clauses, steps), pages)


def base_clauses(scope: Scope, version_id: int) -> tuple[list[TextClause], dict[int, int | None]]:
    """Return the clauses of a version in order, and the first page of each."""
    rows = scope(Clause).filter(version_id=version_id).order_by("order")
    found = list(rows.values_list("pk", "number", "heading", "level", "text", "page"))
    clauses = [
        TextClause(number, heading, level, text, source=pk) for pk, number, heading, level, text, _ in found
    ]
    return clauses, {row[0]: row[5] for row in found}
