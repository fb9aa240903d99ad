"""What an API token may be made for: the scope × verb table.

1. A token acts as its owner and never does more: each call needs the verb in one of the token's scopes
   *and* among the owner's verbs at that moment.
2. A scope can be given to a token only if its owner may do at least one of its own verbs.
3. ``write`` scopes read too, because a write answers with what was written.
4. A token lives a year at most.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

LONGEST_DAYS: Final = 365
DEFAULT_DAYS: Final = 90

SCOPE_LABELS: Final[dict[str, str]] = {
    "contracts:read": "read contracts, terms, deadlines, decisions, notices, SLAs, claims and departments",
    "contracts:write": "create and change contracts and move them through their lifecycle",
    "documents:read": "read and download documents, their versions and clauses",
    "documents:write": "add documents and versions",
    "decisions:write": "record decisions, notices and their service, and exit tasks",
    "decisions:confirm": "confirm or refuse what somebody else decided",
    "slas:write": "record services, targets and agreements about credits, approve exclusions, sign off",
    "outages:write": "record outages, tickets, measurements and maintenance, as monitors do",
    "claims:write": "draft and submit claims for credits, and record what became of them",
    "vendors:read": "read vendors, contacts and our own entities",
    "vendors:write": "create and change vendors",
    "imports:write": "import a register and follow it",
}

#: The verbs that make a scope what it is; the owner must hold one of them.
_OWN_VERBS: Final[dict[str, frozenset[str]]] = {
    "contracts:read": frozenset({"contracts.view"}),
    "contracts:write": frozenset({"contracts.edit", "contracts.transition"}),
    "documents:read": frozenset({"documents.view"}),
    "documents:write": frozenset({"documents.edit"}),
    "decisions:write": frozenset({"decisions.make"}),
    "decisions:confirm": frozenset({"decisions.approve"}),
    "slas:write": frozenset({"slas.edit", "slas.approve"}),
    "outages:write": frozenset({"slas.record"}),
    "claims:write": frozenset({"claims.make"}),
    "vendors:read": frozenset({"vendors.view"}),
    "vendors:write": frozenset({"vendors.edit"}),
    "imports:write": frozenset({"imports.run"}),
}

#: The scope that a scope reads by, where it is not named alike.
_READS_BY: Final = dict.fromkeys(
    ("decisions:write", "decisions:confirm", "slas:write", "outages:write", "claims:write"), "contracts:read"
)

SCOPE_VERBS: Final[dict[str, frozenset[str]]] = {
    scope: verbs | _OWN_VERBS.get(_READS_BY.get(scope, scope.replace(":write", ":read")), frozenset())
    for scope, verbs in _OWN_VERBS.items()
}


def scopes_for(verbs: Iterable[str]) -> list[str]:
    """Return the scopes that a holder of ``verbs`` may give to a token, in table order."""
    held = frozenset(verbs)
    return [scope for scope, own in _OWN_VERBS.items() if own & held]


def scopes_include(scopes: Iterable[str], verb: str) -> bool:
    """Tell whether one of ``scopes`` includes ``verb`` (an unknown scope includes none)."""
    return any(verb in SCOPE_VERBS.get(scope, frozenset()) for scope in scopes)
