"""Whether what a draft points at exists and may be pointed at."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import connection

from accounts.models import Department, User
from contracts_app.models import Contract
from contracts_app.rules.draft import ContractDraft
from contracts_app.rules.problems import Problems, add
from core.audit import Actor
from vendors.models import Entity, Vendor

_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('contracts_app.links'))"


def check_relations(
    actor: Actor, draft: ContractDraft, before: ContractDraft | None, pk: int | None
) -> Problems:
    """Return what is wrong with the things that ``draft`` points at, by field.

    Only what differs from ``before`` is looked up, so that a contract of a vendor or person who is
    no longer active can still be changed.
    """
    problems: Problems = {}
    _check_vendors(problems, draft, before)
    _check_entities(problems, draft, before)
    _check_people(problems, draft, before)
    _check_department(problems, draft, before)
    for field in ("parent_id", "supersedes_id"):
        target = getattr(draft, field)
        if target is not None and (before is None or getattr(before, field) != target):
            _check_contract(problems, field, actor, target, pk)
    return problems


def _check_department(problems: Problems, draft: ContractDraft, before: ContractDraft | None) -> None:
    if before is not None and before.department_id == draft.department_id:
        return
    if not Department.unscoped.filter(pk=draft.department_id, is_active=True).exists():
        add(problems, "department_id", "There is no such department in use. Choose another.")


def _new(now: Iterable[int | None], before: Iterable[int | None]) -> set[int]:
    return {pk for pk in now if pk is not None} - {pk for pk in before if pk is not None}


def _check_vendors(problems: Problems, draft: ContractDraft, before: ContractDraft | None) -> None:
    old = (before.vendor_id, *before.further_vendor_ids) if before else ()
    wanted = _new((draft.vendor_id, *draft.further_vendor_ids), old)
    known = (
        set(Vendor.unscoped.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
        if wanted
        else set()
    )
    for pk in sorted(wanted - known):
        field = "vendor_id" if pk == draft.vendor_id else "further_vendor_ids"
        add(problems, field, "There is no such vendor in use. Choose another, or add it first.")


def _check_entities(problems: Problems, draft: ContractDraft, before: ContractDraft | None) -> None:
    old = (before.entity_id, *before.further_entity_ids) if before else ()
    wanted = _new((draft.entity_id, *draft.further_entity_ids), old)
    known = (
        set(Entity.unscoped.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
        if wanted
        else set()
    )
    for pk in sorted(wanted - known):
        field = "entity_id" if pk == draft.entity_id else "further_entity_ids"
        add(problems, field, "There is no such legal entity of ours in use. Choose another.")


def _check_people(problems: Problems, draft: ContractDraft, before: ContractDraft | None) -> None:
    fields = {"owner_id": (draft.owner_id,), "backup_owner_id": (draft.backup_owner_id,),
              "named_user_ids": draft.named_user_ids}  # fmt: skip
    old = (before.owner_id, before.backup_owner_id, *before.named_user_ids) if before else ()
    wanted = _new((pk for pks in fields.values() for pk in pks), old)
    if not wanted:
        return
    known = set(User.objects.filter(pk__in=wanted, is_active=True).values_list("pk", flat=True))
    for field, pks in fields.items():
        if wanted.intersection(pks) - known:
            add(problems, field, "There is no such active person. Choose another.")


def _check_contract(problems: Problems, field: str, actor: Actor, target: int, pk: int | None) -> None:
    visible = (
        Contract.objects.visible_to(actor.user)
        if actor.user
        else Contract.objects.for_system("check of a link")
    )
    if not visible.filter(pk=target).exists():
        add(problems, field, "There is no such contract. Choose one that you can see.")
    elif pk is not None and pk in _chain(field, target):
        add(problems, field, "That would make a circle: the chosen contract already hangs under this one.")


def _chain(field: str, first: int) -> list[int]:
    """Return the contracts from ``first`` upwards along ``field``.

    Links change one at a time, so that two changes at once cannot close a circle together.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ONE_AT_A_TIME)
    chain, at = [first], first
    while True:
        above = Contract.unscoped.filter(pk=at).values_list(field, flat=True).first()
        if above is None or above in chain:
            return chain
        chain.append(above)
        at = above
