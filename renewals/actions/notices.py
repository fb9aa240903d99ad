"""Notices of ours: the letter is prepared from the decision and the notice rule, changed, and made."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts_app.actions.lifecycle import make_move
from contracts_app.actions.locking import lock_contract
from contracts_app.models import Contract
from contracts_app.rules.lifecycle import IN_FORCE, NOTICE_SERVED
from contracts_app.rules.text import clean_line, clean_lines
from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from core.files import store_made_file
from renewals.actions.deadlines import write_deadlines
from renewals.actions.ending_rules import deadline_input, entry_for, parsed_rule, way_given_on
from renewals.actions.versions import compare_version
from renewals.models import Decision, Notice
from renewals.permissions import may_decide
from renewals.rules.both_rules import CONVENIENCE
from renewals.rules.decision import DecisionKind
from renewals.rules.letter import LANGUAGES, LetterFacts, NoticeKind, kind_of_ending, letter_of
from renewals.rules.notice import NoticeTest
from renewals.rules.service import deemed_received

LETTER_KIND: Final = "renewals.letter"
LONGEST_BODY: Final = 20_000
_DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class UnableToGiveNotice(UserError):
    """A notice cannot be prepared, changed, served or closed; ``code`` and ``fields`` say why."""

    code = "unable_to_give_notice"


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterDraft:
    """What a person may change about a letter before it is sent."""

    recipient: str
    addressee: str
    address: str
    method: str
    letter_date: dt.date
    subject: str
    body: str
    signatory: str


def lock_notice(notice: Notice) -> tuple[Contract, Notice]:
    """Lock the contract and then the notice, always in this order, and return both fresh."""
    contract = lock_contract(notice.contract, None)
    scope = Notice.objects.for_system("a notice that its reader works on")
    row = scope.select_for_update(of=("self",)).get(pk=notice.pk)
    row.contract = contract
    return contract, row


def open_again(notice: Notice) -> None:
    """Open a locked notice that was closed: what it did counts no more."""
    notice.status, notice.closed_by, notice.closed_at = Notice.Status.OPEN, None, None
    notice.outcome = notice.closed_because = ""
    notice.save(update_fields=["status", "closed_by", "closed_at", "outcome", "closed_because"])


def open_notices_of(contract_ids: Sequence[int]) -> None:
    """Open again the notices that ended contracts which are in force without one, inside a transaction.

    Called when contracts changed: one whose notice was withdrawn, or that was reinstated, is not ended by it
    any more, and a later notice must not meet the exit of an earlier one.
    """
    scope = Notice.objects.for_system("notices of contracts that go on").ending()
    stale = scope.filter(contract__in=contract_ids, contract__status__in=IN_FORCE - {NOTICE_SERVED})
    for notice in stale.select_for_update(of=("self",)):
        open_again(notice)


@action
def prepare_notice(
    *, actor: Actor, decision: Decision, language: str, letter_date: dt.date, now: dt.datetime
) -> Notice:
    """Prepare the notice that a decision takes effect by, its letter written from what is agreed.

    A second call returns the notice of the first.

    Raises:
        NotAllowed: The person does not decide on this contract.
        UnableToGiveNotice: The decision is not in force or needs no notice, or the language is unknown.
    """
    contract = lock_contract(decision.contract, None)
    require(may_decide(actor, contract), "give notice of this contract")
    assert actor.user is not None
    scope = Decision.objects.for_system("the decision that a notice comes from")
    decided = scope.select_for_update(of=("self",)).get(pk=decision.pk)
    require_standing(decided)
    if language not in LANGUAGES:
        message = "Choose one of the languages that letters are written in."
        raise UnableToGiveNotice(message, fields={"language": [message]})
    if known := Notice.objects.for_system("one notice for a decision").filter(decision=decided).first():
        return known
    made = Notice(
        contract=contract,
        decision=decided,
        direction=Notice.Direction.OURS,
        language=language,
        term_number=decided.term_number,
        send_by_date=decided.send_by_date,
        notice_by_date=decided.notice_by_date,
        exit_date=decided.exit_date,
        given_by_date=decided.given_by_date,
        letter_date=letter_date,
        signatory=str(actor.user),
        created_by=actor.user,
        created_at=now,
    )
    record = deadline_input(contract)
    take_over_agreed(made, contract, entry_for(record, decided))
    if decided.given_by_date is not None:
        _reckon(made, decided, record, letter_date)
    made.stated_exit_date = made.exit_date
    _words(made, decided)
    made.save()
    return made


def require_standing(decision: Decision) -> None:
    """Refuse unless the decision is in force and takes effect by a notice.

    Raises:
        UnableToGiveNotice: It is not, or does not.
    """
    if decision.status != Decision.Status.IN_FORCE:
        state = decision.get_status_display().lower()
        words = f"The decision is {state}: notice is given only of a decision in force."
        raise UnableToGiveNotice(words, code="decision_not_in_force")
    if not decision.needs_notice:
        words = f"“{decision.get_kind_display()}” takes effect without a notice."
        raise UnableToGiveNotice(words, code="no_notice_needed")


def take_over_agreed(made: Notice, contract: Contract, entry: Mapping[str, Any] | None) -> None:
    """Take over who we are and what the rule that notice is given under says about how to give it.

    Nothing is saved.

    Args:
        made: The notice that is filled in.
        contract: What it is about.
        entry: The notice rule with its facts; None where notice is given under none.
    """
    entity, vendor = contract.entity, contract.vendor
    made.sender = entity.name if entity else ""
    made.sender_address = entity.address if entity else ""
    made.recipient, made.address = vendor.name, vendor.address
    if entry is None:
        made.kind = Notice.Kind.TERMINATION
        return
    rule = entry["notice"]
    made.kind = _KINDS.get(entry["kind"], Notice.Kind.NON_RENEWAL)
    made.addressee, made.form = rule["addressee"], rule["form"]
    made.clause_ref, made.test = rule["clause_ref"], rule["test"]
    methods = [one["method"] for one in rule["methods"]]
    made.method = methods[0] if methods else ""
    made.address = entry["addresses"].get(made.method) or made.address


_KINDS: Final = {
    "non_renewal": Notice.Kind.NON_RENEWAL,
    "convenience": Notice.Kind.TERMINATION,
    "option_exercise": Notice.Kind.OPTION_EXERCISE,
}


def _reckon(made: Notice, decision: Decision, record: dict[str, Any], letter_date: dt.date) -> None:
    """Let a letter whose exit moves with the day name the exit of the day on which it is to be given."""
    received = deemed_received(parsed_rule(record, decision), made.method, letter_date)
    given = letter_date if made.test == NoticeTest.SENT else received or letter_date
    way = way_given_on(record, decision, given)
    if way is not None and way.exit_date is not None:
        for name in ("exit_date", "notice_by_date", "send_by_date", "given_by_date"):
            setattr(made, name, getattr(way, name))


def _words(made: Notice, decision: Decision) -> None:
    if decision.kind in (DecisionKind.RENEW, DecisionKind.RENEW_WITH_CHANGES):
        made.kind = Notice.Kind.OPTION_EXERCISE
    contract, deadline = made.contract, decision.deadline
    kind = kind_of_ending(
        NoticeKind(made.kind), term_end=deadline.term_end, is_exit_moving=made.given_by_date is not None
    )
    made.kind = Notice.Kind(kind.value)
    terms = getattr(contract, "terms", None)
    letter = letter_of(
        LetterFacts(
            kind=kind,
            language=made.language,
            sender=made.sender,
            recipient=made.recipient,
            number=contract.number,
            title=contract.title,
            contract_date=terms.start_date if terms else None,
            clause_ref=made.clause_ref,
            term_number=None if decision.notice_rule == CONVENIENCE else deadline.term_number,
            term_start=deadline.term_start,
            term_end=deadline.term_end,
            exit_date=made.exit_date,
            given_by_date=made.given_by_date,
            counts_from_sending=made.test == NoticeTest.SENT,
        )
    )
    made.subject, made.body = letter.subject, letter.body


@action
def change_letter(*, actor: Actor, notice: Notice, draft: LetterDraft, expected_version: int) -> Notice:
    """Change the words of a letter that was not served yet; files made of the old words are made anew.

    Raises:
        NotAllowed: The person does not decide on this contract.
        StaleObject: Somebody else changed the notice meanwhile.
        UnableToGiveNotice: It was served already, or has no subject or no words.
    """
    contract, row = lock_notice(notice)
    require(may_decide(actor, contract), "change this letter")
    compare_version(row, expected_version, "notice")
    if row.services.exists():
        raise UnableToGiveNotice("This letter was sent. Its words stay as they are.", code="sent")
    for name in ("recipient", "method", "subject", "signatory"):
        setattr(row, name, clean_line(getattr(draft, name)))
    for name in ("addressee", "address", "body"):
        setattr(row, name, clean_lines(getattr(draft, name)))
    row.letter_date = draft.letter_date
    for name in ("subject", "body", "recipient"):
        if not getattr(row, name):
            raise UnableToGiveNotice("A letter needs it.", fields={name: ["A letter needs it."]})
    row.letter_pdf = row.letter_docx = None
    row.save()
    return row


@action
def keep_letter(
    *, actor: Actor, notice: Notice, pdf: bytes, docx: bytes, expected_version: int, now: dt.datetime
) -> Notice:
    """Put the files made of a letter into the file store, and name them on the notice.

    A second call with files already kept changes nothing.

    Raises:
        NotAllowed: The person does not decide on this contract.
        StaleObject: The words changed while the files were made.
        StoreFailed: The disk is full; nothing is stored.
    """
    contract, row = lock_notice(notice)
    require(may_decide(actor, contract), "make this letter")
    compare_version(row, expected_version, "notice")
    if row.letter_pdf_id and row.letter_docx_id:
        return row
    name = f"notice-{contract.number}-{row.letter_date or now.date()}"
    common: dict[str, Any] = {"actor": actor, "kind": LETTER_KIND, "now": now, "subject": row}
    row.letter_pdf = store_made_file(name=f"{name}.pdf", data=pdf, media_type="application/pdf", **common)
    row.letter_docx = store_made_file(name=f"{name}.docx", data=docx, media_type=_DOCX, **common)
    row.save(update_fields=["letter_pdf", "letter_docx"])
    return row


def end_by_notice(actor: Actor, contract: Contract, why: str, on: dt.date, now: dt.datetime) -> None:
    """Let a locked contract be "Notice served", and its deadline end at the exit of the notice."""
    if contract.status != NOTICE_SERVED:
        make_move(actor, contract, "serve_notice", on, why)
    write_deadlines([contract.pk], now=now, reason=why, why=why)


def go_on(actor: Actor, contract: Contract, reason: str, on: dt.date, now: dt.datetime) -> None:
    """Let a contract go on whose notice counts no more, unless another notice ends it."""
    others = Notice.objects.for_system("whether another notice ends it").ending().filter(contract=contract)
    if contract.status == NOTICE_SERVED and not others.exists():
        make_move(actor, contract, "withdraw_notice", on, reason)
    else:
        write_deadlines([contract.pk], now=now, reason=reason, why=reason)
