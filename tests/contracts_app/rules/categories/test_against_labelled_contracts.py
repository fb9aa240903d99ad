"""The suggestions compared with what lawyers labelled in 121 published contracts.

The phrases were written with every second contract at hand; the other ones, of which only figures were
looked at, are what is measured here. ``-s`` prints the table that stands in ``docs/rules/categories.md``.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from functools import cache
from pathlib import Path
from typing import Any

from contracts_app.rules.categories import BY_CUAD
from contracts_app.rules.categories_suggest import Words, headings_above, suggest
from contracts_app.rules.clause import Clause, ClauseSource
from contracts_app.rules.clause_split import split_clauses
from tests.support.needs import needs_shared

CONTRACTS: Path = needs_shared("data/cuad/public.jsonl.gz")
#: What is found of what lawyers labelled, and how much of what is found they labelled, over all categories.
LEAST_FOUND, LEAST_RIGHT = 0.64, 0.52


def _labelled(clauses: tuple[Clause, ...], spans: list[dict[str, Any]]) -> set[int]:
    """Return the clauses that labelled spans lie in: each span in the one that has most of it."""
    found = set()
    for span in spans:
        start, end = span["start"], span["start"] + len(span["text"])
        shares = [
            (min(end, one.start + len(one.text)) - max(start, one.start), -one.order) for one in clauses
        ]
        share, place = max(shares)
        if share > 0:
            found.add(-place)
    return found


@cache
def measured() -> tuple[Counter[str], Counter[str], Counter[str]]:
    """Return by category how many clauses are labelled, how many suggested, and how many both."""
    labelled: Counter[str] = Counter()
    suggested: Counter[str] = Counter()
    both: Counter[str] = Counter()
    with gzip.open(CONTRACTS, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    for row in rows[1::2]:
        clauses = split_clauses(ClauseSource(row["text"]))
        above = headings_above([(one.level, one.heading) for one in clauses])
        made = [
            {each.category for each in suggest(Words(one.heading, one.text, headings))}
            for one, headings in zip(clauses, above, strict=True)
        ]
        for label, spans in row["labels"].items():
            key = BY_CUAD[label]
            gold = _labelled(clauses, spans)
            ours = {order for order, categories in enumerate(made) if key in categories}
            labelled[key] += len(gold)
            suggested[key] += len(ours)
            both[key] += len(gold & ours)
    return labelled, suggested, both


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def test_most_of_what_lawyers_labelled_is_suggested():
    labelled, suggested, both = measured()
    print("\n| category | labelled | suggested | found | right |\n|---|---|---|---|---|")
    for key in BY_CUAD.values():
        found, right = _share(both[key], labelled[key]), _share(both[key], suggested[key])
        print(f"| {key} | {labelled[key]} | {suggested[key]} | {found:.2f} | {right:.2f} |")
    found, right = _share(both.total(), labelled.total()), _share(both.total(), suggested.total())
    print(f"| all | {labelled.total()} | {suggested.total()} | {found:.2f} | {right:.2f} |")
    assert found >= LEAST_FOUND
    assert right >= LEAST_RIGHT


def test_what_it_is_about_most_is_found_in_two_of_three_clauses():
    labelled, _, both = measured()
    for key in ("governing_law", "insurance", "anti_assignment", "license_grant", "audit_rights"):
        assert _share(both[key], labelled[key]) >= 0.65, key
