"""Adding, changing and removing the contacts of a vendor."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from core.audit import Actor, action, lock_version
from vendors.actions.refusal import InvalidVendor, refuse, require_edit, require_reason
from vendors.actions.search import reindex_vendors
from vendors.models import Vendor, VendorContact
from vendors.rules.draft import ContactDraft
from vendors.rules.plausible import contact_problems, tidied

CHANGEABLE = tuple(field.name for field in fields(ContactDraft))


@action
def add_contact(*, actor: Actor, vendor: Vendor, draft: ContactDraft) -> VendorContact:
    """Record whom to reach at ``vendor`` for one role.

    Raises:
        NotAllowed: The person may not change vendors.
        InvalidVendor: ``fields`` says what is wrong; the same name has this role already, for example.
    """
    require_edit(actor, "change the contacts of vendors")
    lock_version(Vendor.unscoped.all(), vendor.pk, None)
    draft = tidied(draft)
    refuse(contact_problems(draft))
    _check_is_new(vendor.pk, draft, None)
    contact = VendorContact.unscoped.create(vendor_id=vendor.pk, **_columns(draft))
    reindex_vendors([vendor.pk])
    return contact


@action
def change_contact(
    *, actor: Actor, contact: VendorContact, changes: dict[str, Any], expected_version: int | None = None
) -> VendorContact:
    """Change some facts of a contact; what is not named stays.

    Returns:
        The contact as it is now. Nothing is written, and no history, when nothing differs.

    Raises:
        NotAllowed: The person may not change vendors.
        StaleObject: It changed since it was read.
        InvalidVendor: ``fields`` says what is wrong; nothing is stored.
    """
    if unknown := changes.keys() - set(CHANGEABLE):
        raise TypeError(f"change_contact does not change {', '.join(sorted(unknown))}")
    require_edit(actor, "change the contacts of vendors")
    lock_version(Vendor.unscoped.all(), contact.vendor_id, None)
    row = lock_version(VendorContact.unscoped.all(), contact.pk, expected_version)
    before = ContactDraft(**{name: getattr(row, name) for name in CHANGEABLE})
    draft = tidied(replace(before, **changes))
    refuse(contact_problems(draft))
    changed = [name for name in CHANGEABLE if getattr(draft, name) != getattr(before, name)]
    if not changed:
        return row
    _check_is_new(row.vendor_id, draft, row.pk)
    for name in changed:
        setattr(row, name, getattr(draft, name))
    row.save(update_fields=changed)
    reindex_vendors([row.vendor_id])
    row.refresh_from_db(fields=["row_version"])
    return row


@action
def remove_contact(*, actor: Actor, contact: VendorContact) -> None:
    """Remove a contact; the history keeps it, with who removed it and why.

    Args:
        actor: Needs ``vendors.edit``, and a reason.
        contact: The contact. One that is gone already is no error: nothing is left to do.

    Raises:
        NotAllowed: The person may not change vendors.
        InvalidVendor: No reason was given.
    """
    require_edit(actor, "remove contacts of vendors")
    require_reason(actor, "remove this contact")
    VendorContact.unscoped.filter(pk=contact.pk).delete()
    reindex_vendors([contact.vendor_id])


def _columns(draft: ContactDraft) -> dict[str, Any]:
    return {name: getattr(draft, name) for name in CHANGEABLE}


def _check_is_new(vendor_id: int, draft: ContactDraft, pk: Any) -> None:
    same = VendorContact.unscoped.filter(vendor_id=vendor_id, role=draft.role, name=draft.name)
    if same.exclude(pk=pk).exists():
        message = f"{draft.name} has this role here already. Change that contact instead."
        raise InvalidVendor(message, code="contact_exists", fields={"name": [message]})
