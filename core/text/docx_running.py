"""Running heads and feet of a Word document: which parts hold them, which of their lines say something."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

from core.text.docx_numbering import W

_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATIONSHIP: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_REFERENCES: Final = (W + "headerReference", W + "footerReference")
_PAGE_NUMBER: Final = re.compile(
    r"\W*(?:(?:page|seite)\W*)?\d{1,4}(?:\W*(?:of|von|/)\W*\d{1,4})?\W*", re.IGNORECASE
)


def running_parts(document: Element | None, relations: Element | None) -> list[str]:
    """Return the names of the parts that the sections refer to, heads first, each once, in their order."""
    if document is None or relations is None:
        return []
    targets = {each.get("Id"): each.get("Target", "") for each in relations.iter(_RELATIONSHIP)}
    found: dict[str, None] = {}
    for tag in _REFERENCES:
        for reference in document.iter(tag):
            target = targets.get(reference.get(_R + "id"), "")
            if target:
                found[target.lstrip("/") if target.startswith("/") else f"word/{target}"] = None
    return list(found)


def is_worth_keeping(words: str) -> bool:
    """Tell whether a line of a head or foot says more than a page's number."""
    return any(sign.isalnum() for sign in words) and not _PAGE_NUMBER.fullmatch(words)
