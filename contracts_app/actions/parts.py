"""Writing what belongs to a contract: terms, notice rules, tags, further parties, named people.

Every function brings the rows to what the draft says, touches only what differs, and tells whether
anything did.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from contracts_app.models import (
    Contract,
    ContractAccess,
    ContractEntity,
    ContractTag,
    ContractTerms,
    ContractVendor,
    NoticeMethod,
    NoticeRule,
    Tag,
)
from contracts_app.rules.draft import ContractDraft, NoticeMethodDraft, NoticeRuleDraft, TermsDraft


def write_parts(contract: Contract, draft: ContractDraft, before: ContractDraft | None) -> set[str]:
    """Write every part in which ``draft`` differs from ``before``; return the names of those fields."""
    changed: set[str] = set()
    if before is None:
        _save_changed(ContractTerms(contract=contract), asdict(draft.terms or TermsDraft()))
        changed.add("terms")
    elif draft.terms != before.terms:
        write_terms(contract, draft.terms or TermsDraft())
        changed.add("terms")
    if draft.notice_rules != (before.notice_rules if before else ()):
        write_notice_rules(contract, draft.notice_rules)
        changed.add("notice_rules")
    if set(draft.tags) != set(before.tags if before else ()):
        write_tags(contract, draft.tags)
        changed.add("tags")
    for field, (model, column) in _LINKS.items():
        wanted, had = set(getattr(draft, field)), set(getattr(before, field) if before else ())
        if wanted != had:
            _write_links(contract, model, column, wanted)
            changed.add(field)
    return changed


_LINKS: dict[str, tuple[Any, str]] = {
    "further_vendor_ids": (ContractVendor, "vendor_id"),
    "further_entity_ids": (ContractEntity, "entity_id"),
    "named_user_ids": (ContractAccess, "user_id"),
}


def write_terms(contract: Contract, draft: TermsDraft) -> None:
    """Record the terms."""
    row = ContractTerms.unscoped.filter(contract_id=contract.pk).first() or ContractTerms(contract=contract)
    _save_changed(row, asdict(draft))


def write_notice_rules(contract: Contract, drafts: tuple[NoticeRuleDraft, ...]) -> None:
    """Record the notice rules; one for a party and kind that is no longer there is removed."""
    rows = {(row.party, row.kind): row for row in NoticeRule.unscoped.filter(contract_id=contract.pk)}
    for draft in drafts:
        row = rows.pop((draft.party, draft.kind), None) or NoticeRule(contract=contract)
        values = asdict(draft)
        del values["methods"]
        _save_changed(row, values)
        _write_methods(row, draft.methods)
    for row in rows.values():
        NoticeMethod.unscoped.filter(rule=row).delete()
        row.delete()


def _write_methods(rule: NoticeRule, drafts: tuple[NoticeMethodDraft, ...]) -> None:
    rows = {row.method: row for row in NoticeMethod.unscoped.filter(rule=rule)}
    wanted = {draft.method for draft in drafts}
    for name in rows.keys() - wanted:
        rows[name].delete()
    for draft in drafts:
        _save_changed(rows.get(draft.method) or NoticeMethod(rule=rule), asdict(draft))


def _save_changed(row: Any, values: dict[str, Any]) -> None:
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    if row.pk is None:
        row.save()
    elif changed:
        row.save(update_fields=changed)


def tag_ids(names: tuple[str, ...]) -> list[int]:
    """Return the ids of the tags called ``names`` (already in their one spelling), adding new ones."""
    found = set(Tag.unscoped.filter(name__in=names).values_list("name", flat=True))
    if missing := [Tag(name=name) for name in names if name not in found]:
        Tag.unscoped.bulk_create(missing, ignore_conflicts=True)
    return list(Tag.unscoped.filter(name__in=names).values_list("pk", flat=True))


def write_tags(contract: Contract, names: tuple[str, ...]) -> None:
    """Bring the tags of a contract to ``names``."""
    _write_links(contract, ContractTag, "tag_id", set(tag_ids(names)) if names else set())


def _write_links(contract: Contract, model: Any, column: str, wanted: set[int]) -> None:
    links = model.unscoped.filter(contract_id=contract.pk)
    had = set(links.values_list(column, flat=True))
    if gone := had - wanted:
        links.filter(**{f"{column}__in": gone}).delete()
    model.unscoped.bulk_create([model(contract=contract, **{column: pk}) for pk in sorted(wanted - had)])
