"""Blame: from which step clauses and words came."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from contracts_app.rules.blame import Step, ways_of, whole_way
from contracts_app.rules.word_change_text import words_of
from tests.contracts_app.rules.comparing.texts import clauses

FEES = "Fees. The Customer pays the fees within 30 days after it has received the invoice."
LAW = "Law. The laws of Ireland govern this agreement and every dispute about it."
AUDIT = "Audit. The Customer may audit the records of the Provider once in each calendar year."


def _step(text: str, label: str = "Version") -> Step:
    return Step(label, dt.date(2025, 3, 3), "L. Haas", clauses(text))


def _origins(texts: list[str], order: int = 0) -> dict[str, int]:
    ways = ways_of([_step(text) for text in texts])
    clause = clauses(texts[-1])[order]
    words = words_of(clause.text, clause.number).texts
    return dict(zip(words, ways.by_step[-1][order].origins, strict=True))


def test_words_came_with_the_amendment_that_brought_them():
    steps = [_step(f"1. {FEES}\n"), _step(f"1. {FEES.replace('30', '45')}\n", "Amendment 2")]

    way = ways_of(steps).by_step[-1][0]

    assert steps[max(way.origins)].said == "Amendment 2, 3 Mar 2025, by L. Haas"
    assert way.first == 0


def test_words_keep_their_step_through_later_ones():
    origins = _origins(
        [
            f"1. {FEES}\n",
            f"1. {FEES.replace('30', '45')}\n",
            f"1. {LAW}\n\n2. {FEES.replace('30', '45').replace('invoice', 'bill')}\n",
        ],
        order=1,
    )

    assert (origins["Customer"], origins["45"], origins["bill"]) == (0, 1, 2)


def test_a_moved_and_renumbered_clause_goes_on():
    ways = ways_of([_step(f"1. {FEES}\n\n2. {LAW}\n"), _step(f"1. {LAW}\n\n2. {AUDIT}\n\n3. {FEES}\n")])

    assert [way.first for way in ways.by_step[-1]] == [0, 1, 0]
    assert [stage.order for stage in ways.by_step[-1][2].stages] == [0, 2]


def test_both_parts_of_a_split_clause_come_from_it_with_their_words():
    ways = ways_of([_step(f"1. {FEES} {LAW}\n"), _step(f"1. {FEES}\n\n2. {LAW}\n")])

    assert [(way.first, set(way.origins)) for way in ways.by_step[-1]] == [(0, {0}), (0, {0})]


def test_a_joined_clause_has_the_words_of_both():
    steps = [f"1. {FEES}\n", f"1. {FEES}\n\n2. {LAW}\n", f"1. {FEES} {LAW}\n"]

    origins = _origins(steps)

    assert (origins["fees"], origins["Ireland"]) == (0, 1)


def test_a_clause_that_comes_back_goes_on_where_it_was():
    ways = ways_of(
        [_step(f"1. {FEES}\n\n2. {LAW}\n"), _step(f"1. {FEES}\n"), _step(f"1. {FEES}\n\n2. {LAW}\n")]
    )

    way = ways.by_step[-1][1]
    assert way.first == 0
    assert [(stage.order, stage.is_back) for stage in way.stages] == [(1, False), (None, False), (1, True)]
    assert ways.gone == ()


def test_a_removed_clause_is_kept_with_its_removal():
    ways = ways_of([_step(f"1. {FEES}\n\n2. {LAW}\n"), _step(f"1. {FEES}\n")])

    assert [[stage.order for stage in way.stages] for way in ways.gone] == [[1, None]]
    assert whole_way(ways, 0, 1) == ways.gone[0]


def test_a_clause_that_stood_for_long_is_told_to_its_removal():
    both, one = f"1. {FEES}\n\n2. {AUDIT}\n", f"1. {FEES}\n"
    ways = ways_of([_step(both), _step(both), _step(both), _step(one)])

    for step in range(3):
        assert [stage.order for stage in whole_way(ways, step, 1).stages] == [1, 1, 1, None]


def test_of_a_split_clause_the_part_that_stays_counts():
    both, one = f"1. {FEES}\n\n2. {LAW}\n", f"1. {FEES}\n"
    ways = ways_of([_step(f"1. {FEES} {LAW}\n"), _step(both), _step(one)])

    assert [stage.order for stage in whole_way(ways, 0, 0).stages] == [0, 0, 0]
    assert [stage.order for stage in whole_way(ways, 1, 1).stages] == [0, 1, None]


def test_the_way_of_an_early_clause_is_told_to_its_end():
    ways = ways_of(
        [_step(f"1. {FEES}\n"), _step(f"1. {LAW}\n\n2. {FEES}\n"), _step(f"1. {FEES}\n\n2. {LAW}\n")]
    )

    assert [stage.order for stage in whole_way(ways, 0, 0).stages] == [0, 1, 0]


WORDS = ["the", "fees", "law", "audit", "data", "party", "shall", "keep", "30", "days", "Provider"]
TEXTS = st.lists(st.lists(st.sampled_from(WORDS), max_size=25).map(" ".join), max_size=6).map(
    lambda texts: "".join(f"{number}. {text}\n\n" for number, text in enumerate(texts, 1))
)


@given(st.lists(TEXTS, min_size=1, max_size=4))
def test_every_word_of_every_step_has_an_origin_not_after_it(texts):
    steps = [_step(text) for text in texts]

    ways = ways_of(steps)

    for index, step in enumerate(steps):
        for clause, way in zip(step.clauses, ways.by_step[index], strict=True):
            assert len(way.origins) == len(words_of(clause.text, clause.number))
            assert all(0 <= origin <= index for origin in way.origins)
            assert (way.stages[-1].step, way.stages[-1].order) == (index, clause.order)
            assert way.first <= min(way.origins, default=index)


@given(st.lists(TEXTS, min_size=2, max_size=4))
def test_steps_behind_change_nothing_of_those_before(texts):
    steps = [_step(text) for text in texts]

    assert ways_of(steps).by_step[:-1] == ways_of(steps[:-1]).by_step
