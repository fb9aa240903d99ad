"""What others changed lately in contracts that the reader may see.

1. What one person did in one go to one contract is one sentence, however many rows it touched; what
   they did in one go to several contracts is one sentence that names the first ones.
2. An import is one sentence, for who may see the import.
3. The cost is bounded: the newest rows of each history table, and the words of few occasions.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from django.urls import reverse

from contracts_app.models import (
    Contract,
    ContractAccess,
    ContractEntity,
    ContractTag,
    ContractTerms,
    ContractVendor,
    ImportRun,
    NoticeMethod,
    NoticeRule,
)
from contracts_app.reports.activity import LINKS
from contracts_app.reports.activity_words import describe, words_about
from core.ledger import (
    ActivityEntry,
    Occasion,
    RecentRow,
    activity_at,
    actor_names,
    occasions_of,
    recent_rows,
)
from core.pages.activity import WAYS
from core.pages.news import NAMED, News

_PARTS: tuple[tuple[Any, str], ...] = (
    (Contract, "id"),
    (ContractTerms, "contract_id"),
    (ContractTag, "contract_id"),
    (ContractVendor, "contract_id"),
    (ContractEntity, "contract_id"),
    (ContractAccess, "contract_id"),
    (NoticeRule, "contract_id"),
    (NoticeMethod, "rule_id"),
)
_CONTRACT = Contract._meta.label_lower
_METHOD = NoticeMethod._meta.label_lower
Names = dict[tuple[str, Any], str]


def contract_news(user: Any, since: dt.datetime, limit: int) -> list[News]:
    """Return what others did to contracts that ``user`` may see, newest first.

    Args:
        user: The reader; their own changes are no news to them.
        since: Only what happened at or after this instant.
        limit: At most so many sentences.
    """
    rows = _with_contracts(recent_rows(_PARTS, since=since, but_not_by=f"user:{user.pk}"))
    visible = Contract.objects.visible_to(user).filter(pk__in={row.whole_id for row in rows})
    seen = {pk: (number, title) for pk, number, title in visible.values_list("pk", "number", "title")}
    occasions = occasions_of(row for row in rows if row.whole_id in seen)[:limit]
    told = [row for occasion in occasions if _is_told_in_full(occasion) for row in occasion.rows]
    entries = activity_at(((row.model, row.history_id) for row in told), user)
    names = _names_of(told)
    actors = actor_names(occasion.rows[0].actor_key for occasion in occasions)
    return [_sentence(occasion, seen, entries, names, actors) for occasion in occasions]


def import_news(user: Any, since: dt.datetime, limit: int) -> list[News]:
    """Return the imports that others finished, of those that ``user`` may see, newest first."""
    runs = ImportRun.objects.visible_to(user).filter(state=ImportRun.State.DONE, finished_at__gte=since)
    runs = runs.exclude(requested_by=user).select_related("requested_by").order_by("-created_at", "-pk")
    return [
        News(
            at=run.finished_at or since,
            actor=str(run.requested_by or "Termkeeper"),
            before="imported",
            things=((run.file_name or str(run), reverse("import_run", args=[run.pk])),),
            after=f"({run.created_count:,} contracts recorded, {run.updated_count:,} changed)",
        )
        for run in runs[:limit]
    ]


def _with_contracts(rows: list[RecentRow]) -> list[RecentRow]:
    """Give the methods of notice rules the contract of their rule."""
    rules = {row.whole_id for row in rows if row.model == _METHOD}
    if not rules:
        return rows
    found = NoticeRule.history.filter(id__in=rules).values_list("id", "contract_id")
    contracts = dict(found)
    return [
        replace(row, whole_id=contracts.get(row.whole_id, 0)) if row.model == _METHOD else row for row in rows
    ]


def _names_of(rows: list[RecentRow]) -> Names:
    """Return what the links and notice rules among the changed rows are called, removed ones too."""
    ids: dict[str, list[int]] = {}
    for row in rows:
        ids.setdefault(row.model, []).append(row.history_id)
    names: Names = {}
    for model, column, targets in LINKS:
        label = model._meta.label_lower
        if label in ids:
            links = dict(model.history.filter(history_id__in=ids[label]).values_list("id", column))
            called = {row.pk: str(row) for row in targets.filter(pk__in=set(links.values()))}
            names |= {(label, pk): called.get(to, "") for pk, to in links.items()}
    for model, said in ((NoticeRule, describe), (NoticeMethod, lambda row: row.method)):
        label = model._meta.label_lower
        if label in ids:
            found = model.history.filter(history_id__in=ids[label])
            names |= {(label, row.id): said(row) for row in found}
    return names


def _is_new(occasion: Occasion) -> bool:
    """Tell whether all its contracts were recorded then, not changed."""
    made = {row.whole_id for row in occasion.rows if row.model == _CONTRACT and row.verb == "+"}
    return made == set(occasion.whole_ids)


def _is_told_in_full(occasion: Occasion) -> bool:
    """Tell whether the sentence says what was changed: of one contract that was there before."""
    return len(occasion.whole_ids) == 1 and not _is_new(occasion)


def _sentence(
    occasion: Occasion,
    seen: dict[int, tuple[str, str]],
    entries: dict[tuple[str, int], ActivityEntry],
    names: Names,
    actors: dict[str, str],
) -> News:
    first, ids = occasion.rows[0], occasion.whole_ids
    things = [(seen[pk][0], reverse("contract", args=[pk])) for pk in ids[:NAMED]]
    before, after = "recorded" if _is_new(occasion) else "changed", ""
    if len(ids) == 1:
        things = [(" ".join(seen[ids[0]]), reverse("contract", args=ids))]
    if _is_told_in_full(occasion):
        before, after = words_about([entries[row.model, row.history_id] for row in occasion.rows], names)
    return News(
        at=occasion.at,
        actor=actors[first.actor_key],
        before=before,
        things=tuple(things),
        more=max(0, len(ids) - NAMED),
        after=after,
        way=WAYS.get(first.channel, ""),
        reason=first.reason,
    )
