"""The number at the beginning of a clause: which signs are one, and how they may count.

1. With a word: Article, Section, Clause, §, Part, Schedule, Exhibit, Annex, Appendix, Attachment.
2. Decimal: ``1.1``, ``1.1.1``, with letters after them ``1.1(a)``; ``10.0`` is ``10``.
3. Simple: ``1.`` ``1)`` ``(1)`` ``a.`` ``a)`` ``(a)`` ``(iv)`` ``IV.`` and a bare ``1`` before a capital.
4. After the number stand white space, the end of the line, or the first capital of the words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from contracts_app.rules.clause_line import DRESSING
from contracts_app.rules.clause_numeral import Reading, readings_of

_COUNT: Final = (
    r"(?:One|ONE|Two|TWO|Three|THREE|Four|FOUR|Five|FIVE|Six|SIX|Seven|SEVEN|Eight|EIGHT|Nine|NINE|Ten|TEN)"
)
_WORD = re.compile(
    r"(?P<word>ARTICLE|Article|SECTION|Section|CLAUSE|Clause|§§?|PART|Part|SCHEDULE|Schedule|EXHIBIT|Exhibit"
    r"|ANNEXURE|Annexure|ANNEX|Annex|APPENDIX|Appendix|ATTACHMENT|Attachment)(?:[ \t\xa0]+|(?<=§)[ \t\xa0]*)"
    rf"(?P<value>\d{{1,3}}(?:\.\d{{1,3}})*|[IVXL]+(?![A-Za-z])|[A-Z](?:-?\d{{1,2}})?(?![A-Za-z])|{_COUNT}\b)"
    rf"(?P<subs>(?:\([A-Za-z0-9]{{1,5}}\))*){DRESSING}(?P<punct>[.:)]?)"
)
_DECIMAL = re.compile(
    rf"(?P<value>\d{{1,3}}(?:\.\d{{1,3}})+)(?P<subs>(?:\([A-Za-z0-9]{{1,5}}\))*){DRESSING}(?P<punct>[.:)]?)"
)
_SIMPLE = re.compile(
    rf"\((?P<both>\d{{1,3}}|[A-Za-z]{{1,6}})\)(?![A-Za-z0-9(])|(?P<half>\d{{1,3}}|[A-Za-z]{{1,5}})(?P<punct>\))"
    rf"|(?P<dot>\d{{1,3}}|[A-Za-z]{{1,6}}){DRESSING}\."
    r"|(?P<bare>\d{1,2}(?=[ \t\xa0]+[\"“A-Z])|(?:\d{1,2}|[IVX]{1,6})(?=[ \t]+[–—-][ \t]+[A-Z]))"
)
_AFTER = re.compile(rf"{DRESSING}(?=[\s\xa0]|\Z)|{DRESSING}(?=[A-Z\"“])")
_KINDS: Final = {
    "section": "section",
    "clause": "section",
    "§": "section",
    "article": "article",
    "part": "article",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A number as written.

    Attributes:
        form: ``article``, ``schedule``, ``decimal``, ``section`` (a word and one number), or the signs
            around a simple numeral: ``()``, ``)``, ``.`` or nothing.
        written: The numeral, with its word for articles and schedules.
        readings: How it may count; for a decimal number the last part.
        path: The parts of a decimal number.
        subs: Letters behind it, as in ``1.1(a)``.
        is_upper: Whether its letters are capitals.
        has_word: Whether Section, Clause or § stands before it.
        is_dotted: Whether a full stop, colon or bracket ends it.
        end: Where it ends in the text.
    """

    form: str
    written: str
    readings: tuple[Reading, ...]
    path: tuple[int, ...]
    subs: str
    is_upper: bool
    has_word: bool
    is_dotted: bool
    end: int


def label_at(text: str, place: int, end: int) -> Label | None:
    """Return the number that stands at ``place``, looking no further than ``end``; None where none does."""
    label = _with_word(text, place, end) or _decimal(text, place, end) or _simple(text, place, end)
    if label is None or (not _AFTER.match(text, label.end, end) and label.end < end):
        return None
    return label


def _with_word(text: str, place: int, end: int) -> Label | None:
    match = _WORD.match(text, place, end)
    if match is None:
        return None
    word, value = match["word"], match["value"]
    kind = _KINDS.get(word.lower().rstrip("§") or "§", "schedule")
    is_dotted = bool(match["punct"])
    if kind == "schedule":
        if "." in value:
            return None
        return Label(
            kind, f"{word.capitalize()} {value}", (), (), match["subs"], True, False, is_dotted, match.end()
        )
    readings = readings_of(value) if "." not in value else ()
    if kind == "article":
        numbers = [each for each in readings if each.kind != "letter"]
        shown = f"{word.capitalize()} {value}"
        if not numbers:
            return None
        return Label(
            kind, shown, tuple(numbers), (numbers[-1].value,), "", True, False, is_dotted, match.end()
        )
    path = _path(value)
    if len(path) > 1:
        return _decimal_label(value, path, match, has_word=True)
    written = value.split(".")[0]
    return Label(
        "section", written, readings_of(written), path, match["subs"], True, True, is_dotted, match.end()
    )


def _path(value: str) -> tuple[int, ...]:
    """Return the parts of a decimal number; a last part that is nought says nothing."""
    if not value[0].isdecimal():
        return ()
    parts = [int(part) for part in value.split(".")]
    if len(parts) == 2 and parts[1] == 0:
        parts.pop()
    return tuple(parts)


def _decimal(text: str, place: int, end: int) -> Label | None:
    match = _DECIMAL.match(text, place, end)
    if match is None:
        return None
    path = _path(match["value"])
    if len(path) == 1:
        written = match["value"].split(".")[0]
        return Label(".", written, readings_of(written), path, match["subs"], False, False, True, match.end())
    return _decimal_label(match["value"], path, match, has_word=False)


def _decimal_label(value: str, path: tuple[int, ...], match: re.Match[str], *, has_word: bool) -> Label:
    last = (Reading("number", path[-1]),)
    is_dotted = bool(match["punct"])
    return Label("decimal", value, last, path, match["subs"], False, has_word, is_dotted, match.end())


def _simple(text: str, place: int, end: int) -> Label | None:
    match = _SIMPLE.match(text, place, end)
    if match is None:
        return None
    written = match["both"] or match["half"] or match["dot"] or match["bare"]
    readings = readings_of(written)
    if written.isalpha() and written.lower() in ("one", "two", "six", "ten"):
        readings = ()
    if not readings:
        return None
    form = "()" if match["both"] else ")" if match["half"] else "." if match["dot"] else ""
    path = (readings[0].value,) if written.isdecimal() else ()
    return Label(form, written, readings, path, "", written.isupper(), False, form != "", match.end())
