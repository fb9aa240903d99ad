"""Every kind of letter that goes out by mail, written for one reader."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections.abc import Iterator
from dataclasses import astuple
from typing import Any, Final

from accounts.adapters import password_letter
from accounts.models import User
from contracts_app.models import Contract
from core.audit import Actor, acting
from core.mail.gathering import one_of
from core.mail.letter import Letter
from core.models import Delivery, Reminder
from renewals.actions.decisions import approve_decision, reject_decision, withdraw_decision
from renewals.models import Deadline, Decision, ExitTask, Notice
from renewals.reminders import answer_letters, exit_letters, letters
from renewals.rules.climb import TO_LEGAL, TO_MANAGER
from renewals.rules.decision import ANSWERED, DecisionKind
from renewals.rules.exit_task import ExitTaskKind
from renewals.rules.ladder import ACT_BY, REVIEW, SNOOZED, TERM_ENDS
from tests.support.amendments import an_amendment
from tests.support.deciding import a_vendor_notice, decide, four_eyes_from
from tests.support.prices import an_uplift
from tests.support.reminding import SETTING_UP, a_contract, a_person, a_vendor, at
from tests.support.sla_letters import sla_letters

START: Final = at("2026-01-10")
ACT_BY_DAY: Final = dt.date(2026, 10, 2)
#: Where the notice is as long as the term: once this term's exit is missed, the next has its ladder.
LONG_NOTICE: Final[dict[str, Any]] = {
    "term_type": "auto_renew", "start_date": dt.date(2026, 1, 1), "initial_term_quantity": 6,
    "initial_term_unit": "months", "renewal_term_quantity": 6, "renewal_term_unit": "months",
}  # fmt: skip
_ADDRESS: Final = re.compile(r"https?://\S+")
_numbers = itertools.count(1)


def yearly(**fields: Any) -> Contract:
    """Record a contract of the vendor Qqvendor that renews yearly, with ways to serve notice."""
    methods = [{"method": "registered post", "deemed_business_days": 3}, {"method": "Qqpigeon"}]
    notice = {"quantity": 90, "unit": "calendar_days", "test": "received", "clause_ref": "14.3"}
    given = {
        "title": f"Qqtitle {next(_numbers)}",
        "vendor_id": a_vendor(f"Qqvendor {next(_numbers)}").pk,
        "notice": notice | {"addressee": "Qqaddressee", "calendar": "DE", "methods": methods},
    }
    return a_contract(now=START, **given | fields)


def a_reader(language: str, name: str = "qqreader") -> User:
    """Return somebody who reads messages in a language."""
    return a_person(name, language=language)


def a_delivery(reader: User, kind: str, subject_id: int, day: dt.date, **fields: Any) -> Delivery:
    """Return a delivery that is not stored; ``before``, ``late`` (days), ``role`` and ``key`` may be told."""
    before = fields.get("before", 0)
    reminder = Reminder(
        kind=kind,
        subject_id=subject_id,
        period_key=fields.get("key", day.isoformat()),
        offset_days=before,
        reference_date=day,
        due_date=day - dt.timedelta(days=before),
    )
    role = fields.get("role", "owner")
    return Delivery(
        pk=next(_numbers),
        reminder=reminder,
        recipient=reader,
        late_days=fields.get("late", 0),
        reason=f"To Qqname as {role}." if role else "",
    )


def letter(reader: User, kind: str, contract: Contract, day: dt.date = ACT_BY_DAY, **fields: Any) -> Letter:
    """Return the letter of a reminder of a contract."""
    delivery = a_delivery(reader, kind, contract.pk, day, **fields)
    return letters.letters_for([delivery])[delivery.pk]


def act_by_of(contract: Contract) -> dt.date:
    """Return the act-by date that counts now."""
    day = Deadline.unscoped.get(contract=contract, is_current=True).act_by_date
    assert day is not None
    return day


def every_letter(reader: User) -> dict[str, Letter]:
    """Return each kind of letter, by what it is about, as it is written for ``reader``."""
    found = {**_of_act_by(reader), **_of_other_days(reader), **_of_exit_tasks(reader), **_of_answers(reader)}
    found |= _of_amendments(reader)
    found |= sla_letters(reader, yearly, a_delivery)
    found["one message a day"] = one_of([found["act by"], found["term ends"], found["task 0"]])
    found["password"] = password_letter(reader, "https://tk.example/password/reset/key/1-abc/")
    return found


def _of_act_by(reader: User) -> dict[str, Letter]:
    contract, ownerless = yearly(owner=reader), yearly()
    an_uplift(contract)
    day = act_by_of(contract)
    moved = yearly(owner=reader)
    with acting(SETTING_UP):
        Deadline.unscoped.filter(contract=moved).update(is_current=False, superseded_at=START)
    following = yearly(terms=LONG_NOTICE, notice={"quantity": 6, "unit": "months", "test": "sent"})
    later = Deadline.unscoped.get(contract=following, is_current=True).details["next_exit"]["act_by_date"]
    return {
        "act by": letter(reader, ACT_BY, contract, day, before=14),
        "act by, one day before": letter(reader, ACT_BY, contract, day, before=1, role="backup owner"),
        "act by, the day itself, late": letter(reader, ACT_BY, contract, day, late=1),
        "act by, later still": letter(reader, ACT_BY, contract, day, late=3, role=""),
        "snoozed": letter(reader, SNOOZED, contract, day),
        "to the manager": letter(reader, TO_MANAGER, contract, day, role="manager of the owner"),
        "to legal": letter(reader, TO_LEGAL, ownerless, day, role="legal"),
        "moved on": letter(reader, ACT_BY, moved, day),
        "replaced": letter(reader, ACT_BY, contract, dt.date(2026, 5, 1)),
        "missed": letter(reader, ACT_BY, following, dt.date.fromisoformat(later)),
    }


def _of_other_days(reader: User) -> dict[str, Letter]:
    ends, today = dt.date(2027, 6, 30), START.date()
    fixed = {"term_type": "fixed", "start_date": today, "end_date": ends}
    short = fixed | {"term_type": "auto_renew"}
    review = yearly()
    with acting(SETTING_UP):
        Deadline.unscoped.filter(contract=review).update(next_review_date=ends)
    return {
        "term ends": letter(reader, TERM_ENDS, yearly(terms=fixed, notice=False), ends, before=30),
        "term ends, facts missing": letter(reader, TERM_ENDS, yearly(terms=short, notice=False), ends),
        "review": letter(reader, REVIEW, review, ends),
    }


def _of_exit_tasks(reader: User) -> dict[str, Letter]:
    now = at("2026-08-01")
    with acting(SETTING_UP):
        reader.role_assignments.create(role="procurement")
    notice: Notice = a_vendor_notice(yearly(owner=reader), reader, "termination", now=now)
    tasks = list(ExitTask.unscoped.filter(notice=notice).order_by("pk"))
    assert {task.kind for task in tasks} == set(ExitTaskKind)
    with acting(SETTING_UP):
        ExitTask.unscoped.filter(pk=tasks[-1].pk).update(done_at=now, done_by=reader)
    deliveries = [
        a_delivery(reader, "renewals.exit_task", task.pk, task.due_date, late=late)
        for late, task in enumerate(tasks)
    ]
    written = exit_letters.letters_for(deliveries)
    return {f"task {place}": written[row.pk] for place, row in enumerate(deliveries)}


def _of_amendments(reader: User) -> dict[str, Letter]:
    """Return what is said of each way in which an amendment that counts later moves a date."""
    fixed = {"term_type": "fixed", "start_date": START.date(), "end_date": dt.date(2027, 6, 30)}
    silent = {"terms": fixed, "notice": False}
    rule = "notice.us.non_renewal"
    cases: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
        "earlier": ({}, {f"{rule}.quantity": "150"}),
        "no date any more": ({}, {rule: ""}),
        "a first date": (silent, {f"{rule}.quantity": "30", f"{rule}.unit": "calendar_days"}),
        "another end": (silent, {"terms.end_date": "2027-12-31"}),
        "no date moves": ({}, {"terms.clause_ref": "Qq1"}),
    }
    found = {}
    for name, (fields, terms) in cases.items():
        contract = yearly(owner=reader, **fields)
        title = {"title": "Qqamendment", "on": START.date().isoformat(), "now": START}
        an_amendment(contract, "2026-09-01", terms=terms, **title)
        if fields:
            found[f"amended: {name}"] = letter(reader, TERM_ENDS, contract, dt.date(2027, 6, 30))
        else:
            found[f"amended: {name}"] = letter(reader, ACT_BY, contract, act_by_of(contract))
    return found


def _of_answers(reader: User) -> dict[str, Letter]:
    """Return what is said of each answer: confirmed with and without a notice, over, rejected."""
    now, second = at("2026-08-01"), a_person(f"qqsecond{next(_numbers)}", full_name="Qqsecond")
    with acting(SETTING_UP):
        second.role_assignments.create(role="legal")
    four_eyes_from(1)
    confirmed = {
        f"{kind} confirmed": decide(yearly(owner=reader), reader, kind, now=now, reason="Qqreason")
        for kind in DecisionKind
    }
    confirmed["late"] = decide(yearly(owner=reader), reader, "terminate", now=now, reason="Qqreason")
    for row in confirmed.values():
        approve_decision(actor=Actor.person(second), decision=row, now=now)
    over, no_date = confirmed["renegotiate confirmed"], confirmed["let_lapse confirmed"]
    withdraw_decision(actor=Actor.person(reader), decision=over, reason="Qqreason", now=now)
    contract = yearly(owner=reader)
    rejected = {"rejected": decide(contract, reader, "renew", now=now, reason="Qqreason")}
    for name in ("without a date", "another stands", "act-by passed"):
        rejected[f"rejected, {name}"] = decide(yearly(), reader, "renew", now=now, reason="Qqreason")
    for row in rejected.values():
        reject_decision(actor=Actor.person(second), decision=row, reason="Qqreason", now=now)
    decide(rejected["rejected, another stands"].contract, reader, "renew", now=now, reason="Qqreason")
    with acting(SETTING_UP):
        Decision.unscoped.filter(pk=no_date.pk).update(send_by_date=None, notice_by_date=None)
        late = [confirmed["late"].pk, rejected["rejected, act-by passed"].pk]
        gone = now.date() - dt.timedelta(days=1)
        Decision.unscoped.filter(pk__in=late).update(send_by_date=gone, act_by_date=gone)
        undated = Decision.unscoped.filter(pk=rejected["rejected, without a date"].pk)
        undated.update(act_by_date=None, notice_by_date=None)
    deliveries = {
        name: a_delivery(reader, ANSWERED, row.pk, now.date(), late=place)
        for place, (name, row) in enumerate((confirmed | rejected).items())
    }
    written = answer_letters.letters_for(list(deliveries.values()))
    return {name: written[row.pk] for name, row in deliveries.items()}


def texts(written: Letter) -> Iterator[str]:
    """Give everything that a reader sees of a letter and of its calendar entries, without addresses."""
    yield from (written.subject, written.status, written.headline, written.lead, written.why)
    yield from written.paragraphs
    yield from itertools.chain(*written.facts)
    yield written.button[0]
    for part in written.parts:
        yield from (part.status, part.headline, part.text)
    for entry in (written.calendar, *(part.calendar for part in written.parts)):
        if entry:
            _uid, summary, _day, description, _alarm = astuple(entry)
            yield from (summary, _ADDRESS.sub("", description))
