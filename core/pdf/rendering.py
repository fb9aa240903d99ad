"""Rendering HTML to tagged PDF (PDF/UA-1 markers), in parts where a document is long.

1. A document is HTML with its own style sheet; it loads nothing but static files of ours.
2. A long document comes in parts; each is rendered in a process of its own, so that memory
   stays that of one part, and the parts are joined with pages numbered through.
3. Missing system libraries are one clear sentence, not a traceback.
"""

from __future__ import annotations

import gc
import importlib
import io
import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

import pikepdf
from django.conf import settings

from core.errors import UserError
from core.pdf.joining import join

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
PROCESSES = 2
_NUMBERS = """<html lang="en"><head><title>Page numbers</title><style>
@page { size: A4; margin: 2cm; @bottom-right {
  content: "Page " counter(page) " of " counter(pages); font: 7pt "DejaVu Sans"; color: #333 } }
@page wide { size: A4 landscape }
div { break-after: page; page: PAGE } div:last-child { break-after: auto }
</style></head><body>BODY</body></html>"""


class PdfUnavailable(UserError):
    """The system libraries that lay out text are not installed on this machine."""

    code = "pdf_unavailable"
    status = 503


def _render(html: str, static_dir: str) -> bytes:
    engine = importlib.import_module("core.pdf.engine")
    rendered: bytes = engine.render_html(html, static_dir)
    return rendered


def need_engine() -> None:
    """Check that PDF can be rendered on this machine.

    Raises:
        PdfUnavailable: A system library is missing; the sentence names the packages.
    """
    try:
        importlib.import_module("core.pdf.engine")
    except OSError as error:
        raise PdfUnavailable(
            f"PDF cannot be made on this machine: a system library is missing ({error})."
            f" Install the Debian packages {PACKAGES}."
        ) from error


def render_parts(
    parts: Sequence[str],
    *,
    is_wide: bool = False,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """Return one PDF made of HTML ``parts``, each starting on a new page, pages numbered through.

    Args:
        parts: Complete HTML documents in the same page format, in order, at least one.
        is_wide: The pages are A4 landscape.
        progress: Told how many of the parts are rendered; may raise to cancel.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    need_engine()
    rendered = _in_processes(parts, progress) if len(parts) > 1 else [_render(parts[0], _static_dir())]
    progress(len(parts), len(parts))
    total = sum(_page_count(part) for part in rendered)
    numbers = _NUMBERS.replace("PAGE", "wide" if is_wide else "auto").replace(
        "BODY", "<div>&nbsp;</div>" * total
    )
    return join(rendered, _render(numbers, _static_dir()))


def _static_dir() -> str:
    return str(settings.BASE_DIR / "static")


def _in_processes(parts: Sequence[str], progress: Callable[[int, int], None]) -> list[bytes]:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_collect_rarely) as pool:
        futures = [pool.submit(_render, part, _static_dir()) for part in parts]
        try:
            for done, _future in enumerate(as_completed(futures), start=1):
                progress(done, len(parts))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        return [future.result() for future in futures]


def _collect_rarely() -> None:
    """Look for garbage seldom: layout makes very many boxes that all live to the end of a part.

    Looking as often as Python does on its own costs a fifth of the time of a part.
    """
    gc.set_threshold(200_000, 10, 100)


def _page_count(rendered: bytes) -> int:
    with pikepdf.open(io.BytesIO(rendered)) as document:
        return len(document.pages)
