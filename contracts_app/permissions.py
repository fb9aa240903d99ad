"""Who may do what with a contract.

Seeing comes first: nobody changes what they do not see. The verbs are those of the department that
the contract belongs to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db.models import Q

from accounts.models.department import has_department
from contracts_app.models import Document, DocumentVersion, ImportRun
from contracts_app.rules.visibility import Standing, is_seen
from core.access import read_once
from core.models import Job

if TYPE_CHECKING:
    from accounts.models import User
    from contracts_app.models import Contract
    from core.audit import Actor
    from core.models import StoredFile


def can_view(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` sees ``contract`` (the twin of ``Contract.objects.visible_to``)."""
    department_id = contract.department_id
    standing = Standing(
        is_active=user.is_active,
        is_owner=user.pk in (contract.owner_id, contract.backup_owner_id),
        is_named=False,
        views_department=user.can("contracts.view", department_id),
        views_confidential=user.can("contracts.confidential", department_id),
    )
    if is_seen(standing, is_confidential=contract.is_confidential):
        return True  # whoever is named on it sees more, never less: that need not be read
    standing = replace(standing, is_named=_is_named(user, contract))
    return is_seen(standing, is_confidential=contract.is_confidential)


def _is_named(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` is named on ``contract``; read once for a page."""
    named = user.contract_accesses.filter(contract_id=contract.pk)
    return read_once(("named", contract.pk, user.pk), named.exists)


def can_create(user: User, department_id: int | None = None) -> bool:
    """Tell whether ``user`` may record contracts in a department (None: in at least one)."""
    return user.can("contracts.edit", department_id)


def can_record_now(user: User) -> bool:
    """Tell whether ``user`` may record contracts, and there is a department for them to belong to."""
    return can_create(user) and has_department()


def can_edit(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may change the contract, its terms, notice rules, parties and tags."""
    return edits_department(user, contract.department_id) and can_view(user, contract)


def edits_department(user: User, department_id: int) -> bool:
    """Tell whether ``user`` may change the contracts of a department, of those that they see."""
    return user.can("contracts.edit", department_id)


def can_edit_documents(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may add documents and versions to the contract and correct their clauses."""
    return user.can("documents.edit", contract.department_id) and can_view(user, contract)


def can_transition(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may move the contract through its lifecycle."""
    return user.can("contracts.transition", contract.department_id) and can_view(user, contract)


def may(actor: Actor, answer: bool) -> bool:
    """Return ``answer`` for a person; the product's own processes may always."""
    return actor.is_system or answer


def can_download_import(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have the register, or the refused rows, of an import: who sees the import."""
    runs = ImportRun.objects.visible_to(user)
    return runs.filter(Q(stored_file_id=stored.pk) | Q(error_report_id=stored.pk)).exists()


def can_download_document(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have the file of a document: who sees the contract."""
    return DocumentVersion.objects.visible_to(user).filter(file_id=stored.pk).exists()


def can_download_redline(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have a redline: made for them, of documents that they still see."""
    if stored.created_by_id != user.pk:
        return False
    job = Job.objects.filter(pk=int(stored.subject_id)).first()
    if job is None:
        return False
    wanted = set(job.params["documents"])
    return Document.objects.visible_to(user).filter(pk__in=wanted).count() == len(wanted)
