"""What was done to documents and clauses, in the activity of a contract: a phrase for each occasion.

1. Added documents and versions, corrected titles, dates and notes, and what people did to clauses are told.
2. What a worker does while it reads a version is not: nobody did anything to the contract by it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from contracts_app.models import Clause, Document, DocumentVersion
from core.ledger import ActivityEntry

Names = dict[tuple[str, Any], str]
_DOCUMENT, _VERSION = Document._meta.label_lower, DocumentVersion._meta.label_lower
_CLAUSE = Clause._meta.label_lower
_LABELS: Final = {"effective_date": "effective date", "note": "note", "kind": "kind", "title": "title"}
_CLAUSE_LABELS: Final = {"number": "number", "heading": "heading", "level": "level"}


def names_of(contract: Any) -> Names:
    """Return every document and version of a contract, and every clause that people worked on, by name."""
    names: Names = {}
    documents = {row.pk: row for row in Document.unscoped.filter(contract=contract)}
    for row in documents.values():
        names[_DOCUMENT, row.pk] = f"the {row.get_kind_display().lower()} “{row.title}”"
    versions = DocumentVersion.unscoped.filter(document__in=documents).only("number", "document_id")
    titles: dict[int, str] = {}
    for version in versions:
        titles[version.pk] = f"“{documents[version.document_id].title}”"
        names[_VERSION, version.pk] = f"version {version.number} of {titles[version.pk]}"
    if titles:
        for row in Clause.history.filter(version_id__in=titles, is_corrected=True).order_by("history_id"):
            called = " ".join(part for part in (row.number, row.heading) if part) or "without number"
            names[_CLAUSE, row.id] = f"clause {called} of {titles[row.version_id]}"
    return names


def phrase_of(entries: Sequence[ActivityEntry], names: Names) -> str:
    """Return what was done on one occasion, as a phrase that follows a name; empty where nothing is to tell.

    Args:
        entries: The changes of things that :func:`names_of` named.
        names: What to call them.
    """
    by_model: dict[str, list[ActivityEntry]] = {}
    for entry in entries:
        by_model.setdefault(entry.model, []).append(entry)
    for model, say in ((_DOCUMENT, _of_document), (_VERSION, _of_version)):
        for entry in by_model.get(model, []):
            if phrase := say(entry, names.get((entry.model, entry.subject_id), "")):
                return phrase
    return _of_clauses(by_model.get(_CLAUSE, []), names)


def _of_document(entry: ActivityEntry, name: str) -> str:
    if entry.verb == "created":
        return f"added {name}"
    return _changed(entry, name, _LABELS)


def _of_version(entry: ActivityEntry, name: str) -> str:
    if entry.verb == "created":
        return f"added {name}"
    return _changed(entry, name, _LABELS)


def _of_clauses(entries: list[ActivityEntry], names: Names) -> str:
    """Say what a person did to clauses; a task, which may write hundreds of them, is not told."""
    told = [entry for entry in entries if entry.channel != "task"]
    by_verb = {entry.verb: names.get((entry.model, entry.subject_id), "") for entry in told}
    if "deleted" in by_verb:
        return f"joined {by_verb['deleted']} with the clause before it"
    if "created" in by_verb:
        return f"split off {by_verb['created']}"
    for entry in told:
        name = names.get((entry.model, entry.subject_id), "")
        if phrase := _changed(entry, name, _CLAUSE_LABELS):
            return phrase
    return ""


def _changed(entry: ActivityEntry, name: str, labels: Mapping[str, str]) -> str:
    said = [
        f"the {labels[change.name]} of {name} from {change.old or 'blank'} to {change.new or 'blank'}"
        for change in entry.changes
        if change.name in labels
    ]
    return f"corrected {' and '.join(said)}" if said else ""
