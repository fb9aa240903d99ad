"""Which version and which amendments count on a day, and what is said of dates that overlap."""

from __future__ import annotations

import datetime as dt

from contracts_app.rules.amendment_order import AmendmentDates, VersionDates, before_next_version, standing_on


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def version(number: int, effective: str | None, recorded: str = "2024-01-01") -> VersionDates:
    since = day(effective) if effective else None
    return VersionDates(number, number, since, dt.datetime.fromisoformat(f"{recorded}T09:00+00:00"))


def amendment(key: int, effective: str, place: int = 1, recorded: str = "2024-01-01") -> AmendmentDates:
    at = dt.datetime.fromisoformat(f"{recorded}T09:00+00:00")
    return AmendmentDates(key, f"Amendment {key}", day(effective), place, at)


def keys(found) -> list[int]:
    return [one.key for one in found]


FIRST = version(1, "2024-01-01")


def test_before_the_first_version_counts_there_is_no_text():
    found = standing_on(day("2023-12-31"), [FIRST], [amendment(1, "2024-03-01")])

    assert found.base is None
    assert (keys(found.laid_over), keys(found.to_come), found.warnings) == ([], [1], ())


def test_amendments_count_from_their_effective_date_on_both_ends_included():
    changes = [amendment(1, "2024-03-01"), amendment(2, "2024-06-01")]
    laid_over = {
        text: keys(standing_on(day(text), [FIRST], changes).laid_over)
        for text in ("2024-02-29", "2024-03-01", "2024-05-31", "2024-06-01")
    }

    assert laid_over == {"2024-02-29": [], "2024-03-01": [1], "2024-05-31": [1], "2024-06-01": [1, 2]}


def test_a_draft_is_no_base():
    found = standing_on(day("2025-01-01"), [FIRST, version(2, None)], [])

    assert found.base == FIRST


def test_a_restatement_has_the_amendments_effective_until_its_own_day_in_it():
    changes = [amendment(1, "2024-03-01"), amendment(2, "2025-01-01"), amendment(3, "2025-01-02")]
    found = standing_on(day("2025-06-01"), [FIRST, version(2, "2025-01-01")], changes)

    assert found.base.number == 2
    assert (keys(found.taken_in), keys(found.laid_over)) == ([1, 2], [3])
    assert found.warnings == ()


def test_the_day_before_a_restatement_the_amendments_are_laid_over_the_first_version():
    found = standing_on(day("2024-12-31"), [FIRST, version(2, "2025-01-01")], [amendment(1, "2024-03-01")])

    assert (found.base.number, keys(found.laid_over)) == (1, [1])


def test_amendments_of_the_first_days_are_laid_over_the_first_version():
    found = standing_on(day("2024-01-01"), [FIRST], [amendment(1, "2024-01-01")])

    assert keys(found.laid_over) == [1]


def test_an_amendment_of_before_the_first_version_is_taken_to_be_in_it_and_told():
    found = standing_on(day("2024-06-01"), [FIRST], [amendment(1, "2023-12-01")])

    assert keys(found.taken_in) == [1]
    assert found.warnings == (
        "Amendment 1 counts from 1 Dec 2023, before the first version we have (1 Jan 2024):"
        " it is taken to be in that version.",
    )


def test_two_versions_of_one_day_are_told_and_the_higher_number_is_taken():
    found = standing_on(day("2025-06-01"), [version(3, "2025-01-01"), version(2, "2025-01-01"), FIRST], [])

    assert found.base.number == 3
    assert found.warnings == ("Version 2 and version 3 count from 1 Jan 2025; version 3 is taken.",)


def test_two_amendments_of_one_day_keep_their_order():
    changes = [amendment(1, "2024-03-01", place=2), amendment(2, "2024-03-01", place=1)]

    assert keys(standing_on(day("2024-03-01"), [FIRST], changes).laid_over) == [2, 1]


def test_of_two_in_one_place_the_one_recorded_first_counts_first():
    changes = [
        amendment(1, "2024-03-01", recorded="2024-05-02"),
        amendment(2, "2024-03-01", recorded="2024-05-01"),
    ]

    assert keys(standing_on(day("2024-03-01"), [FIRST], changes).laid_over) == [2, 1]


def test_an_amendment_recorded_after_a_later_one_is_told_and_stands_in_its_place():
    changes = [
        amendment(1, "2024-06-01", recorded="2024-06-01"),
        amendment(2, "2024-03-01", recorded="2024-07-01"),
    ]
    found = standing_on(day("2024-12-31"), [FIRST], changes)

    assert keys(found.laid_over) == [2, 1]
    assert found.warnings == (
        "Amendment 2 counts from 1 Mar 2024 and was recorded after Amendment 1, which counts from 1 Jun 2024."
        " It stands before it here.",
    )


def test_without_a_version_that_counts_nothing_is_left_out_of_what_is_said():
    never = standing_on(day("2024-06-01"), [version(1, None)], [amendment(1, "2024-03-01")])
    later = standing_on(day("2023-06-01"), [FIRST], [amendment(1, "2023-03-01")])

    assert never.warnings == (
        "No version has an effective date, so nothing can be laid over it: Amendment 1.",
    )
    assert later.warnings == (
        "The first version counts from 1 Jan 2024 only, so there is no text that Amendment 1 could change.",
    )
    assert keys(never.to_come) == keys(later.to_come) == [1]


def test_a_text_is_the_base_until_the_day_before_the_next_version():
    versions = [FIRST, version(2, "2025-01-01")]

    assert before_next_version(day("2024-05-01"), versions) == day("2024-12-31")
    assert before_next_version(day("2025-01-01"), versions) == dt.date.max
