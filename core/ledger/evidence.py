"""Evidence: everything the ledger says of one thing, small enough to mail, checked without us.

``verify_evidence.py`` beside this module checks it with nothing but Python itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.db import models

from core.audit.tables import audited_table
from core.ledger.merkle import Tree, way_back
from core.ledger.sealing import link_of, newest_head
from core.models import LedgerBlock, LedgerEntry, LedgerSeal

FORMAT = "termkeeper-evidence-1"


def evidence_of(model: type[models.Model], key: Any, now: dt.datetime) -> dict[str, Any]:
    """Return the evidence about one object and its parts, the deleted ones included, ready for JSON.

    Args:
        model: An audited model.
        key: Primary key of the object.
        now: When it is made, aware.

    Raises:
        LookupError: The ledger knows nothing of it.
    """
    entries = list(_entries(subjects_of(model, key)))
    if not entries:
        raise LookupError(f"The ledger knows nothing of {model._meta.verbose_name} {key}")
    seals = {seal.entry_id: seal for seal in LedgerSeal.objects.filter(entry__in=entries)}
    trees = _trees({seal.block_id for seal in seals.values()})
    head = newest_head()
    return {
        "format": FORMAT,
        "subject": {"model": model._meta.label_lower, "id": str(key)},
        "made_at": now.isoformat(),
        "head": {"sequence": head.sequence, "head": head.head} if head else None,
        "entries": [_entry(entry, seals.get(entry.pk), trees) for entry in entries],
        "links": _links(head.sequence, set(trees)) if head else [],
    }


def subjects_of(model: type[models.Model], key: Any) -> list[tuple[str, str]]:
    """Return label and key of an object and of all its parts.

    Parts are the rows that go when the object goes (foreign keys with CASCADE), and their parts. They
    are looked up in the history, so that those which are gone are found too.
    """
    found: list[tuple[str, str]] = []
    layer: list[tuple[type[models.Model], set[str]]] = [(model, {str(key)})]
    while layer:
        owner, keys = layer.pop()
        new = [(owner._meta.label_lower, each) for each in sorted(keys)]
        found += [pair for pair in new if pair not in found]
        for part, field in _parts_of(owner):
            history = part.history.model._base_manager  # type: ignore[attr-defined]
            rows = history.filter(**{f"{field.attname}__in": keys}).order_by()
            known = {pair[1] for pair in found if pair[0] == part._meta.label_lower}
            if ids := {str(each) for each in rows.values_list(part._meta.pk.attname, flat=True)} - known:
                layer.append((part, ids))
    return found


def _parts_of(owner: type[models.Model]) -> Iterator[tuple[type[models.Model], Any]]:
    for relation in owner._meta.related_objects:
        field, part = relation.field, relation.related_model
        if relation.on_delete is models.CASCADE and audited_table(part, apps):
            yield part, field


def _entries(subjects: Iterable[tuple[str, str]]) -> Iterator[LedgerEntry]:
    keys: dict[str, list[str]] = {}
    for label, key in subjects:
        keys.setdefault(label, []).append(key)
    wanted = models.Q()
    for label, ids in keys.items():
        wanted |= models.Q(subject_model=label, subject_id__in=ids)
    yield from LedgerEntry.objects.filter(wanted).order_by("id")


def _trees(blocks: set[int]) -> dict[int, Tree]:
    trees = {}
    for block in sorted(blocks):
        seals = LedgerSeal.objects.filter(block_id=block).order_by("position")
        trees[block] = Tree(list(seals.values_list("entry__digest", flat=True)))
    return trees


def _entry(entry: LedgerEntry, seal: LedgerSeal | None, trees: dict[int, Tree]) -> dict[str, Any]:
    if seal is None:
        return {"id": entry.pk, "body": entry.body, "block": None, "path": []}
    path = trees[seal.block_id].path(seal.position)
    return {"id": entry.pk, "body": entry.body, "block": seal.block_id, "path": path}


def _links(newest: int, blocks: set[int]) -> list[dict[str, Any]]:
    wanted = {newest}
    for block in blocks:
        wanted.update(way_back(newest, block))
    found = LedgerBlock.objects.filter(sequence__in=wanted).order_by("-sequence")
    return [link_of(block).as_json() for block in found]
