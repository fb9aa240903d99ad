"""Serving a notice of ours: each time it was sent, the proof of it, what the vendor said, and the close."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from contracts_app.models import Contract
from contracts_app.rules.text import clean_line, clean_lines
from core.access import require
from core.audit import Actor, action
from core.audit.action import tell_database
from core.files import save_file
from core.models import StoredFile
from core.rules.wording import short_date
from renewals.actions.deadlines import write_deadlines
from renewals.actions.ending_rules import deadline_input, exit_given_on, parsed_rule
from renewals.actions.notices import (
    UnableToGiveNotice,
    end_by_notice,
    go_on,
    lock_notice,
    open_again,
    require_standing,
)
from renewals.actions.versions import compare_version
from renewals.models import Notice, Service
from renewals.permissions import may_decide
from renewals.rules.notice import NoticeTest
from renewals.rules.service import deemed_received, find_service_move

PROOF_KIND: Final = "renewals.proof"


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceDraft:
    """How and when a notice was sent; ``received_date`` only where its arrival is known."""

    method: str
    address: str
    sent_date: dt.date
    tracking_number: str = ""
    received_date: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a person uploads: its name and its bytes."""

    name: str
    data: bytes


@action
def record_service(
    *,
    actor: Actor,
    notice: Notice,
    draft: ServiceDraft,
    proof: Upload | None,
    on: dt.date,
    now: dt.datetime,
) -> Service:
    """Record that a notice was sent; when it counts as received follows from the method as agreed.

    A late service is recorded like one in time: the record says what happened.

    Args:
        actor: Who records it.
        notice: The notice of ours.
        draft: How and when it was sent.
        proof: The proof of it; None where it comes later.
        on: Today where the person is.
        now: When it is recorded.

    Raises:
        NotAllowed: The person does not decide on this contract.
        RefusedFile: The proof is not taken.
        UnableToGiveNotice: The decision does not stand, or the dates cannot be true.
    """
    contract, row = lock_notice(notice)
    require(may_decide(actor, contract), "record the service of this notice")
    assert actor.user is not None
    if row.decision is None:
        raise UnableToGiveNotice("Only a notice of ours is served by us.", code="not_ours")
    require_standing(row.decision)
    method = clean_line(draft.method)
    _check(draft, method, on)
    made = Service.unscoped.create(
        notice=row,
        method=method,
        address=clean_lines(draft.address),
        sent_date=draft.sent_date,
        tracking_number=clean_line(draft.tracking_number),
        deemed_received_date=deemed_received(
            parsed_rule(deadline_input(contract), row.decision), method, draft.sent_date
        ),
        received_date=draft.received_date,
        recorded_by=actor.user,
        recorded_at=now,
    )
    if proof is not None:
        made.proof = _keep(actor, proof, made, now)
        made.save(update_fields=["proof"])
    return made


def _check(draft: ServiceDraft, method: str, on: dt.date) -> None:
    problems: dict[str, list[str]] = {}
    if not method:
        problems["method"] = ["Say how it was sent."]
    if draft.sent_date > on:
        problems["sent_date"] = [
            f"{short_date(draft.sent_date)} is still to come. Record it once it is sent."
        ]
    if draft.received_date and draft.received_date < draft.sent_date:
        problems["received_date"] = [
            f"It was sent on {short_date(draft.sent_date)}; correct one of the dates."
        ]
    if problems:
        raise UnableToGiveNotice(next(iter(problems.values()))[0], fields=problems)


def _keep(actor: Actor, proof: Upload, service: Service, now: dt.datetime) -> StoredFile:
    return save_file(actor=actor, name=proof.name, data=proof.data, kind=PROOF_KIND, now=now, subject=service)


def lock_service(service: Service) -> tuple[Contract, Notice, Service]:
    """Lock the contract, its notice and the service, always in this order, and return them fresh."""
    contract, notice = lock_notice(service.notice)
    scope = Service.objects.for_system("a service that its reader works on")
    row = scope.select_for_update(of=("self",)).get(pk=service.pk)
    row.notice = notice
    return contract, notice, row


