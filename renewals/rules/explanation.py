"""One question in, one answer out, both plain JSON: what ``explain_terms``, the preview and what-if give.

A question that is wrong has an answer too: its id and an error that names the fields. So one bad line
never stops the rest.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from renewals.rules.answer import Step
from renewals.rules.answer_output import answer_as_json
from renewals.rules.deadline import compute_deadline
from renewals.rules.sentences import sentence_of
from renewals.rules.terms_input import TermsInputError, parse_request


def explain_request(raw: object, sentence: Callable[[Step], str] = sentence_of) -> dict[str, Any]:
    """Return ``{"id", "status", …}`` for a request, or ``{"id", "error"}`` where a field is wrong.

    Args:
        raw: ``{"id", "as_of", "term", "notice"}``.
        sentence: Turns a step into a sentence; English where nothing else is given.
    """
    try:
        request = parse_request(raw)
    except TermsInputError as error:
        return {"id": raw.get("id") if isinstance(raw, Mapping) else None, "error": str(error)}
    answer = compute_deadline(request.term, request.notice, request.as_of)
    return {"id": request.id, **answer_as_json(answer, sentence)}


def explain_line(line: str, sentence: Callable[[Step], str] = sentence_of) -> dict[str, Any]:
    """Return the answer to a line of JSON; a line that is no JSON is an error of its own."""
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError) as error:
        return {"id": None, "error": f"line: is not JSON: {error}"}
    return explain_request(raw, sentence)
