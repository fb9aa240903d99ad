"""Who is reminded of a contract: the chain from the owner down to the administrators.

1. The owner; else the backup owner; else the queue: procurement of the contract's department, else
   procurement of every department, else administrators of every department.
2. A confidential contract has no queue: after the backup owner come the people named on it.
3. Whoever is deactivated, has no address or bounces is passed over, and the ledger says so.
4. What climbs goes to the manager of the owner, else of the backup owner; then to legal of the department
   (else of every department) together with the head of procurement: who holds procurement in every
   department. Who may not see the contract is passed over; of a confidential one that is nearly everybody.
   Where nobody is left the queue gets it, and owner and backup owner at last.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from accounts.models import RoleAssignment, User
from accounts.rules.roles import ADMINISTRATOR, LEGAL, PROCUREMENT
from contracts_app.models import Contract, ContractAccess
from contracts_app.permissions import can_view
from core.reminders.shapes import Chain, Recipient

#: Role, whether it is held in the contract's department or everywhere, and what the ledger calls it.
_QUEUES: Final = (
    (PROCUREMENT, True, "procurement of the department"),
    (PROCUREMENT, False, "procurement"),
    (ADMINISTRATOR, True, "administrator of the department"),
    (ADMINISTRATOR, False, "administrator"),
)

_RESPONSIBLE: Final = ("owner", "backup owner")

Level = tuple[Recipient, ...]


def chains_of(contract_ids: Sequence[int]) -> dict[int, Chain]:
    """Return the chain of recipients of each contract, in five queries however many there are."""
    rows = list(
        Contract.unscoped.filter(pk__in=contract_ids)
        .only("owner", "backup_owner", "department", "is_confidential")
        .prefetch_related("owner", "backup_owner")
    )
    queues = _queues({row.department_id for row in rows if not row.is_confidential})
    named = _named([row.pk for row in rows if row.is_confidential])
    return {row.pk: _chain(row, queues, named) for row in rows}


def managers_of(contract_ids: Sequence[int]) -> dict[int, Chain]:
    """Return the chain of each contract whose reminder nobody acknowledged: managers before the usual one."""
    rows = _with_people(contract_ids, "owner__manager", "backup_owner__manager")
    usual = chains_of(contract_ids)
    return {
        row.pk: (
            *seeing(row, "manager of the owner", [row.owner.manager if row.owner else None]),
            *seeing(row, "manager", [row.backup_owner.manager if row.backup_owner else None]),
            *_others_first(usual[row.pk]),
        )
        for row in rows
    }


def heads_of(contract_ids: Sequence[int]) -> dict[int, Chain]:
    """Return the chain of each contract that nobody acknowledged even then: legal, head of procurement."""
    rows = _with_people(contract_ids)
    usual = chains_of(contract_ids)
    held = list(RoleAssignment.unscoped.filter(role__in=[LEGAL, PROCUREMENT]).select_related("user"))
    return {row.pk: (*_heads(row, held), *_others_first(usual[row.pk])) for row in rows}


def _others_first(chain: Chain) -> Chain:
    """Return the usual chain with those who left the reminder alone at its end."""
    return tuple(sorted(chain, key=lambda level: level[0].role in _RESPONSIBLE))


def _with_people(contract_ids: Sequence[int], *people: str) -> Iterable[Contract]:
    rows = Contract.unscoped.filter(pk__in=contract_ids)
    return rows.select_related(*people) if people else rows


def _heads(contract: Contract, held: Sequence[RoleAssignment]) -> Iterable[Level]:
    legal = [one.user for one in held if one.role == LEGAL and one.department_id == contract.department_id]
    legal = legal or [one.user for one in held if one.role == LEGAL and one.department_id is None]
    heads = [one.user for one in held if one.role == PROCUREMENT and one.department_id is None]
    told = [*seeing(contract, "legal", legal), *seeing(contract, "head of procurement", heads)]
    return [tuple(person for level in told for person in level)] if told else []


def seeing(contract: Contract, role: str, people: Iterable[User | None]) -> Iterable[Level]:
    """Return the level of ``people``; who may not see the contract is in it with the reason why not."""
    seen = {user.pk: can_view(user, contract) for user in people if user is not None}
    level = [
        one if one.why_not or seen[one.user_id or 0] else replace(one, why_not="may not see the contract")
        for one in _level(role, people)
    ]
    return [tuple(level)] if level else []


def _chain(
    contract: Contract, queues: Mapping[tuple[str, int | None], Level], named: dict[int, list[User]]
) -> Chain:
    people = (contract.owner, contract.backup_owner)
    levels = [_level(role, [user]) for role, user in zip(_RESPONSIBLE, people, strict=True)]
    if contract.is_confidential:
        levels.append(_level("named on the contract", named.get(contract.pk, ())))
    else:
        for _role, is_local, words in _QUEUES:
            place = contract.department_id if is_local else None
            levels.append(queues.get((words, place), ()))
    return tuple(level for level in levels if level)


def _level(role: str, people: Iterable[User | None]) -> Level:
    return tuple(
        Recipient(
            role=role,
            name=str(user),
            address=user.email,
            user_id=user.pk,
            why_not=why_not(user),
            gathers_in=user.timezone if user.reminder_rhythm == User.Rhythm.DAILY else "",
        )
        for user in people
        if user is not None
    )


def why_not(user: User) -> str:
    """Return why mail cannot reach ``user``, completing "Ana Ruiz …"; empty when it can."""
    if not user.is_active:
        return "is deactivated"
    if not user.email:
        return "has no mail address"
    return "cannot be reached: mail to the address came back" if user.has_bounced else ""


def _queues(department_ids: set[int]) -> dict[tuple[str, int | None], Level]:
    """Return the queues by what the ledger calls them and the department; made once for all contracts."""
    held = RoleAssignment.unscoped.filter(role__in=[PROCUREMENT, ADMINISTRATOR]).select_related("user")
    found: dict[tuple[str, int | None], list[User]] = {}
    for assignment in held.order_by("user_id"):
        if assignment.department_id is None or assignment.department_id in department_ids:
            found.setdefault((assignment.role, assignment.department_id), []).append(assignment.user)
    return {
        (words, place): _level(words, people)
        for (held_role, place), people in found.items()
        for role, is_local, words in _QUEUES
        if role == held_role and is_local == (place is not None)
    }


def _named(contract_ids: Sequence[int]) -> dict[int, list[User]]:
    found: dict[int, list[User]] = {}
    for access in ContractAccess.unscoped.filter(contract_id__in=contract_ids).select_related("user"):
        found.setdefault(access.contract_id, []).append(access.user)
    return found
