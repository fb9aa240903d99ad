"""The oracle of the deadlines that people answer: what must go out to whom, by the tables of the docs alone.

It knows dates and names, and calls neither planner nor reconciler nor any rule of the product but the
calendars of working days.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from core.rules.calendars import calendar_named

DAY = dt.timedelta(days=1)
#: Kind, period, days before.
Key = tuple[str, str, int]


@dataclass
class Policy:
    """What the one policy says."""

    rungs: tuple[int, ...] = (180, 120, 90, 60, 30, 14, 7, 3, 1, 0)
    lead: int = 0
    decision: int = 30
    pack: int = 120
    patience: int = 5


@dataclass
class People:
    """Who is who, and who is still there; ``manager`` has only those who see the contracts."""

    manager: dict[str, str]
    queue: str
    heads: tuple[str, ...]
    gone: set[str] = field(default_factory=set)


def back(day: dt.date, count: int, calendar: str) -> dt.date:
    """Count working days back; with no day left to count, stay."""
    while count:
        day -= DAY
        count -= is_worked(day, calendar)
    return day


def is_worked(day: dt.date, calendar: str) -> bool:
    """Tell whether a day is worked."""
    return calendar_named(calendar).is_business_day(day) if calendar else day.weekday() < 5


@dataclass
class Life:
    """One contract: its facts, what people answered, what is planned, on its way and done."""

    kind: str
    start: dt.date
    length: int
    notice: int
    calendar: str
    owner: str
    backup: str | None
    is_over: bool = False
    is_served: bool = False
    ending: dt.date | None = None
    answers: dict[dt.date, list[tuple[dt.date, dt.date | None]]] = field(default_factory=dict)
    decided: dict[dt.date, str] = field(default_factory=dict)  # proposed, notice, settled
    planned: dict[Key, dt.date] = field(default_factory=dict)
    out: dict[Key, set[str]] = field(default_factory=dict)
    done: set[Key] = field(default_factory=set)
    handed: dict[Key, dt.date] = field(default_factory=dict)

    def exits(self, today: dt.date, policy: Policy) -> tuple[dt.date, dt.date | None, dt.date | None]:
        """Return the end of the present term, the act-by date still to be kept, and the one missed in it."""
        number = (today - self.start).days // self.length
        end = missed = self.start + self.length * (number + 1) * DAY - DAY
        if today <= end - self.notice * DAY:
            return end, self.act_by(end, policy), None
        missed = self.act_by(end, policy)
        if self.kind == "option":
            return end, None, missed
        later = end
        while today > later - self.notice * DAY:
            later += self.length * DAY
        return end, self.act_by(later, policy), missed

    def act_by(self, end: dt.date, policy: Policy) -> dt.date:
        """Return the day to act by for an exit: the last working day to send, less the lead."""
        day = end - self.notice * DAY
        while self.calendar and not is_worked(day, self.calendar):
            day -= DAY
        return back(day, policy.lead, self.calendar)

    def asked(self, today: dt.date, policy: Policy) -> dt.date | None:
        """Return the act-by date that people are asked about; None: none."""
        if self.is_over or self.is_served or self.kind == "evergreen" or self._has_ended(today):
            return None
        return self.exits(today, policy)[1]

    def _has_ended(self, today: dt.date) -> bool:
        last = self.start + self.length * DAY - DAY if self.kind == "option" else dt.date.max
        return today > min(self.ending or dt.date.max, last)

    def owed(self, today: dt.date, policy: Policy) -> Iterator[tuple[Key, dt.date, bool]]:
        """Yield what is owed by the facts of today, and whether it was missed before it could be planned."""
        if self.is_over or self._has_ended(today):
            return
        end, act_by, missed = self.exits(today, policy)
        term_start = self.start if self.kind == "evergreen" else end - self.length * DAY + DAY
        if self.ending:
            first = self.start if self.kind != "auto" else term_start
            last = min(self.ending, end) if self.kind == "option" else self.ending
            yield from _ladder("renewals.term_ends", last, policy.rungs, first)
        elif self.kind == "evergreen":
            year = today.year - self.start.year
            days = [_years_after(self.start, number) for number in (year, year + 1) if number > 0]
            yield from _ladder("renewals.review", min(day for day in days if day >= today), (14, 0))
        elif self.is_served:
            yield from _ladder("renewals.term_ends", end, policy.rungs, term_start)
        else:
            for day, is_missed in ((missed, True), (act_by, False)):
                for key, due, _ in self._of(day, policy, term_start) if day else ():
                    yield key, due, is_missed

    def _of(self, act_by: dt.date, policy: Policy, first: dt.date) -> Iterator[tuple[Key, dt.date, bool]]:
        """Yield what is owed of one act-by date, as far as people have got with it."""
        answers, decided = self.answers.get(act_by, []), self.decided.get(act_by)
        if decided == "settled":
            return
        snoozes = [(on, until) for on, until in answers if until]
        heard = set()
        days = {*policy.rungs, policy.decision, policy.pack, *range(8)}
        for key, due, _ in _ladder("renewals.act_by", act_by, days, first):
            running = [until for on, until in snoozes if on < due]
            if not (running and due < running[-1]):
                heard.add(due)
                yield key, due, False
        for place, (_, until) in enumerate(snoozes):
            if until not in heard and all(on >= until for on, _ in snoozes[place + 1 :]):
                yield ("renewals.snoozed", f"{act_by}>{until}", 0), until, False
        told = [
            day for key, day in self.handed.items() if key[:2] == ("renewals.act_by", str(act_by))
        ]  # fmt: skip
        if told and not answers and not decided and policy.patience:
            yield from self._climbs(act_by, min(told), policy.patience)

    def _climbs(self, act_by: dt.date, last: dt.date, patience: int) -> Iterator[tuple[Key, dt.date, bool]]:
        for kind, margin in (("renewals.climb_manager", 2), ("renewals.climb_legal", 1)):
            key, day, left = (kind, str(act_by), 0), last, patience
            while left:
                day += DAY
                left -= is_worked(day, self.calendar)
            day = max(min(day, act_by - margin * DAY), last + DAY)
            day = self.planned_on.get(key, day) if key in self.handed else day
            if day > act_by:
                return
            yield key, day, False
            last = day

    planned_on: dict[Key, dt.date] = field(default_factory=dict)

    def plan(self, today: dt.date, policy: Policy, *, is_time: bool, is_policy: bool = False) -> None:
        """Withdraw what is not owed any more, unless only time passed and it is due; add what is new.

        A new policy adds no rung whose day had passed, unless it withdraws what was due and not sent.
        """
        owed = {key: (due, missed) for key, due, missed in self.owed(today, policy)}
        kept = {key: due for key, due in self.planned.items() if key in owed or (is_time and due <= today)}
        lost = {_told(key)[0] for key in self.out if key not in owed}
        lost |= {_told(key)[0] for key, due in self.planned.items() if due <= today and key not in owed}
        for key in [] if is_time else [key for key in self.out if key not in owed]:
            del self.out[key], self.handed[key]
            self.done.discard(key)
        for key, (due, _) in owed.items() if is_policy else ():
            is_rung = key[0] in ("renewals.act_by", "renewals.term_ends") and str(today) <= key[1]
            if is_rung and due < today and key not in self.planned and key[0] not in lost:
                self.done.add(key)
        new = {key: due for key, (due, missed) in owed.items() if not missed and key not in self.done}
        self.planned = {**kept, **new, **{key: owed[key][0] for key in kept if key in owed}}

    def settle(self, today: dt.date, people: People) -> None:
        """Hand what is due to delivery: of several of one period the latest, and the others with it."""
        days = {key: day for key, day in self.planned.items() if day <= today}
        due = sorted(days)
        for key in due:
            day = self.planned.pop(key)
            self.done.add(key)
            if key == max((other for other in due if _told(other) == _told(key)), key=days.__getitem__):
                self.planned_on[key], self.handed[key] = day, today
                self.out[key] = self._first(key, people)

    def levels(self, key: Key, people: People) -> list[list[str]]:
        """Return the chain of one message, whoever is gone left out."""
        own: list[list[str]] = [[name] for name in (self.owner, self.backup) if name]
        queue = [[people.queue]]
        chain = [*own, *queue]
        if key[0] == "renewals.climb_manager":
            managers = [[people.manager[name[0]]] for name in own if name[0] in people.manager]
            chain = [*managers, *queue, *own]
        elif key[0] == "renewals.climb_legal":
            chain = [list(people.heads), *queue, *own]
        there = [[name for name in level if name not in people.gone] for level in chain]
        return [level for level in there if level]

    def _first(self, key: Key, people: People) -> set[str]:
        return set(next(iter(self.levels(key, people)), []))

    def send(self, people: People, mode: str) -> Iterator[tuple[Key, str, str]]:
        """Yield what the mail server takes, and whether it says so; who is not responsible is replaced."""
        for key, names in list(self.out.items()):
            responsible = {name for level in self.levels(key, people) for name in level}
            if not names & responsible:
                self.out[key] = self._first(key, people)
            else:
                self.out[key] = names & responsible
            if mode == "down":
                continue
            for name in self.out[key]:
                yield key, name, mode
            if mode == "up":
                del self.out[key]


def _told(key: Key) -> tuple[str, str]:
    """Return what is one message where several are due: all of one date to the same people."""
    kind, period, _ = key
    return "renewals.act_by" if kind == "renewals.snoozed" else kind, period.partition(">")[0]


def _ladder(
    kind: str, day: dt.date, rungs: object, first: dt.date = dt.date.min
) -> Iterator[tuple[Key, dt.date, bool]]:
    for rung in set(rungs):  # type: ignore[call-overload]
        if rung == 0 or day - rung * DAY >= first:
            yield (kind, str(day), rung), day - rung * DAY, False


def _years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


Taken = Counter[tuple[int, Key, str]]
