"""The layout engine. Import it only through ``core.pdf.rendering``: loading it needs Pango.

What a document may load while it is rendered: inline data and our own static files. A refusal
stops the rendering: a document that asks for anything else is a mistake or an attack, and must
not come out looking whole.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weasyprint import HTML
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse


class ForbiddenResource(RuntimeError):
    """A document asked for something that documents may not load."""


class StaticFetcher(URLFetcher):
    """Loads ``data:`` URLs and ``static:<path>`` from one folder; refuses network and files."""

    def __init__(self, static_dir: Path) -> None:
        super().__init__(allowed_protocols={"data"}, allow_redirects=False, fail_on_errors=True)
        self._static_dir = static_dir.resolve()

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the content behind ``url``.

        Raises:
            FatalURLFetchingError: The address is neither ``data:`` nor one of our static files.
        """
        parts = urlsplit(url)
        if parts.scheme == "data":
            return super().fetch(url, headers)
        path = (self._static_dir / unquote(parts.path)).resolve()
        if parts.scheme != "static" or not path.is_relative_to(self._static_dir) or not path.is_file():
            raise FatalURLFetchingError(f"A document may not load “{url}”.")
        media_type = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        return URLFetcherResponse(url, body=path.read_bytes(), headers={"Content-Type": media_type})


def render_html(html: str, static_dir: str) -> bytes:
    """Return ``html`` as a tagged PDF with PDF/UA-1 markers.

    Raises:
        ForbiddenResource: The document asks for anything but inline data and our static files.
    """
    fetcher = StaticFetcher(Path(static_dir))
    try:
        result: bytes = HTML(string=html, url_fetcher=fetcher).write_pdf(pdf_variant="pdf/ua-1")
    except FatalURLFetchingError as error:
        raise ForbiddenResource(str(error)) from None
    return result
