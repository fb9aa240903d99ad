"""Comparing two versions of a document of fifty pages: split, aligned, and every changed word found."""

from __future__ import annotations

import random
import statistics

from bench.harness import Figure, line, processor_seconds
from contracts_app.reports.comparison import shown_row
from contracts_app.rules.alignment import Change, align
from contracts_app.rules.clause import Clause, ClauseSource
from contracts_app.rules.clause_split import split_clauses

PAGES = 50
CLAUSES_A_PAGE = 8
RUNS = 5
WITHIN_SECONDS = 1
#: Of a hundred clauses: so many get other words, are taken out, and move.
CHANGED, REMOVED, MOVED = 25, 5, 5
_WORDS = [
    "provider",
    "customer",
    "shall",
    "services",
    "agreement",
    "within",
    "written",
    "notice",
    "days",
    "under",
    "this",
    "section",
    "liable",
    "party",
    "fees",
    "invoice",
    "data",
    "security",
    "audit",
    "reasonable",
    "prior",
    "term",
    "termination",
    "confidential",
    "information",
    "schedule",
    "remedy",
    "breach",
    "material",
    "access",
    "records",
    "applicable",
    "law",
    "order",
    "form",
    "support",
    "maintenance",
    "availability",
]


@line("comparing")
def measure(**_rest: int) -> list[Figure]:
    """Measure two versions of fifty pages, a third of whose clauses changed, were taken out or moved."""
    chance = random.Random(7)
    old = [_sentence(chance, chance.randrange(30, 90)) for _ in range(PAGES * CLAUSES_A_PAGE)]
    texts = _text(old), _text(_rewritten(chance, old))
    old_clauses, new_clauses = (split_clauses(ClauseSource(text)) for text in texts)
    took = statistics.median(
        processor_seconds(lambda: _compared(old_clauses, new_clauses)) for _ in range(RUNS)
    )
    rows = align(old_clauses, new_clauses)
    facts = {
        "words": len(texts[0].split()),
        "clauses": len(old_clauses),
        "changed": sum(row.change is not Change.SAME for row in rows),
    }
    return [
        Figure(
            "two versions of 50 pages compared", round(took, 2), "s", None, "", None,
            f"<= {WITHIN_SECONDS} s", took <= WITHIN_SECONDS, facts,
        )
    ]  # fmt: skip


def _compared(old: tuple[Clause, ...], new: tuple[Clause, ...]) -> list[object]:
    texts = (old, [None] * len(old)), (new, [None] * len(new))
    return [shown_row(row, place, *texts) for place, row in enumerate(align(old, new), 1)]


def _sentence(chance: random.Random, words: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(words)).capitalize() + "."


def _text(sentences: list[str]) -> str:
    return "".join(
        f"{1 + at // CLAUSES_A_PAGE}.{1 + at % CLAUSES_A_PAGE} {words}\n\n"
        for at, words in enumerate(sentences)
    )


def _rewritten(chance: random.Random, sentences: list[str]) -> list[str]:
    """Return the sentences of the next version: some with other words, some gone, some elsewhere."""
    found, moved = [], []
    for words in sentences:
        fate = chance.randrange(100)
        if fate < REMOVED:
            continue
        if fate < REMOVED + MOVED:
            moved.append(words)
        elif fate < REMOVED + MOVED + CHANGED:
            parts = words.split()
            for _ in range(max(1, len(parts) // 8)):
                parts[chance.randrange(len(parts))] = chance.choice(_WORDS)
            found.append(" ".join(parts))
        else:
            found.append(words)
    for words in moved:
        found.insert(chance.randrange(len(found)), words)
    return found
