"""Recording and changing the services of a contract."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass

from contracts_app.models import Contract
from core.access import require
from core.audit import Actor, action, lock_version
from core.errors import UserError
from slas.models import Service
from slas.permissions import can_edit_slas


class InvalidService(UserError):
    """What was entered cannot be a service; ``fields`` says what is wrong where."""

    code = "invalid_service"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDraft:
    """A service as it is entered; the fields are those of ``slas.models.Service``."""

    name: str
    slug: str
    site: str = ""
    monitored_from: dt.datetime | None = None
    source_of_record: str = ""


@action
def record_service(*, actor: Actor, contract: Contract, draft: ServiceDraft, now: dt.datetime) -> Service:
    """Record a service of a contract.

    Args:
        actor: Needs ``slas.edit`` in the contract's department, and to see the contract.
        contract: The contract.
        draft: What was entered.
        now: The instant of recording.

    Raises:
        NotAllowed: The person may not record services of the contract.
        InvalidService: ``fields`` says what is wrong; nothing is stored.
    """
    require(actor.user is None or can_edit_slas(actor.user, contract), "record services of this contract")
    _check(contract.pk, draft, None, now)
    service: Service = Service.unscoped.create(contract=contract, created_at=now, **asdict(draft))
    return service


@action
def change_service(
    *,
    actor: Actor,
    service: Service,
    draft: ServiceDraft,
    now: dt.datetime,
    expected_version: int | None = None,
) -> Service:
    """Bring a service to what is given; nothing is written, and no history, when nothing differs.

    Args:
        actor: Needs ``slas.edit`` in the contract's department, and to see the contract.
        service: As read by the person.
        draft: All its fields.
        now: The instant of the change.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change it.
        StaleObject: It changed since it was read.
        InvalidService: ``fields`` says what is wrong; nothing is stored.
    """
    require(actor.user is None or can_edit_slas(actor.user, service.contract), "change this service")
    row: Service = lock_version(Service.unscoped.all(), service.pk, expected_version)
    _check(row.contract_id, draft, row.pk, now)
    changed = [name for name, value in asdict(draft).items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, getattr(draft, name))
    if changed:
        row.save(update_fields=changed)
    return row


def _check(contract_id: int, draft: ServiceDraft, pk: int | None, now: dt.datetime) -> None:
    fields: dict[str, list[str]] = {}
    if not draft.name.strip():
        fields["name"] = ["Say what the service is called."]
    if not draft.slug:
        fields["slug"] = ["Give it a short name of letters, figures and hyphens, as monitors call it."]
    elif Service.unscoped.filter(contract_id=contract_id, slug=draft.slug).exclude(pk=pk or 0).exists():
        fields["slug"] = ["Another service of this contract has this short name. Choose another."]
    if draft.monitored_from is not None and draft.monitored_from > now:
        fields["monitored_from"] = ["This lies in the future. Record it once monitoring has begun."]
    if fields:
        raise InvalidService(next(iter(fields.values()))[0], fields=fields)
