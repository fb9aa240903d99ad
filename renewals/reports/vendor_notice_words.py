"""The words for a vendor's notice: what it says, what its clock says, and whether it came in time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any, Final

from core.pages.status import StatusWord
from core.rules.wording import short_date, weekday_date
from renewals.models import Deadline, Notice
from renewals.rules.letter import ENDING_KINDS
from renewals.rules.sentences import sentences_of
from renewals.rules.vendor_notice import Examined, VendorMove, Verdict, examine_recorded

_LOOKS: Final = {
    Notice.Outcome.ACCEPTED: "done",
    Notice.Outcome.REFUSED: "done",
    Notice.Outcome.SETTLED: "done",
    Notice.Outcome.WITHDRAWN: "draft",
}


def word_of_vendor_notice(notice: Notice, on: dt.date) -> StatusWord:
    """Return the status word of a vendor's notice on a day: until when to answer, or that it is settled."""
    if notice.outcome:
        return StatusWord(_LOOKS[Notice.Outcome(notice.outcome)], notice.get_outcome_display())
    if notice.answer_by_date is None:
        return StatusWord("review", "No answer needed")
    if notice.answer_by_date < on:
        return StatusWord("missed", f"Answer was due by {weekday_date(notice.answer_by_date)}")
    return StatusWord("act", f"Answer by {weekday_date(notice.answer_by_date)}")


def what_it_means(notice: Notice) -> str:
    """Say what a vendor's notice brings about, and when."""
    day = short_date(notice.effective_date) if notice.effective_date else ""
    if notice.kind == Notice.Kind.PRICE_INCREASE:
        return f"The vendor raises the price from {day}"
    what = "does not renew" if notice.kind == Notice.Kind.NON_RENEWAL else "terminates"
    return f"The vendor {what}: the last day in force is {day}"


def what_became_of(notice: Notice) -> str:
    """Say what became of a vendor's notice; empty while it is open."""
    day = short_date(notice.effective_date) if notice.effective_date else ""
    return (
        {
            Notice.Outcome.ACCEPTED: f"It is accepted: the contract ends on {day}.",
            Notice.Outcome.REFUSED: "It is refused: the contract goes on.",
            Notice.Outcome.SETTLED: "It is dealt with.",
            Notice.Outcome.WITHDRAWN: "The vendor has withdrawn it.",
        }.get(Notice.Outcome(notice.outcome), "")
        if notice.outcome
        else ""
    )


#: What stands above the form of each move.
MOVE_TITLES: Final = {
    "accept": "Accept the vendor's notice",
    "refuse": "Refuse the vendor's notice",
    "settle": "Deal with the vendor's notice",
    "withdraw": "The vendor withdrew its notice",
    "reopen": "Reopen the vendor's notice",
}


def what_a_move_does(move: VendorMove, notice: Notice) -> str:
    """Say what follows from a move of a vendor's notice, before it is made."""
    is_ending = notice.outcome == Notice.Outcome.ACCEPTED
    return {
        "accept": "Accepted, it ends the contract on that day: nothing is to be decided any more.",
        "refuse": "Refused, it changes nothing: the deadline goes on. Say what was answered, and by whom.",
        "settle": "Say what was agreed or answered, and by whom.",
        "withdraw": "The contract goes on." if is_ending else "Say how the vendor took it back.",
        "reopen": "Its answer counts no more" + (", and the contract goes on." if is_ending else "."),
    }[move.verb]


def our_earlier_exit(notice: Notice, user: Any) -> str:
    """Say until when a notice of ours ends the contract before the vendor's does; empty where none can."""
    if notice.outcome or notice.kind not in ENDING_KINDS or notice.exit_date is None:
        return ""
    deadline = Deadline.objects.of_contract(notice.contract_id, user).current().to_act_on().first()
    point = deadline.point if deadline else None
    if point is None or not (point.exit_date and point.notice_by_date and point.exit_date < notice.exit_date):
        return ""
    return (
        f"A notice of ours by {weekday_date(point.notice_by_date)} would end it on"
        f" {short_date(point.exit_date)} already. Decide that first: once the vendor's notice is accepted,"
        " nobody is reminded of it any more."
    )


@dataclass(frozen=True, slots=True)
class Examination:
    """Whether a vendor's notice came in time: a word, one sentence, and the steps in words."""

    word: StatusWord
    sentence: str
    steps: tuple[str, ...]


def examination_of(notice: Notice, user: Any) -> Examination | None:
    """Return whether a vendor's notice that ends the contract came in time; None for other notices."""
    if notice.kind not in ENDING_KINDS or notice.received_date is None or notice.exit_date is None:
        return None
    record = Notice.objects.record_of(notice.contract_id, user)
    found = examine_recorded(record, notice.kind, notice.received_date, notice.exit_date)
    word, sentence = _verdict_words(found, notice.exit_date)
    return Examination(word, sentence, tuple(sentences_of(found.steps)))


def _verdict_words(found: Examined, exit_date: dt.date) -> tuple[StatusWord, str]:
    leaves, first = short_date(exit_date), found.earliest_exit_date
    if found.verdict is Verdict.IN_TIME:
        return StatusWord("done", "In time"), f"By the vendor's notice rule it is in time for {leaves}."
    if found.verdict is Verdict.LATE and first:
        sentence = (
            f"It is too late for {leaves}: by the vendor's notice rule it leads out on {short_date(first)}."
        )
        return StatusWord("missed", "Late"), sentence
    if found.verdict is Verdict.TOO_EARLY:
        return StatusWord("missed", "Too early"), "It was received before the vendor's notice window opened."
    if found.verdict is Verdict.NO_RULE:
        sentence = "No notice rule of the vendor is recorded: whether it came in time cannot be told."
        return StatusWord("unknown", "Not known"), sentence
    return StatusWord("unknown", "Not known"), "Whether it came in time cannot be told from what is recorded."
