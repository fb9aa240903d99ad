"""Recording, changing, deactivating and reactivating vendors."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace
from typing import Any

from django.db import IntegrityError, connection, transaction

from core.audit import Actor, action, lock_version
from core.search import name_key
from vendors.actions.refusal import InvalidVendor, UnableToChangeVendor, refuse, require_edit, require_reason
from vendors.actions.search import reindex_vendors
from vendors.models import Vendor
from vendors.rules.draft import VendorDraft
from vendors.rules.plausible import tidied, vendor_problems
from vendors.signals import vendors_renamed

#: What ``change_vendor`` may change: every field of the draft.
CHANGEABLE = tuple(field.name for field in fields(VendorDraft))

_ONE_PARENT_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('vendors.parents'))"


@action
def create_vendor(*, actor: Actor, draft: VendorDraft, now: dt.datetime) -> Vendor:
    """Record a vendor.

    Args:
        actor: Needs ``vendors.edit``; the product's own processes may always.
        draft: What was entered.
        now: When it is recorded.

    Raises:
        NotAllowed: The person may not record vendors.
        InvalidVendor: ``fields`` says what is wrong, e.g. another vendor has this name; nothing is stored.
    """
    require_edit(actor, "record vendors")
    draft = tidied(draft)
    refuse(vendor_problems(draft))
    _check_name_is_free(draft.name, None)
    _check_parent(draft.parent_id, None)
    vendor = Vendor(**_columns(draft), created_at=now)
    _write(vendor, None)
    reindex_vendors([vendor.pk])
    return vendor


@action
def change_vendor(
    *, actor: Actor, vendor: Vendor, changes: dict[str, Any], expected_version: int | None = None
) -> Vendor:
    """Change some facts of a vendor; what is not named stays.

    Args:
        actor: Needs ``vendors.edit``.
        vendor: As the person read it.
        changes: New values by field of ``VendorDraft``.
        expected_version: ``vendor.row_version`` as read; None skips the comparison.

    Returns:
        The vendor as it is now. Nothing is written, and no history, when nothing differs.

    Raises:
        NotAllowed: The person may not change vendors.
        StaleObject: It changed since it was read.
        InvalidVendor: ``fields`` says what is wrong; nothing is stored.
    """
    if unknown := changes.keys() - set(CHANGEABLE):
        raise TypeError(f"change_vendor does not change {', '.join(sorted(unknown))}")
    require_edit(actor, "change vendors")
    row = lock_version(Vendor.unscoped.all(), vendor.pk, expected_version)
    before = draft_of(row)
    draft = tidied(replace(before, **changes))
    refuse(vendor_problems(draft))
    changed = [name for name in CHANGEABLE if getattr(draft, name) != getattr(before, name)]
    if not changed:
        return row
    _check_name_is_free(draft.name, row.pk)
    if "parent_id" in changed:
        _check_parent(draft.parent_id, row.pk)
    for name, value in _columns(draft).items():
        setattr(row, name, value)
    _write(row, [*changed, "name_key"] if "name" in changed else changed)
    _after(actor, row, is_renamed="name" in changed)
    return row


@action
def deactivate_vendor(*, actor: Actor, vendor: Vendor) -> Vendor:
    """Take a vendor out of use: it stays on its contracts, and is offered for no new ones.

    Args:
        actor: Needs ``vendors.edit``, and a reason, which history keeps.
        vendor: The vendor.

    Raises:
        NotAllowed: The person may not change vendors.
        InvalidVendor: No reason was given.
        UnableToChangeVendor: It is out of use already.
    """
    require_edit(actor, "deactivate vendors")
    require_reason(actor, "deactivate this vendor")
    return _set_active(vendor, is_active=False, refusal="is out of use already. Nothing is left to do.")


@action
def reactivate_vendor(*, actor: Actor, vendor: Vendor) -> Vendor:
    """Put a vendor back into use.

    Raises:
        NotAllowed: The person may not change vendors.
        UnableToChangeVendor: It is in use already.
    """
    require_edit(actor, "reactivate vendors")
    return _set_active(vendor, is_active=True, refusal="is in use already. Nothing is left to do.")


def draft_of(vendor: Vendor) -> VendorDraft:
    """Return the vendor's present facts in the shape in which they are entered."""
    return VendorDraft(**{name: getattr(vendor, name) for name in CHANGEABLE})


def _columns(draft: VendorDraft) -> dict[str, Any]:
    return {**{name: getattr(draft, name) for name in CHANGEABLE}, "name_key": name_key(draft.name)}


def _set_active(vendor: Vendor, *, is_active: bool, refusal: str) -> Vendor:
    row = lock_version(Vendor.unscoped.all(), vendor.pk, None)
    if row.is_active == is_active:
        raise UnableToChangeVendor(f"{row.name} {refusal}")
    row.is_active = is_active
    row.save(update_fields=["is_active"])
    row.refresh_from_db(fields=["row_version"])
    return row


def _write(vendor: Vendor, update_fields: list[str] | None) -> None:
    """Store the row; a name that somebody takes at this very moment is refused by name."""
    try:
        with transaction.atomic():
            vendor.save(force_insert=update_fields is None, update_fields=update_fields)
    except IntegrityError:
        _check_name_is_free(vendor.name, vendor.pk)
        raise


def _after(actor: Actor, vendor: Vendor, *, is_renamed: bool) -> None:
    """Bring the search up to date and tell the upper apps of a new name."""
    reindex_vendors([vendor.pk])
    if is_renamed:
        vendors_renamed.send(sender=Vendor, vendor_ids=[vendor.pk], actor=actor)
    vendor.refresh_from_db(fields=["row_version"])


def _check_name_is_free(name: str, pk: Any) -> None:
    key = name_key(name)
    if len(key) > (Vendor._meta.get_field("name_key").max_length or 0):
        refuse({"name": ["This name is too long once its letters are spelt out. Shorten it."]})
    taken = Vendor.unscoped.filter(name_key=key).exclude(pk=pk).first()
    if taken is not None:
        message = (
            f"There is a vendor called {taken.name} already. Use that one, or tell the two apart by name."
        )
        raise InvalidVendor(message, code="name_taken", fields={"name": [message]})


def _check_parent(parent_id: int | None, pk: Any) -> None:
    """Refuse a parent that does not exist, or that hangs under the vendor itself.

    Parents change one at a time, so that two changes at once cannot close a circle together.
    """
    if parent_id is None:
        return
    with connection.cursor() as cursor:
        cursor.execute(_ONE_PARENT_AT_A_TIME)
    seen: list[int] = []
    at: int | None = parent_id
    while at is not None and at not in seen:
        seen.append(at)
        row = Vendor.unscoped.filter(pk=at).values_list("parent_id", flat=True)[:1]
        if not row:
            refuse({"parent_id": ["There is no such vendor. Choose another as parent."]})
        at = row[0]
    if pk in seen:
        refuse({"parent_id": ["That would make a circle: the chosen parent already belongs to this vendor."]})
