"""Names and texts are folded and cut the same way when they are kept and when they are asked for."""

from __future__ import annotations

import pytest
from django.db import connection

from core.search import fold, name_key, searchable, vector_text, word_query
from core.search.words import LAST_PLACE, MOST_WORDS


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Müller", "muller"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("Łódź Ørsted Æther", "lodz orsted aether"),
        ("ﬁrm\u00a0 one\t two", "firm one two"),
        ("  ", ""),
    ],
)
def test_accents_case_and_white_space_do_not_count(written: str, folded: str):
    assert fold(written) == folded
    assert fold(folded) == folded


def test_two_spellings_are_one_party_and_two_legal_forms_are_two():
    assert name_key("NORD  Cloud GmbH") == name_key("Nord Cloud gmbh")
    assert name_key("Nord Cloud GmbH") != name_key("Nord Cloud AG")


def test_punctuation_parts_words():
    assert searchable("C-1001 (Müller & Co.)") == "c 1001 muller co"


def test_a_word_stands_once_with_its_best_weight():
    assert (
        vector_text(name="Nord Cloud", marks="cloud 42", rest="Nord Berlin")
        == "nord:1A cloud:2A 42:3B berlin:4C"
    )


def test_a_text_of_more_words_than_there_are_places_is_kept():
    words = " ".join(f"{number:04x}" for number in range(LAST_PLACE + 5))
    assert vector_text(name=words).endswith(f":{LAST_PLACE}A")


@pytest.mark.parametrize("words", ["", "  ", "&|!():*", "''\\"])
def test_a_question_without_any_word_asks_nothing(words: str):
    assert word_query(words) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asked", "is_found"),
    [
        ("mull", True),
        ("MÜLLER c-1001", True),
        ("muller other", False),
        ("it's & !muller", False),
        (" ".join(["muller"] * (MOST_WORDS + 3)), True),
    ],
)
def test_the_beginning_of_every_word_is_enough_and_operators_are_only_text(asked: str, is_found: bool):
    query = word_query(asked)
    kept = vector_text(name="C-1001 Müller")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT %s::tsvector @@ to_tsquery('simple', %s)", [kept, query.source_expressions[1].value]
        )
        assert cursor.fetchone()[0] is is_found
