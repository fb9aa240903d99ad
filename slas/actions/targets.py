"""Recording what a vendor promised about a service, version by version, and choices about its credits."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, replace

from accounts.models import User
from contracts_app.models import Contract
from contracts_app.permissions import can_view
from core.access import require
from core.audit import Actor, action, lock_version
from core.errors import UserError
from slas.models import ResultVersion, Service, SlaTarget, TargetVersion
from slas.permissions import can_edit_slas
from slas.rules.agreed_target import UNIT_OF, IndicatorKind, TargetDraft
from slas.rules.credit_choice import CreditChoice
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.credit_scheme import CreditScheme
from slas.rules.scheme_text import read_scheme, scheme_text
from slas.rules.target_check import target_problems


class InvalidTarget(UserError):
    """What was entered cannot be a promise about a service; ``fields`` says what is wrong where."""

    code = "invalid_target"


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetIdentity:
    """What is measured of a service; the fields are those of ``slas.models.SlaTarget``.

    Who answers for it is active and may see the contract.
    """

    indicator: IndicatorKind
    severity: str = ""
    name: str = ""
    source: str = ""
    owner_id: int | None = None


@action
def record_target(
    *, actor: Actor, service: Service, identity: TargetIdentity, draft: TargetDraft, now: dt.datetime
) -> TargetVersion:
    """Record a target of a service with what is promised from a day on.

    Args:
        actor: Needs ``slas.edit`` in the contract's department, and to see the contract.
        service: The service.
        identity: What is measured.
        draft: What was promised.
        now: The instant of recording.

    Raises:
        NotAllowed: The person may not record targets of the contract.
        InvalidTarget: ``fields`` says what is wrong; nothing is stored.
    """
    _allow(actor, service)
    fields = target_problems(identity.indicator, draft)
    for name, message in _identity_problems(service, identity):
        fields.setdefault(name, []).append(message)
    _refuse(fields)
    target = SlaTarget.unscoped.create(
        service=service,
        indicator=identity.indicator.value,
        severity=identity.severity,
        name=identity.name,
        source=identity.source,
        owner_id=identity.owner_id,
        created_at=now,
    )
    version: TargetVersion = TargetVersion.unscoped.create(
        target=target, created_at=now, **_columns(target, draft)
    )
    return version


@action
def change_target(
    *,
    actor: Actor,
    target: SlaTarget,
    name: str,
    source: str,
    owner_id: int | None,
    expected_version: int | None = None,
) -> SlaTarget:
    """Bring what a target is called, and who and what its readings come from, to what is given.

    What is measured, and of which severity, stays: another promise is another target. Nothing is written, and
    no history, when nothing differs.

    Args:
        actor: Needs ``slas.edit`` in the contract's department, and to see the contract.
        target: As read by the person.
        name: What a count or a key figure measures.
        source: Where its readings come from.
        owner_id: Who answers for it: active, and may see the contract; one who answers already may stay.
        expected_version: ``row_version`` as read; None skips the comparison.

    Raises:
        NotAllowed: The person may not change targets of the contract.
        StaleObject: It changed since it was read.
        InvalidTarget: ``fields`` says what is wrong; nothing is stored.
    """
    service = target.service
    _allow(actor, service)
    held: SlaTarget = lock_version(SlaTarget.unscoped.all(), target.pk, expected_version)
    given = TargetIdentity(
        indicator=IndicatorKind(held.indicator),
        severity=held.severity,
        name=name.strip(),
        source=source.strip(),
        owner_id=owner_id,
    )
    fields: dict[str, list[str]] = {}
    for field, message in _identity_problems(service, given, held):
        fields.setdefault("name" if field == "indicator" else field, []).append(message)
    _refuse(fields)
    changed = [one for one in ("name", "source", "owner_id") if getattr(held, one) != getattr(given, one)]
    for one in changed:
        setattr(held, one, getattr(given, one))
    if changed:
        held.save(update_fields=[one.removesuffix("_id") for one in changed])
    return held


@action
def set_target_version(
    *, actor: Actor, target: SlaTarget, draft: TargetDraft, now: dt.datetime
) -> TargetVersion:
    """Record what is promised from a day on, or correct the version of that day.

    A version that results rest on is corrected only with a reason; the results are judged anew.

    Args:
        actor: Needs ``slas.edit`` in the contract's department, and to see the contract.
        target: The target.
        draft: The whole version.
        now: The instant of recording.

    Raises:
        NotAllowed: The person may not change targets of the contract.
        InvalidTarget: ``fields`` says what is wrong; nothing is stored.
    """
    _allow(actor, target.service)
    locked: SlaTarget = lock_version(SlaTarget.unscoped.all(), target.pk, None)
    fields = target_problems(IndicatorKind(locked.indicator), draft)
    columns = _columns(locked, draft)
    versions = TargetVersion.unscoped.filter(target=locked)
    if draft.effective_from and (version := versions.filter(effective_from=draft.effective_from).first()):
        return _correct(actor, version, columns, fields)
    _refuse(fields)
    made: TargetVersion = TargetVersion.unscoped.create(target=locked, created_at=now, **columns)
    return made


@action
def choose_for_scheme(*, actor: Actor, version: TargetVersion, choice: CreditChoice) -> TargetVersion:
    """Record what a person decided about a gap or an overlap of a credit scheme.

    Args:
        actor: Needs ``slas.edit`` in the contract's department, and to see the contract.
        version: The version of the target whose scheme it is.
        choice: The stretch, which row applies, by whom and why.

    Raises:
        NotAllowed: The person may not change targets of the contract.
        InvalidTarget: The scheme has no such stretch, or the row cannot be chosen.
    """
    _allow(actor, version.target.service)
    row: TargetVersion = lock_version(TargetVersion.unscoped.all(), version.pk, None)
    if row.scheme is None:
        raise InvalidTarget("This version has no credit scheme.", code="no_scheme")
    try:
        row.scheme = scheme_text(with_choice(read_scheme(row.scheme), choice))
    except AgreedTermsError as error:
        fields = {name.rpartition(".")[2]: [message] for name, message in error.problems.items()}
        raise InvalidTarget(str(next(iter(error.problems.values()))), fields=fields) from None
    row.save(update_fields=["scheme"])
    return row


def with_choice(scheme: CreditScheme, choice: CreditChoice) -> CreditScheme:
    """Return a scheme with a choice in place of one about the same stretch.

    Raises:
        AgreedTermsError: If the scheme has no such stretch, or the row cannot be chosen.
    """
    about = (choice.kind, choice.low, choice.high)
    others = tuple(one for one in scheme.choices if (one.kind, one.low, one.high) != about)
    return replace(scheme, choices=(*others, choice))


def _allow(actor: Actor, service: Service) -> None:
    allowed = actor.user is None or can_edit_slas(actor.user, service.contract)
    require(allowed, "record what is promised about services of this contract")


def _refuse(fields: dict[str, list[str]]) -> None:
    if fields:
        raise InvalidTarget(next(iter(fields.values()))[0], fields=fields)


def _columns(target: SlaTarget, draft: TargetDraft) -> dict[str, object]:
    """Return what is stored of a draft; where the indicator has its own unit, that."""
    columns = asdict(draft)
    columns["unit"] = UNIT_OF.get(IndicatorKind(target.indicator), draft.unit)
    if draft.scheme is not None:
        try:
            columns["scheme"] = scheme_text(read_scheme(draft.scheme))
        except AgreedTermsError:
            return columns  # told by target_problems, by field
    return columns


def _correct(
    actor: Actor, version: TargetVersion, columns: dict[str, object], fields: dict[str, list[str]]
) -> TargetVersion:
    changed = [name for name, value in columns.items() if getattr(version, name) != value]
    rested_on = bool(changed) and ResultVersion.unscoped.filter(terms=version).exists()
    if rested_on and not actor.reason.strip():
        message = "Results rest on this version. Say why it is corrected; they are judged anew."
        fields.setdefault("reason", []).append(message)
    _refuse(fields)
    for name in changed:
        setattr(version, name, columns[name])
    if changed:
        version.save(update_fields=changed)
    return version


def _identity_problems(
    service: Service, identity: TargetIdentity, held: SlaTarget | None = None
) -> list[tuple[str, str]]:
    found = []
    if identity.indicator in (IndicatorKind.COUNT, IndicatorKind.KEY_FIGURE) and not identity.name.strip():
        found.append(("name", "Say what is measured."))
    if identity.indicator is IndicatorKind.KEY_FIGURE:
        if identity.owner_id is None:
            found.append(("owner", "Say who answers for it."))
        if not identity.source.strip():
            found.append(("source", "Say where its readings come from."))
    stays = held is not None and held.owner_id == identity.owner_id
    if identity.owner_id is not None and not stays and not _may_answer(identity.owner_id, service.contract):
        found.append(("owner", "Choose somebody who is active and may see the contract."))
    same = SlaTarget.unscoped.filter(
        service=service, indicator=identity.indicator.value, severity=identity.severity, name=identity.name
    )
    if same.exclude(pk=held.pk if held else 0).exists():
        message = "The service has this target already. Record a new version of it, or name this one apart."
        found.append(("indicator", message))
    return found


def _may_answer(person_id: int, contract: Contract) -> bool:
    """Tell whether a person may answer for a target of a contract: active, and sees it."""
    person = User.objects.filter(pk=person_id, is_active=True).first()
    return person is not None and can_view(person, contract)
