"""Terms as of a day, and what putting amendments in and taking them out leaves."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field, replace

from hypothesis import given, settings
from hypothesis import strategies as st

from contracts_app.rules.amended_terms import TermChange, put_in, take_out, terms_before, terms_on

START = dt.date(2025, 1, 1)
END = "terms.end_date"


def day(number: int) -> dt.date:
    return START + dt.timedelta(days=number)


@dataclass
class Book:
    """A contract's terms with its amendments, kept as the product keeps them; days are numbers."""

    record: dict[str, str]
    today: int = 0
    changes: list[TermChange] = field(default_factory=list)
    base: dict[str, str] = field(default_factory=dict)
    recorded: int = 0
    keys: int = 0

    def __post_init__(self) -> None:
        self.base = dict(self.record)

    def amend(self, effective: int, values: dict[str, str], place: int = 1) -> int:
        self.recorded += 1
        at = dt.datetime(2025, 1, 1, tzinfo=dt.UTC) + dt.timedelta(minutes=self.recorded)
        for name, text in values.items():
            self.keys += 1
            order = (day(effective), place, at, self.recorded)
            self.changes.append(TermChange(self.keys, order, name, "", text, is_applied=False))
        self.apply()
        return self.recorded

    def apply(self) -> None:
        due = [one for one in self.changes if not one.is_applied and one.place[0] <= day(self.today)]
        for one in sorted(due, key=lambda one: one.place):
            self._keep(put_in(one, self.record.get(one.field, ""), self._applied(one.field)))

    def withdraw(self, amendment: int) -> None:
        for one in [one for one in self.changes if one.place[3] == amendment]:
            self._keep(take_out(one, self.record.get(one.field, ""), self._applied(one.field)))
            self.changes = [other for other in self.changes if other.key != one.key]

    def go_to(self, today: int) -> None:
        self.today = today
        self.apply()

    def _applied(self, name: str) -> list[TermChange]:
        return [one for one in self.changes if one.field == name and one.is_applied]

    def _keep(self, link) -> None:
        known = {one.key: one for one in self.changes} | {link.own.key: link.own}
        if link.behind:
            known[link.behind.key] = link.behind
        self.changes = list(known.values())
        self.record[link.own.field] = link.record

    def on(self, number: int) -> dict[str, str]:
        return terms_on(day(number), self.record, self.changes)

    def replayed(self, number: int) -> dict[str, str]:
        """Lay every amendment that counts by a day over the first terms, one after the other."""
        values = dict(self.base)
        for one in sorted(self.changes, key=lambda one: one.place):
            if one.place[0] <= day(number):
                values[one.field] = one.new
        return {name: text for name, text in values.items() if text}


def test_a_term_says_what_it_said_before_its_amendment_and_what_it_says_from_its_day_on():
    book = Book({END: "2026-01-01"}, today=20)
    book.amend(10, {END: "2027-01-01"})

    assert [book.on(number)[END] for number in (9, 10, 20)] == ["2026-01-01", "2027-01-01", "2027-01-01"]
    assert book.record[END] == "2027-01-01"


def test_an_amendment_to_come_changes_nothing_until_its_day():
    book = Book({END: "2026-01-01"}, today=5)
    book.amend(10, {END: "2027-01-01"})

    assert book.record[END] == "2026-01-01"
    assert [book.on(number)[END] for number in (5, 9, 10)] == ["2026-01-01", "2026-01-01", "2027-01-01"]
    book.go_to(10)
    assert book.record[END] == "2027-01-01"


def test_an_amendment_put_in_between_two_leaves_the_terms_in_force():
    book = Book({END: "a"}, today=30)
    book.amend(10, {END: "b"})
    book.amend(20, {END: "d"})
    book.amend(15, {END: "c"})

    assert [book.on(number)[END] for number in (9, 10, 15, 20)] == ["a", "b", "c", "d"]
    assert book.record[END] == "d"


def test_an_amendment_taken_out_between_two_leaves_no_trace():
    book = Book({END: "a"}, today=30)
    book.amend(10, {END: "b"})
    middle = book.amend(15, {END: "c"})
    last = book.amend(20, {END: "d"})
    book.withdraw(middle)

    assert [book.on(number)[END] for number in (9, 10, 15, 20)] == ["a", "b", "b", "d"]
    book.withdraw(last)
    assert book.record[END] == "b"


def test_what_was_corrected_by_hand_stays_when_its_amendment_is_withdrawn():
    book = Book({END: "a"}, today=30)
    wrong = book.amend(10, {END: "b"})
    book.record[END] = "z"
    book.withdraw(wrong)

    assert book.record[END] == "z"


def test_a_correction_by_hand_holds_back_to_the_last_amendment():
    book = Book({END: "a"}, today=30)
    book.amend(10, {END: "b"})
    book.record[END] = "z"

    assert [book.on(number)[END] for number in (9, 10, 30)] == ["a", "z", "z"]


def test_just_before_an_amendment_the_terms_have_those_before_it_on_the_same_day():
    book = Book({END: "a"}, today=30)
    book.amend(10, {END: "b"}, place=1)
    book.amend(10, {END: "c"}, place=2)
    second = max(one.place for one in book.changes)

    assert terms_before(second, book.record, book.changes)[END] == "b"
    assert terms_before((day(10), 1, second[2].replace(year=2024), 0), book.record, book.changes)[END] == "a"


def test_a_term_that_nothing_changes_is_the_one_on_record():
    book = Book({END: "a", "terms.clause_ref": "14.2"}, today=30)
    book.amend(10, {END: "b"})

    assert book.on(0)["terms.clause_ref"] == "14.2"


FIELDS = st.sampled_from([END, "terms.max_renewals", "notice.us.non_renewal.quantity"])
DAYS = st.integers(0, 40)
VALUES = st.dictionaries(FIELDS, st.sampled_from(["", "1", "2", "3"]), min_size=1, max_size=3)
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("amend"), DAYS, VALUES, st.integers(1, 3)),
        st.tuples(st.just("withdraw"), st.integers(0, 20)),
        st.tuples(st.just("wait"), st.integers(0, 10)),
    ),
    max_size=14,
)


@settings(max_examples=200)
@given(STEPS, DAYS)
def test_the_terms_of_any_day_are_those_that_a_replay_of_every_amendment_gives(steps, asked):
    book = Book({END: "0", "terms.max_renewals": "0"}, today=10)
    standing: list[int] = []
    for kind, *rest in steps:
        if kind == "amend":
            standing.append(book.amend(rest[0], rest[1], rest[2]))
        elif kind == "wait":
            book.go_to(book.today + rest[0])
        elif standing:
            book.withdraw(standing.pop(rest[0] % len(standing)))

    assert book.on(asked) == book.replayed(asked)
    assert {name: text for name, text in book.record.items() if text} == book.replayed(book.today)
    assert book.on(book.today) == book.replayed(book.today)


def test_a_late_run_ends_where_a_punctual_one_does():
    punctual, late = (Book({END: "0"}, today=0) for _ in range(2))
    for book in (punctual, late):
        book.amend(3, {END: "1"})
        book.amend(5, {END: "2"})
    for number in range(1, 9):
        punctual.go_to(number)
    late.go_to(8)

    assert late.record == punctual.record
    assert [replace(one, key=0) for one in late.changes] == [replace(one, key=0) for one in punctual.changes]
