"""Reading history for pages: who changed what, when, from what to what.

The caller decides which subjects the reader may see (``visible_to``); links inside the changes
to things that the reader may not see are named :data:`core.ledger.wording.HIDDEN`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst

from core.ledger.names import actor_names
from core.ledger.wording import Wording

_VERBS = {"+": "created", "~": "changed", "-": "deleted"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one change, in words.

    Attributes:
        name: Name of the field, e.g. ``end_date``.
        label: Its name for people, e.g. ``End date``.
        old: The value before, in words; empty when there was none.
        new: The value after, in words; empty when it was cleared.
    """

    name: str
    label: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class ActivityEntry:
    """One change of one subject.

    Attributes:
        at: When, aware, in UTC.
        actor: Who, in words: "Ada Lovelace", "Import 3", "Termkeeper (sweep)".
        actor_key: The same as kept in history, e.g. ``user:7``.
        channel: By which way: page, api, import, task, command …
        reason: Why, in the person's words; empty when none was given.
        request_id: The web request, task or command run that did it.
        verb: ``created``, ``changed`` or ``deleted``.
        model: Label of the subject's model, e.g. ``vendors.vendor``.
        noun: The same for people, e.g. ``vendor``.
        subject_id: Primary key of the subject.
        version: ``row_version`` of the subject after the change.
        changes: The fields that changed; for ``created`` those that were filled, for ``deleted`` none.
    """

    at: dt.datetime
    actor: str
    actor_key: str
    channel: str
    reason: str
    request_id: str
    verb: str
    model: str
    noun: str
    subject_id: Any
    version: int
    changes: tuple[FieldChange, ...]


def activity_of(
    subjects: Iterable[tuple[str, Any]],
    user: Any | None = None,
    *,
    limit: int = 100,
    before: dt.datetime | None = None,
) -> list[ActivityEntry]:
    """Return the latest changes of ``subjects``, newest first.

    Args:
        subjects: Model label and primary key of each, e.g. ``("contracts_app.contract", 7)``;
            a contract page passes the contract and all its parts.
        user: The reader; None shows every link by name (reports of the product itself).
        limit: At most so many entries.
        before: Only what happened before this instant, to page on; exclusive.
    """
    keys: dict[str, list[Any]] = {}
    for label, key in subjects:
        keys.setdefault(label.lower(), []).append(key)
    pairs: list[_Pair] = []
    for label, ids in keys.items():
        pairs += _pairs_of(apps.get_model(label), ids, limit, before)
    pairs.sort(key=lambda pair: pair.row.history_date, reverse=True)
    del pairs[limit:]
    return _in_words(pairs, user)


def activity_at(
    rows: Iterable[tuple[str, int]], user: Any | None = None
) -> dict[tuple[str, int], ActivityEntry]:
    """Return exactly the changes that these history rows record, by model label and ``history_id``.

    Two queries for each model, and one for each kind of thing that the changes link to.

    Args:
        rows: Model label and ``history_id`` of each; of subjects that the reader may see.
        user: The reader; None shows every link by name.
    """
    wanted: dict[str, list[int]] = {}
    for label, history_id in rows:
        wanted.setdefault(label, []).append(history_id)
    pairs = [pair for label, ids in wanted.items() for pair in _pairs_at(apps.get_model(label), ids)]
    keys = [(pair.model._meta.label_lower, pair.row.history_id) for pair in pairs]
    return dict(zip(keys, _in_words(pairs, user), strict=True))


@dataclass(frozen=True, slots=True)
class _Pair:
    """A history row and the one before it of the same subject."""

    model: type[models.Model]
    row: Any
    before: Any | None

    def changed_fields(self) -> list[tuple[models.Field, Any, Any]]:
        """Return field, value before, value after of what this row changed.

        Fields that people cannot edit (versions, folded names) say nothing to them and are left out.
        """
        if self.row.history_type == "-":
            return []
        found = []
        for field in self.row.tracked_fields:
            if field.primary_key or not field.editable:
                continue
            old = getattr(self.before, field.attname) if self.before else None
            new = getattr(self.row, field.attname)
            if old != new and not (old is None and _is_blank(new)):
                found.append((field, old, new))
        return found


def _is_blank(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _pairs_of(
    model: type[models.Model], ids: Sequence[Any], limit: int, before: dt.datetime | None
) -> list[_Pair]:
    history = model.history.model._base_manager  # type: ignore[attr-defined]
    key = model._meta.pk.attname
    rows = history.filter(**{f"{key}__in": ids}).order_by("-history_id")
    if before is not None:
        rows = rows.filter(history_date__lt=before)
    newest = list(rows[:limit])
    if not newest:
        return []
    older = rows.filter(history_id__lt=newest[-1].history_id).order_by(key, "-history_id").distinct(key)
    before_it = {getattr(row, key): row for row in older}
    pairs = []
    for row in reversed(newest):
        previous = before_it.get(getattr(row, key))
        pairs.append(_Pair(model, row, None if row.history_type == "+" else previous))
        before_it[getattr(row, key)] = row
    return pairs


def _pairs_at(model: type[models.Model], history_ids: Sequence[int]) -> list[_Pair]:
    history = model.history.model._base_manager  # type: ignore[attr-defined]
    key = model._meta.pk.attname
    older = history.filter(**{key: models.OuterRef(key)}, history_id__lt=models.OuterRef("history_id"))
    previous = models.Subquery(older.order_by("-history_id").values("history_id")[:1])
    rows = list(history.filter(history_id__in=history_ids).annotate(previous_id=previous))
    before = history.in_bulk([row.previous_id for row in rows if row.previous_id])
    return [
        _Pair(model, row, before.get(row.previous_id) if row.history_type != "+" else None) for row in rows
    ]


def _in_words(pairs: Sequence[_Pair], user: Any | None) -> list[ActivityEntry]:
    wording = Wording(user)
    changed = [(pair, pair.changed_fields()) for pair in pairs]
    for _, fields in changed:
        for field, old, new in fields:
            wording.collect(field, (old, new))
    names = actor_names(pair.row.history_actor for pair in pairs)
    return [_entry(pair, fields, names, wording) for pair, fields in changed]


def _entry(
    pair: _Pair, fields: list[tuple[models.Field, Any, Any]], names: dict[str, str], wording: Wording
) -> ActivityEntry:
    row, meta = pair.row, pair.model._meta
    return ActivityEntry(
        at=row.history_date,
        actor=names[row.history_actor],
        actor_key=row.history_actor,
        channel=row.history_channel,
        reason=row.history_change_reason or "",
        request_id=row.history_request_id,
        verb=_VERBS[row.history_type],
        model=meta.label_lower,
        noun=str(meta.verbose_name),
        subject_id=getattr(row, meta.pk.attname),
        version=row.row_version,
        changes=tuple(
            FieldChange(
                field.name,
                capfirst(str(field.verbose_name)),
                wording.text(field, old),
                wording.text(field, new),
            )
            for field, old, new in fields
        ),
    )
