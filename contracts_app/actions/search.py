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
from contracts_app.querysets import searchable
from core.audit import Actor, action

BATCH = 2_000
#: PostgreSQL refuses a vector of more than a megabyte; descriptions end well before.
LONGEST_TEXT = 100_000

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
UPDATE contracts_app_contract c
   SET search_vector = setweight(to_tsvector('simple', w.a), 'A')
       || setweight(to_tsvector('simple', w.b), 'B') || setweight(to_tsvector('simple', w.c), 'C')
  FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::text[]) AS w(id, a, b, c)
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
        words = [_texts(*row) for row in rows]
        cursor.execute(_WRITE, [list(column) for column in zip(*words, strict=True)] if words else [[]] * 4)
    return len(rows)


def _texts(
    pk: int, number: str, title: str, vendor: str, others: str | None, tags: str | None,
    department: str, description: str,
) -> tuple[int, str, str, str]:  # fmt: skip
    return (
        pk,
        searchable(f"{number} {title}"),
        searchable(f"{vendor} {others or ''} {tags or ''}"),
        searchable(f"{department} {description[:LONGEST_TEXT]}"),
    )


@action
def reindex_all(*, actor: Actor, after: int = 0) -> int | None:
    """Reindex one batch of all contracts, those with an id above ``after``, in order of their ids.

    Returns:
        The last id of the batch; None when no contract was left.
    """
    ids = list(Contract.unscoped.filter(pk__gt=after).order_by("pk").values_list("pk", flat=True)[:BATCH])
    reindex_contracts(ids)
    return ids[-1] if ids else None
