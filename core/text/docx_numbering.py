"""The numbers that Word shows before paragraphs but does not keep in their text.

1. A paragraph's list and level come from itself, else from its style, else from the style that is based on.
2. Each list counts on its own levels; a number on a higher level begins the lower ones anew. Lists that
   share a definition count together, unless one says where it starts.
3. A label is the level's pattern with the counts filled in: ``%1.%2`` in decimals, letters or Roman numerals.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final
from xml.etree.ElementTree import Element

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOST_LEVELS: Final = 9
_PLACE = re.compile(r"%([1-9])")
_ROMAN: Final = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_BULLET: Final = "•"


@dataclass(frozen=True, slots=True)
class _LevelForm:
    start: int
    form: str
    pattern: str
    restart: int | None
    is_legal: bool


@dataclass(slots=True)
class _List:
    definition: str
    levels: dict[int, _LevelForm]
    overrides: dict[int, int] = field(default_factory=dict)


def value_of(node: Element | None, name: str) -> str | None:
    """Return ``w:val`` of the child ``name``; None where there is none."""
    child = None if node is None else node.find(W + name)
    return None if child is None else child.get(W + "val")


def in_form(value: int, form: str) -> str:
    """Return ``value`` as Word writes it in ``form`` (``decimal``, ``lowerLetter``, ``upperRoman`` …)."""
    if form in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + (value - 1) % 26) * ((value - 1) // 26 + 1) if value > 0 else ""
        return letter.upper() if form == "upperLetter" else letter
    if form in ("lowerRoman", "upperRoman"):
        written, left = "", value
        for worth, sign in _ROMAN:
            written += sign * (left // worth)
            left %= worth
        return written.upper() if form == "upperRoman" else written
    if form == "decimalZero":
        return f"{value:02d}"
    return "" if form == "none" else str(value)


class Numbering:
    """Counts the lists of one document, paragraph by paragraph in order."""

    def __init__(self, numbering: Element | None, styles: Element | None) -> None:
        """Read the definitions of ``word/numbering.xml`` and ``word/styles.xml``; either may be absent."""
        self._styles = {style.get(W + "styleId", ""): style for style in _each(styles, "style")}
        self._lists = _lists(numbering, self._styles)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def label(self, properties: Element | None) -> str:
        """Return what stands before the paragraph with these ``w:pPr``; empty where nothing does."""
        number, level = self._place(properties)
        found = self._lists.get(number)
        if found is None or level not in found.levels:
            return ""
        counts = self._count(found, number, level)
        form = found.levels[level]
        if form.form == "bullet":
            return _BULLET
        return _PLACE.sub(
            lambda match: _filled(found, counts, int(match[1]) - 1, form.is_legal), form.pattern
        )

    def _place(self, properties: Element | None) -> tuple[str, int]:
        """Return the list and the level of a paragraph; the list is empty where it is in none."""
        number = level = None
        for each in self._chain(properties):
            in_list = each.find(W + "numPr")
            number = number if number is not None else value_of(in_list, "numId")
            level = level if level is not None else value_of(in_list, "ilvl")
        written = level or "0"
        return number or "", int(written) if written.isdecimal() else 0

    def _chain(self, properties: Element | None) -> list[Element]:
        chain = [] if properties is None else [properties]
        style, seen = value_of(properties, "pStyle") or self._default(), set()
        while style in self._styles and style not in seen:
            seen.add(style)
            found = self._styles[style].find(W + "pPr")
            chain += [] if found is None else [found]
            style = value_of(self._styles[style], "basedOn") or ""
        return chain

    def _default(self) -> str:
        for name, style in self._styles.items():
            if style.get(W + "default") == "1" and style.get(W + "type") == "paragraph":
                return name
        return ""

    def _count(self, found: _List, number: str, level: int) -> dict[int, int]:
        counts = self._counts.setdefault(found.definition, {})
        start = found.levels[level].start
        if level in found.overrides and (number, level) not in self._begun:
            counts[level] = found.overrides[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else start
        self._begun.add((number, level))
        for lower in [each for each in counts if each > level]:
            restart = found.levels[lower].restart if lower in found.levels else None
            if restart is None or (restart and level < restart):
                del counts[lower]
        return counts

    def depth(self, properties: Element | None) -> int:
        """Return the depth from 1 of a heading paragraph; 0 for any other."""
        for each in self._chain(properties):
            outline = value_of(each, "outlineLvl")
            if outline is not None and outline.isdecimal() and int(outline) < MOST_LEVELS:
                return int(outline) + 1
        return 0


def _filled(found: _List, counts: dict[int, int], level: int, is_legal: bool) -> str:
    form = found.levels.get(level)
    if form is None:
        return ""
    return in_form(counts.get(level, form.start), "decimal" if is_legal else form.form)


def _each(root: Element | None, name: str) -> list[Element]:
    return [] if root is None else root.findall(W + name)


def _lists(numbering: Element | None, styles: dict[str, Element]) -> dict[str, _List]:
    definitions = {each.get(W + "abstractNumId", ""): each for each in _each(numbering, "abstractNum")}
    lists = {}
    for each in _each(numbering, "num"):
        definition = value_of(each, "abstractNumId") or ""
        if definition in definitions:
            node = _followed(definitions[definition], definitions, numbering, styles)
            levels = {int(level.get(W + "ilvl", "0")): _form(level) for level in node.findall(W + "lvl")}
            found = _List(definition, levels)
            _override(found, each)
            lists[each.get(W + "numId", "")] = found
    return lists


def _followed(
    node: Element, definitions: dict[str, Element], numbering: Element | None, styles: dict[str, Element]
) -> Element:
    """Return the definition that ``node`` points to through a list style; itself where it points nowhere."""
    link = value_of(node, "numStyleLink")
    if link is None or link not in styles:
        return node
    properties = styles[link].find(W + "pPr")
    wanted = value_of(None if properties is None else properties.find(W + "numPr"), "numId")
    for each in _each(numbering, "num"):
        if each.get(W + "numId") == wanted:
            return definitions.get(value_of(each, "abstractNumId") or "", node)
    return node


def _form(level: Element) -> _LevelForm:
    restart = value_of(level, "lvlRestart")
    legal = level.find(W + "isLgl")
    return _LevelForm(
        start=_whole(value_of(level, "start"), 0),
        form=value_of(level, "numFmt") or "decimal",
        pattern=value_of(level, "lvlText") or "",
        restart=None if restart is None else _whole(restart, 0),
        is_legal=legal is not None and legal.get(W + "val") not in ("0", "false"),
    )


def _override(found: _List, node: Element) -> None:
    for each in node.findall(W + "lvlOverride"):
        level = _whole(each.get(W + "ilvl"), 0)
        replaced = each.find(W + "lvl")
        if replaced is not None:
            found.levels[level] = _form(replaced)
        start = value_of(each, "startOverride")
        if start is not None:
            found.overrides[level] = _whole(start, 1)


def _whole(written: str | None, otherwise: int) -> int:
    return int(written) if written is not None and written.isdecimal() else otherwise