@action
def attach_proof(*, actor: Actor, service: Service, proof: Upload, now: dt.datetime) -> Service:
    """Attach the proof of a service; one that is there already stays.

    Raises:
        NotAllowed: The person does not decide on this contract.
        RefusedFile: The file is not taken.
        UnableToGiveNotice: It has a proof already.
    """
    contract, _, row = lock_service(service)
    require(may_decide(actor, contract), "attach a proof of service")
    if row.proof_id:
        words = "This service has a proof already, and it stays. Record another service for another proof."
        raise UnableToGiveNotice(words, code="has_proof")
    row.proof = _keep(actor, proof, row, now)
    row.save(update_fields=["proof"])
    return row


@action
def move_service(
    *, actor: Actor, service: Service, verb: str, note: str, on: dt.date, now: dt.datetime
) -> Service:
    """Record what became of a service: acknowledged, disputed, or withdrawn with a reason.

    Withdrawing the last service that proved a closed notice opens it again, and the contract is active again.

    Raises:
        NotAllowed: The person does not decide on this contract.
        UnableToGiveNotice: There is no such move from its state, or it needs a reason.
    """
    contract, notice, row = lock_service(service)
    require(may_decide(actor, contract), "record what became of this service")
    move = find_service_move(verb, row.status)
    note = clean_lines(note)
    if move is None:
        state = row.get_status_display().lower()
        raise UnableToGiveNotice(f"This service is {state} now; nothing was changed.", code="no_such_move")
    if move.needs_reason and not note:
        message = f"“{move.label}” needs a reason; it is kept with the service."
        raise UnableToGiveNotice(message, fields={"note": [message]})
    tell_database(actor.with_reason(note))
    row.status, row.status_note = move.target.value, note
    row.save(update_fields=["status", "status_note"])
    if notice.status == Notice.Status.CLOSED:
        _after_move(actor, contract, notice, on, now, note)
    return row


def _after_move(
    actor: Actor, contract: Contract, notice: Notice, on: dt.date, now: dt.datetime, reason: str
) -> None:
    """Open a closed notice again that nothing proves any more; else let its exit follow what is left."""
    if not _is_proved(notice) or _is_too_late(notice):
        _reopen(actor, contract, notice, on, now, reason)
        return
    exit_date = _exit_of(contract, notice)
    if exit_date != notice.exit_date:
        notice.exit_date = exit_date
        notice.save(update_fields=["exit_date"])
        write_deadlines([contract.pk], now=now, reason=reason, why=reason)


def _exit_of(contract: Contract, notice: Notice) -> dt.date | None:
    """Return the last day in force that a notice leads to, by the first day on which it is proved given."""
    proving = Service.objects.for_system("when a notice was sent").proving().filter(notice=notice)
    sent = proving.order_by("sent_date").values_list("sent_date", flat=True).first()
    return exit_given_on(deadline_input(contract), notice, _first_given(notice), sent)


def _first_given(notice: Notice) -> dt.date | None:
    """Return the first day on which a notice is proved given; None where that is not known."""
    scope = Service.objects.for_system("when a notice was given")
    days = [given_on(one, notice.test) for one in scope.proving().filter(notice=notice)]
    return min((day for day in days if day is not None), default=None)


def _is_too_late(notice: Notice) -> bool:
    """Tell whether an option was exercised after its last day: then it is lost, whatever was sent."""
    if notice.kind != Notice.Kind.OPTION_EXERCISE or notice.notice_by_date is None:
        return False
    given = _first_given(notice)
    return given is not None and given > notice.notice_by_date


def given_on(service: Service, test: str) -> dt.date | None:
    """Return the day on which a service gave notice, as the rule counts it; None where it is not known."""
    return service.sent_date if test == NoticeTest.SENT else service.counts_from


def _is_proved(notice: Notice) -> bool:
    scope = Service.objects.for_system("whether a notice is proved to be served")
    return bool(scope.proving().filter(notice=notice).exists())


def is_receipt_missing(notice: Notice) -> bool:
    """Tell whether receipt counts for a notice that is proved to be served, and nothing tells its day."""
    return notice.test != NoticeTest.SENT and _first_given(notice) is None


