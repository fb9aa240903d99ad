"""What each role may do: the role × verb table.

1. A person has roles, each in one department or in every department.
2. A role is a set of verbs; a verb is ``<noun>.<what>``.
3. A person may do a verb in a department when one of the roles held there, or held
   everywhere, includes it. Roles never take a verb away.
4. No role opens a confidential contract except ``auditor``: it is seen by the people
   named on it, its owner and backup owner, and auditors; not by administrators.
5. A shared view of a list stands on everybody's page, so it is shared by those who keep the register
   (procurement, legal, administrators); anybody saves views for themselves.
6. The owner and the backup owner of a contract decide on it whatever roles they hold. Who decides and who
   confirms are two people: nobody confirms a decision of their own, whatever roles they hold.
"""

from __future__ import annotations

from typing import Final

REQUESTER: Final = "requester"
PROCUREMENT: Final = "procurement"
LEGAL: Final = "legal"
FINANCE: Final = "finance"
VENDOR_MANAGER: Final = "vendor_manager"
AUDITOR: Final = "auditor"
ADMINISTRATOR: Final = "administrator"

ROLE_LABELS: Final[dict[str, str]] = {
    REQUESTER: "Requester",
    PROCUREMENT: "Procurement",
    LEGAL: "Legal",
    FINANCE: "Finance",
    VENDOR_MANAGER: "Vendor manager",
    AUDITOR: "Auditor",
    ADMINISTRATOR: "Administrator",
}

VERBS: Final[dict[str, str]] = {
    "contracts.view": "see contracts, their terms and deadlines",
    "contracts.edit": "create and change contracts, terms and notice rules",
    "contracts.transition": "move a contract through its lifecycle",
    "documents.view": "read documents and clauses of the contracts that they see",
    "documents.edit": "add documents and versions, correct clauses, and answer what is suggested of them",
    "contracts.confidential": "see confidential contracts without being named on them",
    "decisions.make": "decide what becomes of contracts, and serve and record notices",
    "decisions.approve": "confirm or reject what somebody else decided about contracts (four eyes)",
    "decisions.thresholds": "set from which amount on a decision needs a second person",
    "slas.edit": "record services, what was promised about them, and how credits are agreed",
    "slas.record": "record outages, tickets, measurements and exclusions",
    "slas.approve": "approve exclusions that somebody else recorded, and sign off results",
    "claims.make": "draft and submit claims for service credits, and record what became of them",
    "vendors.view": "see vendors and their contacts",
    "vendors.edit": "create and change vendors, contacts and our own entities",
    "imports.run": "import a register",
    "indexes.import": "import index series that prices at renewal follow",
    "reminders.respond": "acknowledge and snooze reminders of contracts",
    "reminders.policies": "set by which policies people are reminded of contracts",
    "reports.make": "make and download reports",
    "exports.run": "export lists as CSV",
    "views.share": "share saved views of lists with everybody",
    "mailbox.read": "read in the embedded mailbox the reminders to others about contracts that they see",
    "audit.view": "read the audit trail and verify it",
    "users.manage": "manage users, departments and roles",
    "tokens.own": "make personal API tokens",
    "operations.view": "see sweeps, deliveries and the unroutable list",
    "operations.release": "release mail that is on hold after a restore",
}

_READ: Final = frozenset(
    {"contracts.view", "documents.view", "vendors.view", "reports.make", "exports.run", "tokens.own"}
)
_KEEP: Final = _READ | {
    "contracts.edit",
    "contracts.transition",
    "documents.edit",
    "decisions.make",
    "slas.edit",
    "slas.record",
    "slas.approve",
    "claims.make",
    "vendors.edit",
    "imports.run",
    "indexes.import",
    "reminders.respond",
    "reminders.policies",
    "operations.view",
    "views.share",
}

ROLE_VERBS: Final[dict[str, frozenset[str]]] = {
    REQUESTER: frozenset({"contracts.view", "documents.view", "vendors.view", "tokens.own"}),
    PROCUREMENT: _KEEP,
    LEGAL: _READ
    | {
        "contracts.edit",
        "contracts.transition",
        "documents.edit",
        "decisions.make",
        "decisions.approve",
        "claims.make",
        "reminders.respond",
        "views.share",
    },
    FINANCE: _READ | {"decisions.approve", "decisions.thresholds", "indexes.import", "claims.make"},
    VENDOR_MANAGER: _READ
    | {
        "decisions.make",
        "reminders.respond",
        "vendors.edit",
        "slas.edit",
        "slas.record",
        "slas.approve",
        "claims.make",
    },
    AUDITOR: _READ | {"contracts.confidential", "audit.view", "operations.view"},
    ADMINISTRATOR: _KEEP
    | {
        "decisions.approve",
        "decisions.thresholds",
        "users.manage",
        "mailbox.read",
        "audit.view",
        "operations.release",
    },
}


def verbs_of(roles: frozenset[str]) -> frozenset[str]:
    """Return every verb that at least one of ``roles`` includes (unknown roles include none)."""
    return frozenset().union(*(ROLE_VERBS.get(role, frozenset()) for role in roles))
