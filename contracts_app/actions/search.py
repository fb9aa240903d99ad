"""Keeping what the search over contracts reads.

1. Number and title weigh most (A), then the names of vendors and the tags (B), then department and
   description (C). Text is folded as ``core.search.fold`` folds what people ask for.
2. The vectors of many contracts are written by one statement; they are no part of the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import islice

from django.db import connection

from contracts_app.models import Contract
from core.audit import Actor, action
from core.search import vector_text

BATCH = 2_000

_READ = """
SELECT c.id, c.number, c.title, v.name,
       (SELECT string_agg(f.name, ' ') FROM contracts_app_contractvendor l
          JOIN vendors_vendor f ON f.id = l.vendor_id WHERE l.contract_id = c.id),
       (SELECT string_agg(t.name, ' ') FROM contracts_app_contracttag l
          JOIN contracts_app_tag t ON t.id = l.tag_id WHERE l.contract_id = c.id),
       d.name, c.description
  FROM contracts_app_contract c
  JOIN vendors_vendor v ON v.id = c.vendor_id
  JOIN accounts_department d ON d.id = c.department_id
 WHERE c.id = ANY(%s)
"""
_WRITE = """
UPDATE contracts_app_contract c SET search_vector = w.vector
  FROM unnest(%s::bigint[], %s::tsvector[]) AS w(id, vector)
 WHERE c.id = w.id
"""


def reindex_contracts(ids: Iterable[int]) -> int:
    """Bring the search vectors of these contracts up to date, inside the caller's transaction.

    Returns:
        How many contracts were found.
    """
    remaining, found = iter(ids), 0
    while batch := list(islice(remaining, BATCH)):
        found += _reindex(batch)
    return found


def _reindex(ids: Sequence[int]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(_READ, [list(ids)])
        rows = cursor.fetchall()
        cursor.execute(_WRITE, [[row[0] for row in rows], [vector_of(*row[1:]) for row in rows]])
    return len(rows)


def vector_of(
    number: str,
    title: str,
    vendor: str,
    others: str | None,
    tags: str | None,
    department: str,
    description: str,
) -> str:
    """Return the search vector of one contract, in the notation of PostgreSQL (``c:1A 1001:2A``)."""
    return vector_text(
        name=f"{number} {title}",
        marks=f"{vendor} {others or ''} {tags or ''}",
        rest=f"{department} {description}",
    )


@action
def reindex_all(*, actor: Actor, after: int, limit: int) -> list[int]:
    """Reindex the next ``limit`` contracts with an id above ``after``; return their ids in order.

    An empty list says that no contract was left. Safe to run twice: the second run writes the same words.
    """
    ids = list(Contract.unscoped.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:limit])
    reindex_contracts(ids)
    return ids