def _settle_receipt(notice: Notice, received: dt.date | None, reason: str, on: dt.date) -> str:
    """Record the day on which a notice arrived, where that was not known; return why it is closed without."""
    if not is_receipt_missing(notice):
        return ""
    if received is None:
        if reason:
            return reason
        words = "Nothing tells when it arrived, and that day counts. Give it, or say why it is not known."
        raise UnableToGiveNotice(words, code="no_receipt", fields={"received_date": [words]})
    scope = Service.objects.for_system("the service whose receipt is told").proving()
    service = scope.filter(notice=notice).order_by("sent_date", "pk").first()
    assert service is not None
    if not service.sent_date <= received <= on:
        message = f"It was sent on {short_date(service.sent_date)}: give a day from then until today."
        raise UnableToGiveNotice(message, fields={"received_date": [message]})
    service.received_date = received
    service.save(update_fields=["received_date"])
    return ""


def _settle_proof(notice: Notice, received: dt.date | None, reason: str, on: dt.date) -> str:
    """Refuse a notice that is not proved, or an option that is lost; return why its receipt is not known."""
    if not _is_proved(notice):
        words = "Record how the notice was served, and attach the proof of it. Then it can be closed."
        raise UnableToGiveNotice(words, code="no_proof")
    because = _settle_receipt(notice, received, reason, on)
    if _is_too_late(notice):
        assert notice.notice_by_date is not None
        last = short_date(notice.notice_by_date)
        words = (
            f"The option could be exercised until {last}; this came later, so it is lost. Where the vendor "
            "agrees all the same, record the new end in the terms of the contract."
        )
        raise UnableToGiveNotice(words, code="too_late")
    return because


def _reopen(
    actor: Actor, contract: Contract, notice: Notice, on: dt.date, now: dt.datetime, reason: str
) -> None:
    open_again(notice)
    if notice.kind == Notice.Kind.OPTION_EXERCISE:
        write_deadlines([contract.pk], now=now, reason=reason, why=reason)
    else:
        go_on(actor, contract, reason, on, now)


@action
def close_notice(
    *,
    actor: Actor,
    notice: Notice,
    on: dt.date,
    now: dt.datetime,
    received_date: dt.date | None = None,
    reason: str = "",
    expected_version: int | None = None,
) -> Notice:
    """Close a notice that is proved to be served; a contract that it ends is "Notice served" from now on.

    A second call finds it closed and changes nothing. Where receipt counts and nothing tells the day, this
    asks for ``received_date``, or for the ``reason`` to close it without.

    Raises:
        NotAllowed: The person does not decide on this contract.
        StaleObject: Somebody else changed it since ``expected_version``; None skips the comparison.
        UnableToGiveNotice: No service with a proof stands, the decision does not, the day of receipt is not
            known and no reason is given, or an option was exercised after its last day.
        UnableToMoveContract: The contract is in a state that no notice leads out of.
    """
    contract, row = lock_notice(notice)
    require(may_decide(actor, contract), "close this notice")
    compare_version(row, expected_version, "notice")
    if row.status == Notice.Status.CLOSED:
        return row
    if row.decision is None:
        raise UnableToGiveNotice("Only a notice of ours is closed by its proof.", code="not_ours")
    require_standing(row.decision)
    because = _settle_proof(row, received_date, clean_lines(reason), on)
    changed: dict[str, Any] = {
        "status": Notice.Status.CLOSED,
        "closed_by": actor.user,
        "closed_at": now,
        "closed_because": because,
        "exit_date": _exit_of(contract, row),
    }
    for name, value in changed.items():
        setattr(row, name, value)
    row.save(update_fields=list(changed))
    if row.kind == Notice.Kind.OPTION_EXERCISE:
        why = "The option was exercised, with proof of service."
        write_deadlines([contract.pk], now=now, reason=why, why=why)
        return row
    ends = f", last day in force {short_date(row.exit_date)}" if row.exit_date else ""
    end_by_notice(actor, contract, f"Notice served with proof{ends}.", on, now)
    return row
