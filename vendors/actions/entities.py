"""Recording and changing our own legal entities."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from django.db import IntegrityError, transaction

from core.audit import Actor, action, lock_version
from vendors.actions.refusal import InvalidVendor, UnableToChangeVendor, refuse, require_edit, require_reason
from vendors.models import Entity
from vendors.rules.draft import EntityDraft
from vendors.rules.plausible import entity_problems, tidied

CHANGEABLE = tuple(field.name for field in fields(EntityDraft))


@action
def create_entity(*, actor: Actor, draft: EntityDraft) -> Entity:
    """Record one of our own legal entities.

    Raises:
        NotAllowed: The person may not record entities.
        InvalidVendor: ``fields`` says what is wrong, e.g. another entity has this name.
    """
    require_edit(actor, "record our legal entities")
    draft = tidied(draft)
    refuse(entity_problems(draft))
    entity = Entity(**_columns(draft))
    _write(entity, None)
    return entity


@action
def change_entity(
    *, actor: Actor, entity: Entity, changes: dict[str, Any], expected_version: int | None = None
) -> Entity:
    """Change some facts of one of our entities; what is not named stays.

    Returns:
        The entity as it is now. Nothing is written, and no history, when nothing differs.

    Raises:
        NotAllowed: The person may not change entities.
        StaleObject: It changed since it was read.
        InvalidVendor: ``fields`` says what is wrong; nothing is stored.
    """
    if unknown := changes.keys() - set(CHANGEABLE):
        raise TypeError(f"change_entity does not change {', '.join(sorted(unknown))}")
    require_edit(actor, "change our legal entities")
    row = lock_version(Entity.unscoped.all(), entity.pk, expected_version)
    before = EntityDraft(**{name: getattr(row, name) for name in CHANGEABLE})
    draft = tidied(replace(before, **changes))
    refuse(entity_problems(draft))
    changed = [name for name in CHANGEABLE if getattr(draft, name) != getattr(before, name)]
    if not changed:
        return row
    for name in changed:
        setattr(row, name, getattr(draft, name))
    _write(row, changed)
    row.refresh_from_db(fields=["row_version"])
    return row


@action
def set_entity_active(*, actor: Actor, entity: Entity, is_active: bool) -> Entity:
    """Take one of our entities out of use, or put it back; contracts that name it keep it.

    Args:
        actor: Needs ``vendors.edit``, and a reason for taking it out of use.
        entity: The entity.
        is_active: True puts it back into use.

    Raises:
        NotAllowed: The person may not change entities.
        InvalidVendor: No reason was given for taking it out of use.
        UnableToChangeVendor: It is as asked already.
    """
    require_edit(actor, "change our legal entities")
    if not is_active:
        require_reason(actor, "take this entity out of use")
    row = lock_version(Entity.unscoped.all(), entity.pk, None)
    if row.is_active == is_active:
        raise UnableToChangeVendor(f"{row.name} is {'in' if is_active else 'out of'} use already.")
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    row.refresh_from_db(fields=["row_version"])
    return row


def _columns(draft: EntityDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in CHANGEABLE}


def _write(entity: Entity, update_fields: list[str] | None) -> None:
    """Store the row; a name that another entity has, or takes at this moment, is refused."""
    _check_name_is_free(entity)
    try:
        with transaction.atomic():
            entity.save(force_insert=update_fields is None, update_fields=update_fields)
    except IntegrityError:
        _check_name_is_free(entity)
        raise


def _check_name_is_free(entity: Entity) -> None:
    if Entity.unscoped.filter(name__iexact=entity.name).exclude(pk=entity.pk).exists():
        message = f"There is an entity called {entity.name} already. Change that one instead."
        raise InvalidVendor(message, code="name_taken", fields={"name": [message]})
