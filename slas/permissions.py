"""Who may do what with services, their targets, what happened, and claims.

Seeing comes first: nobody changes what they do not see. The verbs are those of the department that the
contract belongs to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts_app.models import Contract
from contracts_app.permissions import can_view
from core.audit import Actor
from slas.models import Claim, ClaimStep, Exclusion, Measurement

if TYPE_CHECKING:
    from accounts.models import User
    from core.models import StoredFile


def can_edit_slas(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may record services, targets and agreements about credits of the contract."""
    return user.can("slas.edit", contract.department_id) and can_view(user, contract)


def can_record(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may record outages, tickets, measurements and exclusions of the contract."""
    return user.can("slas.record", contract.department_id) and can_view(user, contract)


def can_sign_off(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may sign off results of the contract."""
    return user.can("slas.approve", contract.department_id) and can_view(user, contract)


def can_answer(user: User, exclusion: Exclusion) -> bool:
    """Tell whether ``user`` may approve or reject an exclusion: never one of their own."""
    return exclusion.recorded_by_id != user.pk and can_sign_off(user, exclusion.contract)


def can_claim(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may draft and submit claims, and record what became of them."""
    return user.can("claims.make", contract.department_id) and can_view(user, contract)


def can_download_evidence(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have the evidence of an exclusion: who sees the contract that it is about."""
    return bool(Exclusion.objects.visible_to(user).filter(evidence_file=stored.pk).exists())


def can_download_claim_proof(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have the proof of a claim's step: who sees the contract of the claim."""
    return ClaimStep.objects.visible_to(user).filter(proof=stored.pk).exists()


def can_download_claim_letter(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have the letter of a claim: who sees the contract of the claim."""
    return bool(Claim.objects.visible_to(user).filter(letter=stored.pk).exists())


def can_report(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may take the monthly report of the contract as a PDF.

    Owner and backup owner may, and who makes reports in the department; all of them only of what they see.
    """
    is_owner = user.pk in (contract.owner_id, contract.backup_owner_id)
    return (is_owner or user.can("reports.make", contract.department_id)) and can_view(user, contract)


def may_report(actor: Actor, contract: Contract | None) -> bool:
    """Tell whether the actor may take a monthly report as a PDF: of a contract, or over all that they see.

    A report holds what one person sees: the product's own processes make none.
    """
    if actor.user is None:
        return False
    return actor.user.can("reports.make") if contract is None else can_report(actor.user, contract)


def can_download_rows(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have an uploaded file of what happened: who sees the contract."""
    return bool(Contract.objects.visible_to(user).filter(pk=stored.subject_id).exists())


def can_download_refused_rows(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have the refused rows of a file: who uploaded it."""
    return stored.created_by_id == user.pk


def can_download_check_in(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have the evidence of a check-in: who sees the contract of its target."""
    return bool(Measurement.objects.visible_to(user).filter(pk=stored.subject_id).exists())
