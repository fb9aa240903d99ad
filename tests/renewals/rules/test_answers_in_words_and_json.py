"""Answers as sentences and as JSON, and steps that survive storage."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest

import renewals.rules.step as step_module
from renewals.rules import Step, both_rules
from renewals.rules.answer_output import answer_as_json, details_as_json, steps_as_json, steps_from_json
from renewals.rules.sentences import (
    ANCHORS,
    LENGTHS,
    READINGS,
    STEP_SENTENCES,
    plain_date,
    sentence_of,
    sentences_of,
)
from tests.renewals.rules.builders import a_notice, a_term, ask, day

TERM = a_term("auto_renew", "2020-08-01", "36 months", "12 months")
RULE = a_notice("3 months", calendar="GB-ENG", methods={"courier": 2}, clause_ref="12.3(b)")


def test_the_steps_tell_the_story_of_the_product_page() -> None:
    assert sentences_of(ask(TERM, RULE, "2026-11-22").steps) == [
        "Term 5 runs from Sat 1 Aug 2026 to Sat 31 Jul 2027.",
        "If nobody acts, it renews after Sat 31 Jul 2027.",
        "3 months before the end of the term (Sat 31 Jul 2027) is Fri 30 Apr 2027.",
        "The notice must be received by Fri 30 Apr 2027.",
        "Sent by courier, it counts as received 2 business days after sending: "
        "send by Wed 28 Apr 2027, received Fri 30 Apr 2027.",
        "This rests on clause 12.3(b).",
        f"Business days follow the calendar GB-ENG ({ask(TERM, RULE, '2026-11-22').calendar_version}).",
    ]


def test_a_date_is_written_in_english_whatever_the_machine() -> None:
    assert plain_date(date(2026, 11, 30)) == "Mon 30 Nov 2026"


@pytest.mark.parametrize(("n", "expected"), [(1, "1 month before"), (3, "3 months before")])
def test_one_is_singular(n: int, expected: str) -> None:
    lines = sentences_of(ask(TERM, a_notice(f"{n} months"), "2026-11-22").steps)
    assert any(line.startswith(expected) for line in lines)


def test_missing_facts_are_named_in_plain_words() -> None:
    (line,) = sentences_of(ask(a_term("auto_renew", "2026-01-01"), None, "2026-06-01").steps)
    assert line.endswith("without: initial term or end date, renewal term, notice rule.")


def test_every_string_goes_through_the_translation() -> None:
    answer = ask(
        a_term("auto_renew", "2025-12-01", "12 months", "12 months"), a_notice("3 months"), "2026-12-01"
    )
    seen: list[str] = []

    def translate(text: str) -> str:
        seen.append(text)
        return text

    lines = sentences_of(answer.steps, translate, lambda when: f"{when:%d.%m.%Y}")
    known = {*STEP_SENTENCES.values(), *ANCHORS.values(), *READINGS.values()}
    known |= {word for pair in LENGTHS.values() for word in pair}
    assert set(seen) <= known
    assert "Term 2 runs from 01.12.2026 to 30.11.2027." in lines


def test_every_code_that_a_step_can_have_has_a_sentence() -> None:
    source = Path(step_module.__file__).read_text(encoding="utf-8")
    codes = set(re.findall(r'Step(?:\.of)?\(\s*"(\w+)"', source)) | {
        f"{giver}_{verb}_by" for giver in ("us", "vendor", "option") for verb in ("sent", "received")
    }
    codes |= {"missed", "missed_but_ends", "option_missed", "option_gone", "option_or_holdover"}
    codes |= {"past_send_by", "past_sending", "send_deemed", "send_deemed_calendar"}
    source = Path(both_rules.__file__).read_text(encoding="utf-8")
    codes |= set(re.findall(r'Step\(\s*"(\w+)"', source))
    codes |= {"agreed_by", "agreement_missed", "agreement_needed", "agreement_or_holdover"}
    assert len(codes) > 25
    assert codes <= set(STEP_SENTENCES)


def test_the_json_has_the_shape_of_explain_terms() -> None:
    found = answer_as_json(ask(TERM, RULE, "2026-11-22"))
    assert list(found) == [
        "status",
        "term_number",
        "term_start",
        "term_end",
        "renewal_date",
        "earliest_notice_date",
        "notice_by_date",
        "send_by_date",
        "earliest_exit_date",
        "readings",
        "steps",
        "missing",
    ]
    assert json.loads(json.dumps(found)) == found
    assert (found["status"], found["notice_by_date"], found["missing"]) == ("in_window", "2027-04-30", [])
    assert {"rule": "corresponding_date", "notice_by_date": "2027-04-30"} in found["readings"]


def test_the_details_name_the_next_exit_and_the_days_to_send() -> None:
    found = details_as_json(ask(TERM, RULE, "2027-05-10"))
    assert json.loads(json.dumps(found)) == found
    assert found["next_exit"] == {
        "exit_date": "2028-07-31",
        "notice_by_date": "2028-04-30",
        "extra_terms": 1,
        "extra_days": 366,
        "send_by_date": "2028-04-26",
        "act_by_date": "2028-04-26",
    }
    assert found["sends"][0]["send_by_date"] == "2027-04-28"
    assert details_as_json(ask(TERM, RULE, "2026-05-10"))["clause_ref"] == "12.3(b)"


@pytest.mark.parametrize("as_of", ["2019-01-01", "2026-11-22", "2027-04-29", "2027-05-10"])
def test_steps_survive_storage(as_of: str) -> None:
    steps = ask(TERM, RULE, as_of).steps
    assert steps_from_json(json.loads(json.dumps(steps_as_json(steps)))) == steps


def test_a_step_without_a_sentence_is_an_error_and_not_a_blank() -> None:
    with pytest.raises(KeyError):
        sentence_of(Step.of("no_such_step", end_date=day("2026-01-01")))
