"""Markdown as a reader sees it: a paragraph in runs of words, its marks gone, headings and emphasis told.

1. Only how a text is drawn is decided here; what is stored stays as it was written.
2. A mark goes away only where it has its twin in the same paragraph; two stars or lines without a twin go
   away too, since a clause may begin or end within what is bold. One star alone is a star.
3. Tags that only dress words go away. Every other tag is shown as it stands, never as HTML.
4. The address of a link is shown behind its words: nobody is led where they cannot read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final


@dataclass(frozen=True, slots=True)
class Run:
    """Words that look alike; ``is_strong`` for headings and what is bold, ``is_emphasis`` for italics."""

    text: str
    is_strong: bool = False
    is_emphasis: bool = False


@dataclass(slots=True)
class _Token:
    """A piece of a paragraph; ``mark`` is empty for words, else what may open or close."""

    text: str
    mark: str = ""
    opens: bool = False
    closes: bool = False
    turns_on: tuple[str, ...] = ()
    turns_off: tuple[str, ...] = ()


_TAGS: Final = r"span|label|b|i|u|em|strong|sup|sub|small|font|center|a|p|div|mark"
_TOKEN: Final = re.compile(
    rf"\\(?P<escaped>[\\`*_{{}}\[\]()#+\-.!~|<>])"
    rf"|<(?P<end>/?)(?P<tag>{_TAGS})\b(?P<rest>[^<>\n]{{0,200}})>"
    r"|\[(?P<words>[^\[\]\n]{1,300})\]\((?P<link>[^()\s]{1,300})\)"
    r"|<(?P<address>https?://[^<>\s]{1,300})>"
    r"|(?P<mark>(?<![*_])(?:\*\*(?=\*\*(?!\*))|\*{1,3}(?![*_])|_{1,3}(?![*_]))|(?<=[^*]\*\*)\*\*(?!\*))",
    re.IGNORECASE,
)
_STRONG_TAG: Final = re.compile(r'class="header', re.IGNORECASE)
_STRONG, _EMPHASIS = "strong", "emphasis"
_OF_TAG: Final = {"b": _STRONG, "strong": _STRONG, "i": _EMPHASIS, "em": _EMPHASIS}
_OF_MARK: Final = {1: (_EMPHASIS,), 2: (_STRONG,), 3: (_STRONG, _EMPHASIS)}


def runs_of(paragraph: str) -> tuple[Run, ...]:
    """Return a paragraph of Markdown in runs; joined, they are its words without the marks."""
    tokens = list(_tokens(paragraph))
    _pair_marks(tokens)
    _pair_tags(tokens)
    runs: list[Run] = []
    depth = {_STRONG: 0, _EMPHASIS: 0}
    for token in tokens:
        for style in token.turns_off:
            depth[style] -= 1
        for style in token.turns_on:
            depth[style] += 1
        if token.text:
            _add(runs, Run(token.text, depth[_STRONG] > 0, depth[_EMPHASIS] > 0))
    return tuple(runs)


def strong_until(runs: tuple[Run, ...], length: int) -> tuple[Run, ...]:
    """Return ``runs`` with their first ``length`` characters strong."""
    made: list[Run] = []
    for run in runs:
        cut = max(0, min(length, len(run.text)))
        length -= cut
        if cut:
            _add(made, replace(run, text=run.text[:cut], is_strong=True))
        if cut < len(run.text):
            _add(made, replace(run, text=run.text[cut:]))
    return tuple(made)


def _add(runs: list[Run], run: Run) -> None:
    """Add a run, to the last one where both look alike."""
    if runs and (runs[-1].is_strong, runs[-1].is_emphasis) == (run.is_strong, run.is_emphasis):
        runs[-1] = replace(run, text=runs[-1].text + run.text)
    else:
        runs.append(run)


def _tokens(text: str) -> Iterator[_Token]:
    done = 0
    for found in _TOKEN.finditer(text):
        if found.start() > done:
            yield _Token(text[done : found.start()])
        done = found.end()
        yield from _of_match(text, found)
    if done < len(text):
        yield _Token(text[done:])


def _of_match(text: str, found: re.Match[str]) -> Iterator[_Token]:
    if words := found["escaped"] or found["address"]:
        yield _Token(words)
    elif found["tag"]:
        yield _tag(found)
    elif found["words"]:
        yield from _tokens(found["words"])
        if not found["link"].startswith("#") and found["link"] != found["words"]:
            yield _Token(f" ({found['link']})")
    else:
        yield _mark(text, found)


def _tag(found: re.Match[str]) -> _Token:
    name = found["tag"].lower()
    style = _OF_TAG.get(name, _STRONG if name == "span" and _STRONG_TAG.search(found["rest"]) else "")
    if found["end"]:
        return _Token("", mark=f"</{name}>")
    return _Token("", mark=f"<{name}>", turns_on=(style,) if style else ())


def _mark(text: str, found: re.Match[str]) -> _Token:
    before = text[found.start() - 1] if found.start() else " "
    after = text[found.end()] if found.end() < len(text) else " "
    mark = found["mark"]
    is_word = mark[0] == "_"  # within a word a line is a sign: snake_case
    opens = not after.isspace() and not (is_word and before.isalnum())
    closes = not before.isspace() and not (is_word and after.isalnum())
    return _Token(mark, mark=mark, opens=opens, closes=closes)


def _pair_marks(tokens: list[_Token]) -> None:
    """Let each mark find its twin; what finds none stays a sign, or goes away where it is bold."""
    waiting: list[_Token] = []
    for token in tokens:
        if not token.mark or token.mark[0] == "<":
            continue
        twin = next((one for one in reversed(waiting) if one.mark == token.mark), None)
        if token.closes and twin is not None:
            del waiting[next(place for place, one in enumerate(waiting) if one is twin) :]
            twin.text, twin.turns_on = "", _OF_MARK[len(token.mark)]
            token.text, token.turns_off = "", _OF_MARK[len(token.mark)]
        elif token.opens:
            waiting.append(token)
    for token in tokens:
        is_half = len(token.mark) > 1 and token.mark[0] in "*_" and (token.opens or token.closes)
        if token.text == token.mark and is_half and not token.turns_on and not token.turns_off:
            token.text = ""


def _pair_tags(tokens: list[_Token]) -> None:
    """Let a tag's end turn off what its beginning turned on; one without an end dresses nothing."""
    waiting: list[_Token] = []
    for token in tokens:
        if token.mark.startswith("</"):
            name = token.mark[2:-1]
            place = next(
                (at for at in range(len(waiting) - 1, -1, -1) if waiting[at].mark == f"<{name}>"), -1
            )
            if place >= 0:
                token.turns_off = waiting[place].turns_on
                del waiting[place:]
        elif token.mark.startswith("<"):
            waiting.append(token)
    for token in waiting:
        token.turns_on = ()
