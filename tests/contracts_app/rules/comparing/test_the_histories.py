"""Every published version of real terms: where each clause comes from, and what a lawyer says changed."""

from __future__ import annotations

from functools import cache

import pytest

from contracts_app.rules.alignment import Change, align
from contracts_app.rules.blame import Step, Ways, ways_of
from contracts_app.rules.clause import Clause
from tests.contracts_app.rules.comparing.texts import clauses, told
from tests.support.needs import needs_shared

HISTORY = needs_shared("data/clause_history")
NAMES = sorted(path.name for path in HISTORY.iterdir() if path.is_dir())


@cache
def versions(name: str) -> tuple[tuple[Clause, ...], ...]:
    return tuple(
        clauses(path.read_bytes().decode("utf-8-sig")) for path in sorted((HISTORY / name).glob("*.md"))
    )


@cache
def ways(name: str) -> Ways:
    return ways_of(
        [Step(f"Version {number}", None, "", each) for number, each in enumerate(versions(name), 1)]
    )


@pytest.mark.parametrize("name", NAMES)
def test_every_clause_of_the_last_version_traces_back_to_where_it_first_appeared(name):
    texts = versions(name)

    for way in ways(name).by_step[-1]:
        assert way.stages[-1].step == len(texts) - 1
        steps = [stage.step for stage in way.stages]
        assert steps == list(range(way.first, len(texts))), "a version is missing on the way"
        for before, after in zip(way.stages, way.stages[1:], strict=False):
            if before.order is not None and after.order is not None and not after.is_back:
                assert before.order in {row.old for row in after.rows}
        assert all(row.old is None for row in way.stages[0].rows)


#: Of the last version: in which version a clause first appeared, read in the files by eye.
FIRST = [
    ("commonpaper_csa", "1.6", 41),  # Machine Learning, new in the second edition
    ("commonpaper_csa", "12.7", 41),  # Beta Products
    ("commonpaper_csa", "13.14", 44),  # "Embargoed Country"
    ("commonpaper_csa", "1.1", 1),
    ("commonpaper_csa", "5.4", 1),  # out of 6.3 Termination
    ("commonpaper_csa", "12.13", 1),  # Export Controls, 14.12 at first
    ("commonpaper_csa", "13.26", 4),  # "Product"
    ("commonpaper_sla", "2.1", 2),
    ("commonpaper_sla", "4.2", 1),  # "Downtime Minutes", within 3 at first
    ("commonpaper_psa", "1.1", 1),
    ("commonpaper_dpa", "1", 1),
]


@pytest.mark.parametrize(("name", "number", "version"), FIRST)
def test_a_clause_first_appeared_in(name, number, version):
    last = versions(name)[-1]
    order = next(clause.order for clause in last if clause.number == number)

    assert ways(name).by_step[-1][order].first + 1 == version


def _told(name: str, old: int, new: int) -> list[tuple[str, str, str]]:
    ours, theirs = versions(name)[old - 1], versions(name)[new - 1]
    return told(align(ours, theirs), ours, theirs)


#: What a lawyer says of the rewrite that made the second edition out of the first, clause by clause, except
#: for clauses that are only renumbered along with what they lie below.
SECOND_EDITION = [
    ("removed", "", "-"),
    ("same", "1", "1"),
    ("changed", "1.1", "1.1"),
    ("removed", "1.2", "-"),
    ("changed", "1.3", "1.2"),
    ("changed", "1.4", "1.3"),
    ("removed", "1.5", "-"),
    ("changed", "1.6", "1.4"),
    ("renumbered", "1.7", "1.5"),
    ("added", "-", "1.6"),
    ("changed", "2.2", "2.2"),
    ("removed", "3", "-"),
    ("renumbered", "4", "3"),
    ("removed", "4.3", "-"),
    ("changed", "5.1", "4.1"),
    ("added", "-", "4.2"),
    ("added", "-", "4.3"),
    ("changed", "5.3", "4.4"),
    ("moved", "5.2", "4.5"),
    ("changed", "5.4", "4.6"),
    ("split", "6.3", "5.3"),
    ("split", "6.3", "5.3(a)"),
    ("split", "6.3", "5.3(b)"),
    ("split", "6.3", "5.4"),
    ("renumbered", "6.4(b)", "5.5(b)"),
    ("changed", "6.5(a)", "5.6(a)"),
    ("renumbered", "7.1", "6.1"),
    ("split", "8", "7"),
    ("split", "8", "7.1"),
    ("split", "9.1", "8.1"),
    ("split", "9.1", "8.1(a)"),
    ("split", "9.1", "8.1(b)"),
    ("changed", "9.2", "8.2"),
    ("added", "-", "8.3"),
    ("changed", "9.3", "8.4"),
    ("removed", "11", "-"),
    ("changed", "12.1", "10.1"),
    ("split", "13", "11"),
    ("split", "13", "11.1"),
    ("changed", "14.1", "12.1"),
    ("changed", "14.2", "12.2"),
    ("removed", "14.7", "-"),
    ("added", "-", "12.7"),
    ("added", "-", "12.8"),
    ("renumbered", "14.8", "12.9"),
    ("added", "-", "13.1"),
    ("renumbered", "15.1", "13.2"),
    ("added", "-", "13.6"),
    ("added", "-", "13.32"),
]

