"""Prints a leverage pack: the same content as on its page."""

from __future__ import annotations

from collections.abc import Callable

from django.template.loader import render_to_string

from core.pdf import Imprint, render_parts
from renewals.reports.pack.reading import Pack


def print_pack(
    pack: Pack, *, imprint: Imprint, progress: Callable[[int, int], None] = lambda done, total: None
) -> bytes:
    """Return a leverage pack as a tagged PDF, A4, pages numbered through.

    Args:
        pack: The content.
        imprint: Who prints it, when, and the ledger's head.
        progress: Told when it is rendered.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    frame = {"pack": pack, "imprint": imprint, "is_pdf": True}
    return render_parts([render_to_string("renewals/pdf/pack.html", frame)], progress=progress)


def file_name_of(pack: Pack) -> str:
    """Return what the file of a pack is called: ``leverage-pack-C-2041-2026-11-20.pdf``."""
    number = pack.number.replace("/", "-").replace("\\", "-")
    return f"leverage-pack-{number}-{pack.as_of.isoformat()}.pdf"
