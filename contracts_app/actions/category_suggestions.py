"""Suggesting the categories of a version's clauses, inside the caller's transaction.

1. What a person answered stays as it is, whatever the words suggest now; suggestions follow the words.
2. A confirmed category comes along to the same words in the next version as a suggestion that says so; a
   rejected one is not suggested of the same words again. Where the words changed, the words alone suggest.
3. Suggesting again without a change writes nothing.
4. An answer goes with its words: to the clause that a clause is joined with, and to the clause that a second
   reading makes of the same words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts_app.models import Clause, ClauseCategory, DocumentVersion
from contracts_app.rules.alignment import align
from contracts_app.rules.categories_suggest import Words, headings_above, suggest
from contracts_app.rules.clause import Clause as ReadClause

#: What an earlier confirmation of the same words counts, beside the words: it is looked at first.
CONFIRMED_BEFORE: Final = 50
_BATCH: Final = 500
_STATE = ClauseCategory.State
_Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is suggested of a clause, as it is kept."""

    evidence: list[dict[str, Any]]
    points: int
    confirmed_in: int | None = None


def suggest_for(version_id: int) -> int:
    """Bring the suggestions of a version to what its words say now; return how many rows changed."""
    clauses = _clauses_of(version_id)
    kept = {(row.clause_id, row.category): row for row in ClauseCategory.unscoped.filter(version=version_id)}
    wanted = _by_words(clauses)
    _bring_along(version_id, clauses, wanted)
    new = [
        ClauseCategory(version_id=version_id, clause_id=clause_id, category=category, **_columns(said))
        for (clause_id, category), said in wanted.items()
        if (clause_id, category) not in kept
    ]
    changed = [
        row
        for key, row in kept.items()
        if row.state == _STATE.SUGGESTED and key in wanted and _bring_to(row, wanted[key])
    ]
    gone = [row.pk for key, row in kept.items() if row.state == _STATE.SUGGESTED and key not in wanted]
    if gone:
        ClauseCategory.unscoped.filter(pk__in=gone).delete()
    ClauseCategory.unscoped.bulk_update(changed, ["evidence", "points", "confirmed_in"], batch_size=_BATCH)
    ClauseCategory.unscoped.bulk_create(new, batch_size=_BATCH)
    return len(new) + len(changed) + len(gone)


def move_answers(moves: Mapping[int, int]) -> None:
    """Give what people answered of clauses to others, by their keys; one that is there already stays."""
    answers = ClauseCategory.unscoped.filter(clause__in=moves).exclude(state=_STATE.SUGGESTED)
    for row in answers.order_by("pk"):
        there = ClauseCategory.unscoped.filter(clause=moves[row.clause_id], category=row.category)
        if there.exclude(state=_STATE.SUGGESTED).exists():
            continue
        there.delete()
        row.clause_id = moves[row.clause_id]
        row.save(update_fields=["clause"])


def keep_answers_of(gone: Iterable[Clause], made: Iterable[Clause]) -> None:
    """Give answers of clauses that a second reading leaves out to those that it makes of the same words."""
    answered = ClauseCategory.unscoped.filter(clause__in=[row.pk for row in gone])
    if not answered.exclude(state=_STATE.SUGGESTED).exists():
        return
    by_words = {_words_of(row): row.pk for row in made}
    by_name = {(row.number, row.heading): row.pk for row in made if row.number}
    moves = {row.pk: by_words.get(_words_of(row)) or by_name.get((row.number, row.heading)) for row in gone}
    move_answers({old: new for old, new in moves.items() if new is not None})


def _words_of(clause: Clause) -> str:
    return " ".join(clause.text.split())


def _clauses_of(version_id: int) -> list[Clause]:
    return list(Clause.unscoped.filter(version=version_id).order_by("order").defer("search_vector"))


def _by_words(clauses: Sequence[Clause]) -> dict[_Key, _Wanted]:
    above = headings_above([(row.level, row.heading) for row in clauses])
    return {
        (row.pk, made.category): _Wanted([each.as_json() for each in made.evidence], made.points)
        for row, headings in zip(clauses, above, strict=True)
        for made in suggest(Words(row.heading, row.text, headings))
    }


def _bring_along(version_id: int, clauses: Sequence[Clause], wanted: dict[_Key, _Wanted]) -> None:
    """Let answers of the version before count for the same words in this one."""
    before = _version_before(version_id)
    if before is None:
        return
    answers = _answers_of(before)
    if not answers:
        return
    old = _clauses_of(before.pk)
    for row in align([_read(each) for each in old], [_read(each) for each in clauses]):
        if row.old is None or row.new is None or row.is_reworded:
            continue
        for category, confirmed_in in answers.get(old[row.old].pk, ()):
            key = (clauses[row.new].pk, category)
            said = wanted.pop(key, _Wanted([], 0))
            if confirmed_in is not None:
                wanted[key] = _Wanted(said.evidence, said.points + CONFIRMED_BEFORE, confirmed_in)


def _version_before(version_id: int) -> DocumentVersion | None:
    versions = DocumentVersion.objects.for_system("the version that answers come along from")
    this = versions.get(pk=version_id)
    earlier = versions.filter(document=this.document_id, number__lt=this.number, clauses__isnull=False)
    found: DocumentVersion | None = earlier.order_by("-number").first()
    return found


def _answers_of(version: DocumentVersion) -> dict[int, list[tuple[str, int | None]]]:
    """Return by clause each category that was answered, with the version it was confirmed in; None: rejected.

    What came along to this version and was not answered yet goes on as it came.
    """
    found: dict[int, list[tuple[str, int | None]]] = {}
    for row in ClauseCategory.unscoped.filter(version=version).order_by("pk"):
        if row.state == _STATE.SUGGESTED and row.confirmed_in is None:
            continue
        number = version.number if row.state == _STATE.CONFIRMED else row.confirmed_in
        answer = None if row.state == _STATE.REJECTED else number
        found.setdefault(row.clause_id, []).append((row.category, answer))
    return found


def _read(row: Clause) -> ReadClause:
    return ReadClause(row.number, row.heading, row.level, row.text, row.order, row.start, row.page)


def _columns(said: _Wanted) -> dict[str, Any]:
    return {"evidence": said.evidence, "points": said.points, "confirmed_in": said.confirmed_in}


def _bring_to(row: ClauseCategory, said: _Wanted) -> bool:
    """Give a row what is suggested now; tell whether anything differed."""
    values = _columns(said)
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    return True
