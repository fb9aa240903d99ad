"""The vendors of the demo company and whom to reach there, and the company's own entities."""

from __future__ import annotations

import datetime as dt
import inspect

from core.audit import Actor
from vendors.actions.contacts import add_contact
from vendors.actions.entities import create_entity
from vendors.actions.vendors import create_vendor
from vendors.models import Vendor
from vendors.rules.draft import ContactDraft, EntityDraft, VendorDraft

ENTITIES = (
    EntityDraft(name="Halden Roth GmbH", country="DE", address="Lindenallee 4\n80331 München"),
    EntityDraft(name="Halden Roth UK Ltd", country="GB", address="12 Quay Row\nLondon E1 4XX"),
)

#: Name, country, parent, person for notices.
VENDORS = (
    ("Nord Cloud GmbH", "DE", "", "Greta Lind"),
    ("Delta Telecom AG", "DE", "", "Ruben Falk"),
    ("Blue Security Ltd", "GB", "", "Hazel Frost"),
    ("Salient CRM Inc", "US", "", "Dana Holt"),
    ("Lohnwerk GmbH", "DE", "", "Mia Brandt"),
    ("Ostsee Netz GmbH", "DE", "Delta Telecom AG", "Finn Petersen"),
    ("Papierlos AG", "CH", "", "Noah Weber"),
    ("Deskline Ltd", "GB", "", "Ivy Marsh"),
    ("Quill Software Inc", "US", "", "Reed Palmer"),
    ("Fjord Datahall AS", "NO", "Nord Cloud GmbH", "Liv Berg"),
    ("Kopierhaus GmbH", "DE", "", "Jule Sommer"),
    ("Campus Nine BV", "NL", "", "Sanne Visser"),
    ("Talerwerk AG", "DE", "", "Emil Kranz"),
    ("Keyring Identity Inc", "US", "", "Blair Quinn"),
    ("Kontor Systems SE", "DE", "", "Clara Vogt"),
    ("Handelsnetz GmbH", "DE", "", "Paul Ritter"),
    ("Edgewater CDN Inc", "US", "", "Casey Nolan"),
    ("Branchline Ltd", "GB", "", "Owen Pryce"),
    ("Rat und Tat Partner", "AT", "", "Helene Moser"),
)


def load_vendors(*, actor: Actor, now: dt.datetime, on: dt.date) -> str:
    """Write the entities, the vendors and two contacts for each; return what was written in words.

    Runs inside the transaction of the whole demo.
    """
    create, add = inspect.unwrap(create_vendor), inspect.unwrap(add_contact)
    for entity in ENTITIES:
        inspect.unwrap(create_entity)(actor=actor, draft=entity)
    made: dict[str, Vendor] = {}
    for name, country, parent, person in VENDORS:
        parent_id = made[parent].pk if parent else None
        draft = VendorDraft(name=name, country=country, parent_id=parent_id)
        made[name] = create(actor=actor, draft=draft, now=now)
        for contact in _contacts(name, person):
            add(actor=actor, vendor=made[name], draft=contact)
    return f"{len(ENTITIES)} entities, {len(VENDORS)} vendors with their contacts"


def _contacts(name: str, person: str) -> tuple[ContactDraft, ContactDraft]:
    domain = name.split()[0].lower() + ".invalid"
    mailbox = person.split()[0].lower()
    return (
        ContactDraft(role="notice", name=person, email=f"{mailbox}@{domain}"),
        ContactDraft(role="billing", name="Accounts receivable", email=f"billing@{domain}"),
    )
