"""Recording, changing and removing what a contract agrees about its price at renewal."""

from __future__ import annotations

from dataclasses import asdict

from contracts_app.actions.locking import lock_to_edit
from contracts_app.models import Contract
from core.audit import Actor, action
from core.errors import StaleObject, UserError
from spend.models import IndexSeries, UpliftRule
from spend.rules.uplift_draft import UpliftDraft, tidied, uplift_problems


class InvalidUplift(UserError):
    """What was entered cannot be true of a price at renewal; ``fields`` says what is wrong where."""

    code = "invalid_uplift"


@action
def set_uplift_rule(
    *, actor: Actor, contract: Contract, draft: UpliftDraft, expected_version: int | None = None
) -> UpliftRule:
    """Record what a contract agrees about its price at renewal, or bring it to what is given.

    Args:
        actor: Needs ``contracts.edit`` in the contract's department, and to see the contract.
        contract: As read by the person.
        draft: The whole rule.
        expected_version: ``row_version`` as read, 0 where none was recorded; None skips the comparison.

    Returns:
        The rule as it is now. Nothing is written, and no history, when nothing differs.

    Raises:
        NotAllowed: The person may not change the contract.
        StaleObject: The rule changed since it was read.
        InvalidUplift: ``fields`` says what is wrong; nothing is stored.
    """
    row = lock_to_edit(actor, contract, None)
    rule = _current(row, expected_version)
    draft = tidied(draft)
    problems = uplift_problems(draft, row.value_currency)
    if draft.series_id is not None and not IndexSeries.unscoped.filter(pk=draft.series_id).exists():
        problems.setdefault("series_id", ["There is no such index series. Choose one of the list."])
    if problems:
        raise InvalidUplift(next(iter(problems.values()))[0], fields=problems)
    found = rule or UpliftRule(contract=row)
    changed = [name for name, value in asdict(draft).items() if getattr(found, name) != value]
    for name in changed:
        setattr(found, name, getattr(draft, name))
    if rule is None:
        found.save()
    elif changed:
        found.save(update_fields=changed)
        found.refresh_from_db()
    return found


@action
def remove_uplift_rule(*, actor: Actor, contract: Contract, expected_version: int | None = None) -> None:
    """Remove what is recorded about the price at renewal; the history keeps it, with who and why.

    Args:
        actor: Needs ``contracts.edit`` in the contract's department, and a reason.
        contract: As read by the person.
        expected_version: ``row_version`` of the rule as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change the contract.
        StaleObject: The rule changed since it was read.
        InvalidUplift: No reason was given, or nothing is recorded.
    """
    row = lock_to_edit(actor, contract, None)
    if not actor.reason.strip():
        message = "Say why you remove it; the reason is kept in the history."
        raise InvalidUplift(message, code="reason_missing", fields={"reason": [message]})
    rule = _current(row, expected_version)
    if rule is None:
        raise InvalidUplift(
            "Nothing is recorded about the price at renewal of this contract.", code="no_rule"
        )
    rule.delete()


def _current(contract: Contract, expected_version: int | None) -> UpliftRule | None:
    rules = UpliftRule.unscoped.select_for_update(of=("self",))
    rule = rules.filter(contract_id=contract.pk).first()
    present = rule.row_version if rule else 0
    if expected_version is not None and expected_version != present:
        raise StaleObject(
            f"The price at renewal of {contract.number} was changed by somebody else while you worked on it."
            " Look at the new state and repeat your change."
        )
    return rule
