"""Words of a fixed list are their spelling, and values are their parts."""

from __future__ import annotations

from core.rules.choice import Word
from core.rules.value import value


class Colour(Word):
    RED = "red"
    GREEN = "green"


@value()
class Point:
    across: int
    up: int = 0


@value(kw_only=True)
class Named:
    name: str


def test_a_set_of_words_finds_the_spelling_and_a_table_of_spellings_the_word() -> None:
    assert "red" in frozenset({Colour.RED})
    assert {"green": 1}[Colour.GREEN] == 1
    assert str(Colour.RED) == "red"


def test_values_with_equal_parts_are_one_in_a_set() -> None:
    assert Point(1) == Point(1, 0)
    assert len({Point(1), Point(1, 0), Point(1, 2)}) == 2


def test_a_value_has_no_other_parts_than_those_named() -> None:
    assert not hasattr(Point(1), "__dict__")
    assert Named(name="a").name == "a"
