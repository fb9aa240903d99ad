"""Recording what a contract says about all its service credits together."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict

from contracts_app.models import Contract
from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from slas.models import CreditAgreement
from slas.permissions import can_edit_slas
from slas.rules.agreed_credits import AgreementDraft, agreement_problems


class InvalidAgreement(UserError):
    """What was entered cannot be agreed about service credits; ``fields`` says what is wrong where."""

    code = "invalid_agreement"


@action
def set_agreement(
    *, actor: Actor, contract: Contract, draft: AgreementDraft, now: dt.datetime
) -> CreditAgreement:
    """Record what counts from a day on for all credits of a contract, or correct what counts from that day.

    Args:
        actor: Needs ``slas.edit`` in the contract's department, and to see the contract.
        contract: The contract.
        draft: The whole agreement.
        now: The instant of recording.

    Returns:
        The agreement as it is now; nothing is written, and no history, when nothing differs.

    Raises:
        NotAllowed: The person may not record it.
        InvalidAgreement: ``fields`` says what is wrong; nothing is stored.
    """
    allowed = actor.user is None or can_edit_slas(actor.user, contract)
    require(allowed, "record what is agreed about credits of this contract")
    day, fields = draft.effective_from, agreement_problems(draft)
    if fields or day is None:
        raise InvalidAgreement(next(iter(fields.values()))[0], fields=fields)
    rows = CreditAgreement.unscoped.select_for_update(of=("self",))
    row: CreditAgreement | None = rows.filter(contract=contract, effective_from=day).first()
    if row is None:
        made: CreditAgreement = CreditAgreement.unscoped.create(
            contract=contract, created_at=now, **asdict(draft)
        )
        return made
    changed = [name for name, value in asdict(draft).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(draft, name))
    if changed:
        row.save(update_fields=changed)
    return row
