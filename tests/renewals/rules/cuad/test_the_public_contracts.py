"""The terms of the published contracts, read by a person, have the dates that were worked by hand."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from renewals.rules.answer_output import answer_as_json
from renewals.rules.both_rules import compute_both
from renewals.rules.terms_input import TermsInputError, parse_request
from tests.renewals.rules.cuad.published import clause_text, labelled_contracts
from tests.renewals.rules.cuad.row import ContractRow
from tests.renewals.rules.cuad.table import TABLE
from tests.support.needs import needs_shared

LABELLED = labelled_contracts(needs_shared("data/cuad/public.jsonl.gz"))
CONTRACTS = {contract["title"]: contract for contract in LABELLED}


def cases() -> list[Any]:
    """Return the rows by title; where the engine is known to differ, the row must fail until it does not."""
    return [
        pytest.param(
            row,
            id=row.title,
            marks=[pytest.mark.xfail(reason=row.disagreement, strict=True)] if row.disagreement else [],
        )
        for row in TABLE
    ]


def answered(row: ContractRow) -> dict[str, Any]:
    """Return the engine's answer as ``explain_terms`` gives it, or the fields that it refuses."""
    try:
        request = parse_request(row.request)
    except TermsInputError as error:
        return {"error": str(error)}
    return answer_as_json(compute_both(request.term, request.notice, request.convenience, request.as_of))


@pytest.mark.parametrize("row", cases())
def test_the_terms_of_a_contract_have_the_dates_worked_by_hand(row: ContractRow) -> None:
    answer = answered(row)
    found = {name: answer.get(name) for name in row.expected}
    found["missing"] = sorted(answer.get("missing", ()))
    words = [clause_text(CONTRACTS[row.title]), f"Read as ({row.clause}): {row.note}"]
    words += [answer["error"]] if "error" in answer else answer["steps"]
    assert found == row.expected, "\n".join(["", *words])
    assert any(row.says in step for step in answer.get("steps", ())), "\n".join(["", row.says, *words])


def test_every_contract_with_a_renewal_or_notice_label_has_exactly_one_row() -> None:
    rows = Counter(row.title for row in TABLE)
    labelled = Counter(contract["title"] for contract in LABELLED)
    assert not labelled - rows, "these contracts have no row"
    assert not rows - labelled, "these rows have no contract, or one too many"
    assert len(TABLE) == 43


def test_a_row_is_unknown_exactly_where_the_contract_leaves_a_fact_out() -> None:
    assert [row.title for row in TABLE if (row.status == "unknown") != bool(row.missing)] == []


def test_every_row_says_where_it_was_read_and_how() -> None:
    assert [row.title for row in TABLE if not (row.clause and row.note)] == []
