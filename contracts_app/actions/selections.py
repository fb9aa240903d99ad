"""Changing many picked contracts at once: tags, owner, backup owner.

1. All of them or none: who may not change one of them changes none, and is told which.
2. The number of statements does not grow with the number of contracts; histories are written by triggers.
3. What is so already stays as it is and counts as not changed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Count, F

from accounts.models import User
from contracts_app import permissions
from contracts_app.actions.drafting import InvalidContract, refuse
from contracts_app.actions.parts import tag_ids
from contracts_app.actions.search import reindex_contracts
from contracts_app.models import Contract, ContractAccess, ContractTag, Tag
from contracts_app.rules.contract import MOST_TAGS, check_tags
from contracts_app.rules.problems import Problems
from contracts_app.rules.text import label
from contracts_app.signals import contract_terms_changed
from core.audit import Actor, action
from core.errors import NotAllowed, StaleObject, UserError

MOST_AT_ONCE = 500
_NAMED = 10


class UnableToChangeSelection(UserError):
    """The picked contracts cannot be changed together; the message says which stand in the way."""

    code = "unable_to_change_selection"


@action
def add_tag_to_contracts(*, actor: Actor, contract_ids: Sequence[int], tag: str) -> list[int]:
    """Put ``tag`` on every picked contract; a tag that nobody used before is added.

    Returns:
        The contracts that did not have it before.

    Raises:
        NotAllowed: The person may not change one of them.
        UnableToChangeSelection: One is no longer there, or has no room for another tag.
        InvalidContract: The tag is empty or too long.
    """
    contracts = _lock(actor, contract_ids)
    name = label(tag)
    problems: Problems = {}
    check_tags(problems, (name,))
    refuse({"tag": problems["tags"]} if problems else {})
    tag_id = tag_ids((name,))[0]
    links = ContractTag.unscoped.filter(contract__in=contracts)
    tagged = set(links.filter(tag=tag_id).values_list("contract_id", flat=True))
    without = [contract for contract in contracts if contract.pk not in tagged]
    full = links.values("contract_id").annotate(tags=Count("pk")).filter(tags__gte=MOST_TAGS)
    full_ids = set(full.values_list("contract_id", flat=True))
    if crowded := [contract for contract in without if contract.pk in full_ids]:
        raise UnableToChangeSelection(
            f"{_named(crowded)} {_has(crowded)} {MOST_TAGS} tags, and no more fit. Remove one there, or pick"
            " fewer contracts."
        )
    ContractTag.unscoped.bulk_create([ContractTag(contract=each, tag_id=tag_id) for each in without])
    return _parts_changed(without)


@action
def remove_tag_from_contracts(*, actor: Actor, contract_ids: Sequence[int], tag: str) -> list[int]:
    """Take ``tag`` off every picked contract.

    Returns:
        The contracts that had it.

    Raises:
        NotAllowed: The person may not change one of them.
        UnableToChangeSelection: One is no longer there.
        InvalidContract: None of them has the tag.
    """
    contracts = _lock(actor, contract_ids)
    links = ContractTag.unscoped.filter(contract__in=contracts, tag__in=Tag.unscoped.filter(name=label(tag)))
    tagged = set(links.values_list("contract_id", flat=True))
    if not tagged:
        message = f"None of the picked contracts has the tag “{label(tag)}”. Choose another."
        raise InvalidContract(message, fields={"tag": [message]})
    links.delete()
    return _parts_changed([contract for contract in contracts if contract.pk in tagged])


@action
def change_owner_of_contracts(
    *,
    actor: Actor,
    contract_ids: Sequence[int],
    owner_id: int | None,
    on: dt.date,
    versions: Mapping[int, str] | None = None,
) -> list[int]:
    """Give every picked contract to another owner (None: nobody; the department's queue).

    The reason, where there is one, comes with the actor.

    Args:
        actor: Needs ``contracts.edit`` in the department of each.
        contract_ids: The contracts, at most ``MOST_AT_ONCE``.
        owner_id: The new owner.
        on: The day of the change.
        versions: ``contract.version`` of each as the person read it; None skips the comparison.

    Returns:
        The contracts that had another owner before.

    Raises:
        NotAllowed: The person may not change one of them.
        StaleObject: One changed since it was read.
        UnableToChangeSelection: One is no longer there, or its backup owner stands in the way.
        InvalidContract: The person is not active.
    """
    contracts = _lock(actor, contract_ids, versions)
    _check_person("owner_id", owner_id)
    changed = [contract for contract in contracts if contract.owner_id != owner_id]
    if owner_id is None:
        stuck = [contract for contract in changed if contract.backup_owner_id is not None]
        why = "a backup owner, who needs an owner. Change the backup owner first, or choose an owner."
    else:
        stuck = [contract for contract in changed if contract.backup_owner_id == owner_id]
        why = "this person as backup owner. Change the backup owner first, or choose somebody else."
    if stuck:
        message = f"{_named(stuck)} {_has(stuck)} {why}"
        raise UnableToChangeSelection(message, fields={"owner_id": [message]})
    return _set_person(actor, changed, "owner", owner_id, on)


@action
def change_backup_owner_of_contracts(
    *,
    actor: Actor,
    contract_ids: Sequence[int],
    backup_owner_id: int | None,
    on: dt.date,
    versions: Mapping[int, str] | None = None,
) -> list[int]:
    """Give every picked contract another backup owner (None: nobody).

    Arguments, result and refusals are those of ``change_owner_of_contracts``.
    """
    contracts = _lock(actor, contract_ids, versions)
    _check_person("backup_owner_id", backup_owner_id)
    changed = [contract for contract in contracts if contract.backup_owner_id != backup_owner_id]
    if backup_owner_id is not None:
        ownerless = [contract for contract in changed if contract.owner_id is None]
        owned = [contract for contract in changed if contract.owner_id == backup_owner_id]
        if ownerless or owned:
            stuck = ownerless or owned
            why = "no owner, whom a backup owner needs." if ownerless else "this person as owner."
            message = f"{_named(stuck)} {_has(stuck)} {why} Pick without them, or choose somebody else."
            raise UnableToChangeSelection(message, fields={"backup_owner_id": [message]})
    return _set_person(actor, changed, "backup_owner", backup_owner_id, on)


def _lock(
    actor: Actor, contract_ids: Iterable[int], versions: Mapping[int, str] | None = None
) -> list[Contract]:
    """Lock the picked contracts in the order of their keys, so that two selections wait for each other."""
    ids = sorted(set(contract_ids))
    if not ids or len(ids) > MOST_AT_ONCE:
        raise UnableToChangeSelection(f"Pick 1 to {MOST_AT_ONCE} contracts; {len(ids):,} are picked.")
    rows = Contract.unscoped.filter(pk__in=ids).order_by("pk").defer("search_vector", "description")
    contracts = list(rows.select_for_update(of=("self",)))
    _require(actor, contracts, len(ids))
    moved = [each for each in contracts if versions is not None and each.version != versions.get(each.pk)]
    if moved:
        raise StaleObject(
            f"{_named(moved)} {'was' if len(moved) == 1 else 'were'} changed by somebody else in the"
            " meantime. Nothing was changed here; pick the contracts again and look at their new state."
        )
    return contracts


def _require(actor: Actor, contracts: list[Contract], wanted: int) -> None:
    """Refuse when one of the picked contracts may not be seen (without naming it), or not be changed."""
    user = actor.user
    if user is None:
        seen = {contract.pk for contract in contracts}
    else:
        visible = Contract.objects.visible_to(user).filter(pk__in=[contract.pk for contract in contracts])
        seen = set(visible.values_list("pk", flat=True))
    if gone := wanted - len(seen):
        raise UnableToChangeSelection(
            f"{gone} of the picked contracts {'is' if gone == 1 else 'are'} no longer there for you."
            " Nothing was changed; load the list again and pick anew."
        )
    closed = [
        each
        for each in contracts
        if user is not None and not permissions.edits_department(user, each.department_id)
    ]
    if closed:
        raise NotAllowed(
            f"You may not change {_named(closed)}. Nothing was changed; pick without"
            f" {'it' if len(closed) == 1 else 'them'}, or ask an administrator for the role that includes it."
        )


def _check_person(field: str, user_id: int | None) -> None:
    if user_id is not None and not User.objects.filter(pk=user_id, is_active=True).exists():
        message = "There is no such active person. Choose another."
        raise InvalidContract(message, fields={field: [message]})


def _set_person(
    actor: Actor, contracts: list[Contract], role: str, user_id: int | None, on: dt.date
) -> list[int]:
    """Write the new person, keep confidential contracts readable, and tell the deadlines."""
    ids = [contract.pk for contract in contracts]
    if not ids:
        return []
    for contract in contracts:
        setattr(contract, f"{role}_id", user_id)
    _keep_readers(actor, [contract for contract in contracts if contract.is_confidential])
    Contract.unscoped.filter(pk__in=ids).update(**{role: user_id})
    contract_terms_changed.send(sender=Contract, contract_ids=ids, actor=actor, on=on)
    return ids


def _keep_readers(actor: Actor, contracts: list[Contract]) -> None:
    """Name the person who acts on confidential contracts that they neither own nor are named on.

    As a change of one contract does (``changing.with_readers``): nobody puts a contract out of their
    own sight. The product's own process may not leave one to nobody.
    """
    if not contracts:
        return
    named: dict[int, set[int]] = {}
    links = ContractAccess.unscoped.filter(contract__in=contracts)
    for contract_id, user_id in links.values_list("contract_id", "user_id"):
        named.setdefault(contract_id, set()).add(user_id)
    readers = {
        each.pk: {each.owner_id, each.backup_owner_id} - {None} | named.get(each.pk, set())
        for each in contracts
    }
    if actor.user is None:
        if unread := [each for each in contracts if not readers[each.pk]]:
            raise UnableToChangeSelection(
                f"Nobody could work on {_named(unread)} any more. Name a person there."
            )
        return
    unread = [each for each in contracts if actor.user.pk not in readers[each.pk]]
    ContractAccess.unscoped.bulk_create([ContractAccess(contract=each, user=actor.user) for each in unread])
    _count_parts(unread)


def _parts_changed(contracts: list[Contract]) -> list[int]:
    """Count the change of tags, and bring the search up to date."""
    _count_parts(contracts)
    ids = [contract.pk for contract in contracts]
    reindex_contracts(ids)
    return ids


def _count_parts(contracts: list[Contract]) -> None:
    if contracts:
        rows = Contract.unscoped.filter(pk__in=[contract.pk for contract in contracts])
        rows.update(parts_version=F("parts_version") + 1)


def _named(contracts: Sequence[Contract]) -> str:
    """Return the numbers of contracts, the first ones of very many."""
    numbers = [contract.number for contract in contracts[:_NAMED]]
    if more := len(contracts) - len(numbers):
        return f"{', '.join(numbers)} and {more} more"
    return numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"


def _has(contracts: Sequence[Contract]) -> str:
    return "has" if len(contracts) == 1 else "have"
