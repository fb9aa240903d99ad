"""Who sees a contract, as a rule about one contract; ``querysets.contract_filter`` is its twin in SQL.

1. An inactive person sees nothing.
2. The owner and the backup owner see it.
3. A person named on it sees it.
4. Otherwise it is seen by who may view contracts in its department, unless it is confidential:
   then only by those of them who may see confidential contracts there (auditors; not administrators).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Standing:
    """How a person stands to one contract."""

    is_active: bool
    is_owner: bool
    is_named: bool
    views_department: bool
    views_confidential: bool


def is_seen(standing: Standing, *, is_confidential: bool) -> bool:
    """Tell whether a person of this standing sees the contract."""
    if not standing.is_active:
        return False
    if standing.is_owner or standing.is_named:
        return True
    return standing.views_department and (standing.views_confidential or not is_confidential)
