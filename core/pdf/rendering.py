"""Rendering HTML to tagged PDF (PDF/UA-1 markers), in parts where a document is long.

1. A document is HTML with its own style sheet; it loads nothing but static files of ours.
2. A long document comes in parts, best of about ten pages: what tagging takes grows with the
   pages of a part. Two processes render them side by side, so that memory stays that of two
   parts, and the parts are joined with pages numbered through.
3. Missing system libraries are one clear sentence, not a traceback.
"""

from __future__ import annotations

import gc
import importlib
import itertools
import multiprocessing
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from typing import Final

from django.conf import settings

from core.errors import UserError
from core.pdf.joining import join

PACKAGES = "libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
PROCESSES = 2
PAGE_OF: Final = ("Page", "of")
_NUMBERS = """<html lang="en"><head><title>Page numbers</title><style>
@page { size: A4; margin: 2cm; @bottom-right {
  content: "PAGE_WORD " counter(page) " OF_WORD TOTAL"; font: 7pt "DejaVu Sans"; color: #333 } }
@page wide { size: A4 landscape }
div { break-after: page; page: SHAPE } div:last-child { break-after: auto }
</style></head><body>BODY</body></html>"""


class PdfUnavailable(UserError):
    """The system libraries that lay out text are not installed on this machine."""

    code = "pdf_unavailable"
    status = 503


def _render(html: str, static_dir: str) -> tuple[bytes, int]:
    need_engine()
    rendered: tuple[bytes, int] = importlib.import_module("core.pdf.engine").render_html(html, static_dir)
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
    parts: Iterable[str],
    *,
    is_wide: bool = False,
    page_of: tuple[str, str] = PAGE_OF,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> bytes:
    """Return one PDF made of HTML ``parts``, each starting on a new page, pages numbered through.

    Args:
        parts: Complete documents, well-formed, in the same page format, in order, at least one;
            each is asked for while those before it are rendered.
        is_wide: The pages are A4 landscape.
        page_of: The words before and after the number of a page, in the language of the document.
        progress: Told how many of the parts are rendered; may raise to cancel.

    Raises:
        PdfUnavailable: A system library is missing.
    """
    coming = iter(parts)
    first = list(itertools.islice(coming, 2))
    if len(first) == 1:
        rendered, pages = _render(first[0], _static_dir())
        progress(1, 1)
        return join([rendered], _render(_numbers(pages, is_wide, page_of), _static_dir())[0])
    numbers = partial(_numbers, is_wide=is_wide, page_of=page_of)
    return join(*_in_processes(itertools.chain(first, coming), numbers, progress))


def _numbers(pages: int, is_wide: bool, page_of: tuple[str, str]) -> str:
    """Return a document of so many pages that hold nothing but their number."""
    sheet = _NUMBERS.replace("SHAPE", "wide" if is_wide else "auto").replace("TOTAL", str(pages))
    sheet = sheet.replace("PAGE_WORD", page_of[0]).replace("OF_WORD", page_of[1])
    return sheet.replace("BODY", "<div>\u00a0</div>" * pages)


def _static_dir() -> str:
    return str(settings.BASE_DIR / "static")


def _in_processes(
    parts: Iterable[str], numbers: Callable[[int], str], progress: Callable[[int, int], None]
) -> tuple[list[bytes], bytes]:
    """Return the rendered parts and, for all their pages, the numbers to lay over them."""
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_collect_rarely) as pool:
        try:
            futures = [pool.submit(_render, part, _static_dir()) for part in parts]
            for done, future in enumerate(as_completed(futures), start=1):
                future.result()
                progress(done, len(futures))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        rendered = [future.result() for future in futures]
        numbered = pool.submit(_render, numbers(sum(pages for _, pages in rendered)), _static_dir())
        return [part for part, _ in rendered], numbered.result()[0]


def _collect_rarely() -> None:
    """Look for garbage seldom: layout makes very many boxes that all live to the end of a part.

    Looking as often as Python does on its own costs a fifth of the time of a part.
    """
    gc.set_threshold(200_000, 10, 100)
