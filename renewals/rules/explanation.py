"""One question in, one answer out, both plain JSON: what ``explain_terms``, the preview and what-if give.

1. A question that is wrong has an answer too: its id, and an error that names the fields. So one bad line
   never stops the rest.
2. A line is one JSON object in UTF-8. A field that stands twice in one object is refused, and so are numbers
   that JSON does not have (``NaN``, ``1e999``).
3. The id is given back as it came, also with an error, whenever the line can be read that far.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from json import JSONDecodeError
from typing import Any, Final

from renewals.rules.answer import Step
from renewals.rules.answer_output import answer_as_json
from renewals.rules.both_rules import compute_both
from renewals.rules.field_input import shown
from renewals.rules.sentences import sentence_of
from renewals.rules.terms_input import TermsInputError, can_be_given_back, parse_request

_BYTE_ORDER_MARK: Final = "\ufeff"
_REPLACED: Final = "\ufffd"


def explain_request(raw: object, sentence: Callable[[Step], str] = sentence_of) -> dict[str, Any]:
    """Return ``{"id", "status", …}`` for a request, or ``{"id", "error"}`` where a field is wrong.

    Args:
        raw: ``{"id", "as_of", "term", "notice"}``, and ``"convenience"`` where there is such a rule too.
        sentence: Turns a step into a sentence; English where nothing else is given.
    """
    try:
        request = parse_request(raw)
    except TermsInputError as error:
        return _refused(raw, str(error))
    answer = compute_both(request.term, request.notice, request.convenience, request.as_of)
    return {"id": request.id, **answer_as_json(answer, sentence)}


def explain_line(line: str | bytes, sentence: Callable[[Step], str] = sentence_of) -> dict[str, Any]:
    """Return the answer to a line of JSON; a line that is no JSON is an error of its own.

    Args:
        line: Text, or bytes that should be UTF-8; a byte order mark in front is passed over.
        sentence: Turns a step into a sentence; English where nothing else is given.
    """
    try:
        text = line.decode() if isinstance(line, bytes) else line
    except UnicodeDecodeError as error:
        return _refused(_guessed(line), f"line: is not UTF-8 text (byte {error.start + 1})")
    twice: list[str] = []
    try:
        raw = _read(text, twice)
    except JSONDecodeError as error:
        return _refused(None, f"line: is not JSON: {error.msg} (character {error.pos + 1})")
    except RecursionError:
        return _refused(None, "line: is not JSON that can be read: it is nested too deeply")
    except ValueError:
        return _refused(None, "line: is not JSON that can be read: a number is endless or too long")
    if twice:
        return _refused(raw, "; ".join(f"{name}: stands twice in one object" for name in twice))
    return explain_request(raw, sentence)


def _read(text: str, twice: list[str]) -> Any:
    """Return the value of a text of JSON, and note the fields that one object has twice."""

    def collect(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            names = [name for name, _ in pairs]
            twice.extend(shown(name) for name in found if names.count(name) > 1)
        return found

    return json.loads(
        text.removeprefix(_BYTE_ORDER_MARK),
        object_pairs_hook=collect,
        parse_constant=_refuse_number,
        parse_float=_finite,
    )


def _refuse_number(text: str) -> float:
    raise ValueError(text)


def _finite(text: str) -> float:
    found = float(text)
    return found if abs(found) != float("inf") else _refuse_number(text)


def _guessed(line: str | bytes) -> Any:
    """Return a line that is no UTF-8 as far as it can be read, so that its id can be told."""
    text = line.decode(errors="replace") if isinstance(line, bytes) else line
    try:
        found = _read(text, [])
        is_whole = isinstance(found, Mapping) and _REPLACED not in str(found.get("id"))
    except (ValueError, RecursionError):
        return None
    return found if is_whole else None


def _refused(raw: object, message: str) -> dict[str, Any]:
    """Return the answer to a wrong question, under its id where it has one that can be given back."""
    known = raw.get("id") if isinstance(raw, Mapping) else None
    return {"id": known if can_be_given_back(known) else None, "error": message}
