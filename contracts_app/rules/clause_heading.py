"""Headings: the title of a numbered clause, and the lines that are headings without a number.

1. A heading of a clause is what the document marks as one (a heading span, bold), else the first words up to
   a full stop, colon or dash when they are written like a title, else a short line of its own.
2. Behind a number alone on its line, the next line is the heading when it is written like a title.
3. Written like a title: at most 12 words, all with a capital but for articles, prepositions and the like.
4. Without a number, a heading is a line that the document marks as one, or a short line in capitals
   with nothing above it and something below.
"""

from __future__ import annotations

import re
from typing import Final

from contracts_app.rules.clause_line import DRESSING, Line, plain

_SMALL: Final = frozenset(
    re.findall(
        r"\S+",
        "a an and or of the to for in on by with from under at as per vs between into upon after before"
        " no not & / – — - de la und der die das von",
    )
)
MOST_WORDS: Final = 12
LONGEST: Final = 100
_REACH: Final = 2_000
_SPAN = re.compile(r'<span class="header[^>]*>(.*?)</span>', re.DOTALL)
_BOLD = re.compile(r"\*\*([^*\n]{1,100}?)(?:([.:])\*\*|\*\*(?=[ \t]*(?:[.:]|$)))")
_FIRST = re.compile(r"(.{2,100}?)(?:[.:](?=\s|[A-Z“\"(]|$)|\s+[–—-]{1,2}\s|[ \t\xa0]{2,})")
_LEAD = re.compile(r"[\s\xa0.:)–—-]*")
_NO_HEADING = re.compile(r"[.;,:]$|\b(?:and|or)$|^/s/|_{3,}")
_CAPS = re.compile(r"[^a-zà-ÿ]*[A-ZÀ-Þ]{3}[^a-zà-ÿ]*")
_SIGNING = re.compile(
    r"(?:BY|NAME|TITLE|DATE|ITS)\s*:|.*(?:\bINC\.?|\bLLC\.?|\bLTD\.?|\bCORP\.?|L\.P\.)$|IN WITNESS"
)


def is_title(words: str) -> bool:
    """Return whether ``words`` are written like a title."""
    each = words.split()
    if (
        not each
        or len(each) > MOST_WORDS
        or not (words[0].isupper() or words[0].isdecimal() or words[0] in '“"[')
    ):
        return False
    if not any(letter.isalpha() for letter in words):
        return False
    return all(word.lower().strip("(),") in _SMALL or not _first_letter(word).islower() for word in each)


def _first_letter(word: str) -> str:
    return next((sign for sign in word if sign.isalnum()), "X")


def heading_of(text: str, place: int, end: int) -> str:
    """Return the heading that stands at ``place``, behind the number; ``end`` is where the clause ends."""
    reach = min(end, place + _REACH)
    line_end = text.find("\n", place, reach)
    line_end = reach if line_end < 0 else line_end
    raw = text[place:line_end]
    lead = _LEAD.match(raw)
    rest = raw[lead.end() if lead else 0 :]
    if not plain(rest):
        return _next_line(text, line_end, end)
    return _marked(rest) or _led(rest) or _alone(rest)


def _marked(rest: str) -> str:
    span = _SPAN.match(re.sub(r"^\*\*", "", rest))
    bold = _BOLD.match(rest)
    found = span or bold
    return plain(found[1]).rstrip(" .:") if found else ""


def _led(rest: str) -> str:
    """Return the title before the first full stop, colon, dash or gap."""
    bare = re.sub(rf"(?:{DRESSING})", "", rest[:400])
    first = _FIRST.match(bare)
    if first is None:
        return ""
    words = plain(first[1])
    return words if is_title(words) else ""


def _alone(rest: str) -> str:
    """Return the whole line when it is short and no sentence."""
    words = plain(rest)
    if len(words) > LONGEST or _NO_HEADING.search(words) or not words[0].isupper():
        return ""
    return words if is_title(words) or len(words.split()) <= 5 else ""


def _next_line(text: str, place: int, end: int) -> str:
    for line in text[place : min(end, place + _REACH)].split("\n"):
        words = plain(line)
        if words:
            return words.rstrip(" .:") if len(words) <= LONGEST and is_title(words.rstrip(" .:")) else ""
    return ""


def is_heading(line: Line, above: Line | None, below: Line | None) -> bool:
    """Return whether ``line``, which has no number, is a heading."""
    words = plain(line.words)
    if not words or line.is_table:
        return False
    if line.depth:
        return True
    if above is not None and not above.is_blank:
        return False
    if len(words) > LONGEST or len(words.split()) > MOST_WORDS or below is None:
        return False
    return (
        bool(_CAPS.fullmatch(words))
        and not _NO_HEADING.search(words.rstrip(":"))
        and not _SIGNING.match(words)
    )
