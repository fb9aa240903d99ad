"""Numbers that begin no clause: dates, amounts and references to other clauses.

1. A date (``1. January 2020``) or a quantity (``2.5 million``, ``30 days``) is no clause.
2. After words that refer (Section, Clause, and, of, under …) a number is a reference.
3. ``Section 7.2 applies``, ``Section 7.2 (Fees) and …``, ``Section 7.2, …`` are references; a heading or a
   sentence begins with a capital.
4. The words above must not break off in the middle of a sentence before a reference with a word.
"""

from __future__ import annotations

import re

from contracts_app.rules.clause_mark import Mark

_MONTH = re.compile(
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Januar|Februar|März|Mai|Juni|Juli|Oktober|Dezember)\b[ ,.]*(?:\d{4}|$)"
)
_QUANTITY = re.compile(
    r"(?:%|percent|per cent|per\b|million|billion|thousand|hours?\b|days?\b|months?\b|years?\b|minutes?\b"
    r"|a\.?m\.?\b|p\.?m\.?\b|times\b|USD|EUR|GBP|US\$|€|\$|x\b)",
    re.IGNORECASE,
)
_REFERRING = re.compile(
    r"(?:\b(?:sections?|sec\.|clauses?|articles?|art\.|paragraphs?|schedules?|exhibits?|annex(?:es)?|appendix|parts?|rules?"
    r"|items?|nos?\.|of|in|under|by|with|than|to|from|through|see|the|this|that|and/or)|§)\s*$",
    re.IGNORECASE,
)
_JOINING = re.compile(r"(?:\b(?:and|or)|,)\s*$", re.IGNORECASE)
_ENDED = re.compile(r"[.;:!?)\]”\"’'*_>=-]\s*$")
_BRACKETED = re.compile(r"\([^()]{1,80}\)\s*(?:[a-z,;]|and\b|$)")
_ONE_LINE = 60


def is_doubtful(mark: Mark) -> bool:
    """Return whether ``mark`` is a date, a quantity or a reference rather than the beginning of a clause."""
    if mark.is_behind:
        return False
    if _REFERRING.search(mark.before) and not _is_heading_above(mark):
        return True
    if mark.label.form in ("()", ")"):
        return False
    return _is_figure(mark) or _is_joined(mark) or _is_reference(mark)


def _is_heading_above(mark: Mark) -> bool:
    return mark.is_first and mark.before.isupper()


def _is_figure(mark: Mark) -> bool:
    label = mark.label
    if label.written.isdecimal() and _MONTH.match(mark.rest):
        return True
    return (
        label.written[0].isdecimal()
        and not label.has_word
        and bool(_QUANTITY.match(mark.rest))
        and not (mark.is_capital and label.is_dotted)
    )


def _is_joined(mark: Mark) -> bool:
    """Whether the line above goes on in this one, as a list of references does."""
    if mark.is_first and _JOINING.search(mark.before) and not (mark.label.is_dotted and mark.is_capital):
        return True
    if mark.is_loose and _JOINING.search(mark.before):
        return True
    return bool(_BRACKETED.match(mark.rest)) and not mark.is_first


def _is_reference(mark: Mark) -> bool:
    label = mark.label
    if label.form == "schedule" or label.has_word or label.form == "article":
        return _is_word_reference(mark)
    if _BRACKETED.match(mark.rest):
        return not label.is_dotted
    return label.form in ("", "section") and not mark.is_capital


def _is_word_reference(mark: Mark) -> bool:
    after = mark.rest
    if after and not mark.is_capital and not (mark.label.is_dotted and after[0].islower()):
        return not after.startswith(("(", "“")) or bool(_BRACKETED.match(after))
    if mark.label.is_dotted:
        return False
    is_broken_off = mark.before != "" and not _ENDED.search(mark.before) and not mark.before.isupper()
    return mark.is_first and is_broken_off and len(mark.before) > _ONE_LINE