#: The same of other pairs.
JUDGED = [
    ("commonpaper_csa", 3, 4, ("moved", "2.3", "1.2")),
    ("commonpaper_csa", 3, 4, ("moved", "2.2", "1.3")),
    ("commonpaper_csa", 3, 4, ("changed", "2.4", "2.2")),
    ("commonpaper_csa", 3, 4, ("split", "1.5", "1.7")),
    ("commonpaper_csa", 3, 4, ("split", "1.5", "7.2")),
    ("commonpaper_csa", 3, 4, ("renumbered", "7.2", "7.3")),
    ("commonpaper_csa", 3, 4, ("changed", "10.4", "10.4")),  # Changes to Cloud Service, then to Product
    ("commonpaper_csa", 3, 4, ("added", "-", "15.17")),
    ("commonpaper_csa", 3, 4, ("changed", "15.17", "15.18")),
    ("commonpaper_csa", 43, 44, ("changed", "12.13", "12.13")),
    ("commonpaper_csa", 43, 44, ("added", "-", "13.14")),
    ("commonpaper_csa", 43, 44, ("added", "-", "13.23")),
    ("commonpaper_csa", 43, 44, ("renumbered", "13.22", "13.24")),
    ("commonpaper_sla", 1, 2, ("removed", "1.3", "-")),
    ("commonpaper_sla", 1, 2, ("added", "-", "2")),
    ("commonpaper_sla", 1, 2, ("renumbered", "2", "3")),
    ("commonpaper_sla", 1, 2, ("changed", "2.3", "3.3")),
    ("commonpaper_sla", 1, 2, ("split", "2.2", "3.2")),
    ("commonpaper_sla", 1, 2, ("split", "3", "4.2")),
    ("commonpaper_sla", 5, 6, ("changed", "4.6", "4.6")),
]


@pytest.mark.parametrize("expected", SECOND_EDITION, ids=lambda row: "-".join(row))
def test_the_rewrite_for_the_second_edition_reads_as_a_lawyer_says(expected):
    assert expected in _told("commonpaper_csa", 40, 41)


def test_the_rewrite_takes_out_and_adds_no_more_than_a_lawyer_says():
    rows = _told("commonpaper_csa", 40, 41)
    gone = [old for change, old, _ in rows if change == "removed"]
    come = [new for change, _, new in rows if change == "added"]

    assert gone == ["", "1.2", "1.5", "3", "4.3", "11", "14.7"]
    assert come == [
        "1.6",
        "4.2",
        "4.3",
        "8.3",
        "12.7",
        "12.8",
        "13.1",
        "13.6",
        "13.15",
        "13.17",
        "13.29",
        "13.32",
    ]


@pytest.mark.parametrize(("name", "old", "new", "expected"), JUDGED)
def test_other_versions_read_as_a_lawyer_says(name, old, new, expected):
    assert expected in _told(name, old, new)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("commonpaper_csa", 41, 42),
        ("commonpaper_csa", 42, 43),
        ("commonpaper_psa", 3, 4),
    ],
)
def test_versions_that_differ_in_dressing_alone_are_the_same(name, old, new):
    assert {change for change, _, _ in _told(name, old, new)} == {Change.SAME}
