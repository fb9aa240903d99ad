"""Joining rendered parts into one tagged, numbered document.

1. Pages follow each other in the order of the parts.
2. The structure trees of the parts are merged into one: what every part's ``Document``
   element holds goes under the first one's, each page keeping its link to the structure
   (its entry in the parent tree is renumbered).
3. "Page x of y" is laid over each page as an artifact, so that readers of the structure skip it.
4. Bookmarks of later parts come after those of the first; where that has one heading over all, below it.
5. Metadata, language and view settings are those of the first part.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pikepdf


def join(parts: Sequence[bytes], numbers: bytes | None = None) -> bytes:
    """Return one PDF made of ``parts``.

    Args:
        parts: Rendered PDFs, at least one, all tagged by WeasyPrint.
        numbers: A PDF with one page per page of the result holding its page number, or None.
    """
    result = pikepdf.open(io.BytesIO(parts[0]))
    tree = _Tree(result)
    for part in parts[1:]:
        source = pikepdf.open(io.BytesIO(part))
        first = len(result.pages)
        result.pages.extend(source.pages)
        tree.take_over(source, first)
        _take_bookmarks(result, source, first)
    tree.finish()
    if numbers is not None:
        _lay_over(result, pikepdf.open(io.BytesIO(numbers)))
    out = io.BytesIO()
    result.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def _take_bookmarks(result: pikepdf.Pdf, source: pikepdf.Pdf, first_page: int) -> None:
    """Add the bookmarks of ``source``, whose pages stand in the result from ``first_page`` on."""
    places = {page.obj.objgen: first_page + place for place, page in enumerate(source.pages)}
    with source.open_outline() as given, result.open_outline() as kept:
        into = kept.root[0].children if len(kept.root) == 1 else kept.root
        into.extend(_moved(one, result, places) for one in given.root)


def _moved(
    item: pikepdf.OutlineItem, result: pikepdf.Pdf, places: dict[tuple[int, int], int]
) -> pikepdf.OutlineItem:
    assert isinstance(item.destination, pikepdf.Array), "WeasyPrint gives bookmarks a page and a place on it"
    page, *where = item.destination
    target = pikepdf.Array([result.pages[places[page.objgen]].obj, *where])
    moved = pikepdf.OutlineItem(item.title, target)
    moved.children.extend(_moved(child, result, places) for child in item.children)
    return moved


class _Tree:
    """The structure tree of the result while parts are added to it."""

    def __init__(self, result: pikepdf.Pdf) -> None:
        self._result = result
        self._root = result.Root.StructTreeRoot
        self._document = self._root.K[0]
        self._children = list(self._document.K)
        self._parents: list[Any] = list(self._root.ParentTree.Nums)
        self._next = self._free_number()

    def _free_number(self) -> int:
        return 1 + max((int(number) for number in self._parents[::2]), default=-1)

    def take_over(self, source: pikepdf.Pdf, first_page: int) -> None:
        """Add the structure of ``source``, whose pages stand in the result from ``first_page`` on."""
        copied = self._result.copy_foreign(self._whole(source))
        for child in copied.K[0].K:
            child.P = self._document
            self._children.append(child)
        numbers = list(copied.ParentTree.Nums)
        for number, entry in zip(numbers[::2], numbers[1::2], strict=True):
            self._parents += [int(number) + self._next, entry]
        for page in list(self._result.pages)[first_page:]:
            self._renumber(page.obj)
        self._next = self._free_number()

    @staticmethod
    def _whole(source: pikepdf.Pdf) -> pikepdf.Object:
        return source.make_indirect(source.Root.StructTreeRoot)

    def _renumber(self, page: pikepdf.Object) -> None:
        if "/StructParents" in page:
            page.StructParents = int(page.StructParents) + self._next
        for note in page.get("/Annots", []):
            if "/StructParent" in note:
                note.StructParent = int(note.StructParent) + self._next

    def finish(self) -> None:
        """Write the merged children and parent tree into the result."""
        self._document.K = pikepdf.Array(self._children)
        self._root.ParentTree = self._result.make_indirect(
            pikepdf.Dictionary(Nums=pikepdf.Array(self._parents))
        )


def _lay_over(result: pikepdf.Pdf, numbers: pikepdf.Pdf) -> None:
    for page, number in zip(result.pages, numbers.pages, strict=True):
        form = result.copy_foreign(number.as_form_xobject())
        name = page.add_resource(form, pikepdf.Name.XObject)
        # The page's own content may leave its coordinates turned: it stands inside q … Q.
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q /Artifact BMC q %s Do Q EMC" % str(name).encode())
