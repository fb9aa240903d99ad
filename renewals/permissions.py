"""Who may do what with deadlines, reminders, decisions and notices.

Seeing comes first: nobody decides on a contract that they do not see. The verbs are those of the department
that the contract belongs to; its owner and backup owner decide whatever roles they hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from contracts_app.models import Contract
from contracts_app.permissions import can_view
from core.audit import Actor
from core.models import Job
from renewals.models import ExitTask, Notice, Service

if TYPE_CHECKING:
    from accounts.models import User
    from core.models import StoredFile

SET_POLICIES = "reminders.policies"
RESPOND = "reminders.respond"
DECIDE = "decisions.make"
APPROVE = "decisions.approve"
SET_THRESHOLDS = "decisions.thresholds"
MAKE_REPORTS = "reports.make"


def may_set_policies(actor: Actor) -> bool:
    """Tell whether the actor keeps the reminder policies, which are about every department."""
    if actor.user is None:
        return actor.is_system
    return actor.user.departments_with(SET_POLICIES) is None


def may_respond(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` may acknowledge and snooze: owner, backup owner, whose verb it is."""
    return _is_up_to(user, contract, RESPOND) and can_view(user, contract)


def may_set_thresholds(actor: Actor) -> bool:
    """Tell whether the actor sets the thresholds of four eyes, which are about every department."""
    if actor.user is None:
        return actor.is_system
    return actor.user.departments_with(SET_THRESHOLDS) is None


def decides(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` decides on ``contract``, one that they see."""
    return _is_up_to(user, contract, DECIDE)


def _is_up_to(user: User, contract: Contract, verb: str) -> bool:
    """Tell whether it is up to ``user``: owner and backup owner, and who holds ``verb`` in the department."""
    if not user.is_active:
        return False
    is_owner = user.pk in (contract.owner_id, contract.backup_owner_id)
    return is_owner or user.can(verb, contract.department_id)


def may_decide(actor: Actor, contract: Contract) -> bool:
    """Tell whether the actor may decide on the contract, serve its notices and record what the vendor sent.

    A decision is made by a named person: the product's own processes never decide.
    """
    return actor.user is not None and decides(actor.user, contract) and can_view(actor.user, contract)


def can_download_letter(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have the file of a letter: who sees the contract that it is about."""
    return Notice.objects.visible_to(user).with_letter(stored.pk).exists()


def can_download_proof(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have the proof of a service: who sees the contract that it is about."""
    return Service.objects.visible_to(user).filter(proof=stored.pk).exists()


def may_approve(actor: Actor, contract: Contract) -> bool:
    """Tell whether the actor may confirm or reject what others decided about the contract."""
    user = actor.user
    return user is not None and user.can(APPROVE, contract.department_id) and can_view(user, contract)


def may_do(actor: Actor, contract: Contract, task: ExitTask) -> bool:
    """Tell whether the actor may tick and change an exit task: whom it is with, and who decides."""
    user = actor.user
    return user is not None and does(user, contract, task) and can_view(user, contract)


def does(user: User, contract: Contract, task: ExitTask) -> bool:
    """Tell whether a task of ``contract``, one that ``user`` sees, is theirs to tick."""
    return decides(user, contract) or (user.is_active and user.pk == task.owner_id)


def can_download_vendor_letter(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have a vendor's letter: who sees the contract that it is about."""
    return Notice.objects.visible_to(user).filter(vendor_letter=stored.pk).exists()


def makes_pack(user: User, contract: Contract) -> bool:
    """Tell whether ``user`` takes the leverage pack of ``contract``, one that they see, as a PDF.

    Owner and backup owner do, who decides, and who makes reports in the department.
    """
    return decides(user, contract) or (user.is_active and user.can(MAKE_REPORTS, contract.department_id))


def may_make_pack(actor: Actor, contract: Contract) -> bool:
    """Tell whether the actor may make the leverage pack of the contract: a pack has a reader."""
    return actor.user is not None and makes_pack(actor.user, contract) and can_view(actor.user, contract)


def can_download_pack(user: User, stored: StoredFile) -> bool:
    """Tell whether ``user`` may have a leverage pack: made for them, of a contract that they still see."""
    if stored.created_by_id != user.pk:
        return False
    job = Job.objects.filter(pk=int(stored.subject_id)).first()
    return job is not None and Contract.objects.visible_to(user).filter(pk=job.params["contract"]).exists()
