"""Who may do what with prices at renewal and index series.

The rule of a contract is one of its terms: who may change the contract changes it. An index series counts
for every department, so who imports one holds its verb everywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from core.audit import Actor

if TYPE_CHECKING:
    from accounts.models import User
    from core.models import StoredFile

IMPORT_INDEXES = "indexes.import"


def may_import_indexes(actor: Actor) -> bool:
    """Tell whether the actor imports index series; the product's own commands may."""
    if actor.user is None:
        return actor.is_system
    return imports_indexes(actor.user)


def imports_indexes(user: User) -> bool:
    """Tell whether ``user`` imports index series: who holds the verb in every department."""
    return user.departments_with(IMPORT_INDEXES) is None


def can_download_index_file(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have an uploaded index file: who uploaded it."""
    return stored.created_by_id == user.pk and user.can(IMPORT_INDEXES)
