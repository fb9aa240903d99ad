"""The layout engine. Import it only through ``core.pdf.rendering``: loading it needs Pango.

What a document may load while it is rendered: inline data and our own static files. A refusal
stops the rendering: a document that asks for anything else is a mistake or an attack, and must
not come out looking whole.

What a document is: well-formed XHTML. A C parser reads it in a tenth of the time of a forgiving
one in Python, and a template that is not well-formed is found by the first test that prints it.
"""

from __future__ import annotations

import functools
import mimetypes
import re
from pathlib import Path
from urllib.parse import unquote, urlsplit
from xml.etree import ElementTree

import cssselect2
import pydyf
from weasyprint import CSS, HTML, Document
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

BASE_STYLES = Path(__file__).with_name("base.css")
#: Control characters and the like, which may stand in a title that somebody imported.
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


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


class Markup(HTML):
    """A document from well-formed markup, on a base style sheet of ours instead of a browser's."""

    def __init__(self, markup: str, url_fetcher: URLFetcher) -> None:
        # Our own templates, every value in them escaped: no entity can come from outside.
        root = ElementTree.fromstring(NOT_IN_XML.sub("", markup))  # noqa: S314
        self.base_url = None
        self.url_fetcher = url_fetcher
        self.media_type = "print"
        self.wrapper_element = cssselect2.ElementWrapper.from_html_root(root, content_language=None)
        self.etree_element = self.wrapper_element.etree_element

    def _ua_stylesheets(self, forms: bool = False) -> list[CSS]:
        return [_base_styles()]


def _in_place(document: Document, pdf: pydyf.PDF) -> None:
    """Let a viewer draw each form where it stands, not as a picture of its own that is laid over the page.

    Text of a chart that is set from its middle or its end comes as such a form, and viewers cut the edge of
    its first letter off at a low zoom. Only what is see-through needs a picture of its own, and nothing in
    our documents is.
    """
    for one in pdf.objects:
        if isinstance(one, pydyf.Stream):
            one.extra.pop("Group", None)


@functools.cache
def _base_styles() -> CSS:
    return CSS(string=BASE_STYLES.read_text())


def render_html(html: str, static_dir: str) -> tuple[bytes, int]:
    """Return ``html`` as a tagged PDF with PDF/UA-1 markers, and how many pages it has.

    Args:
        html: Well-formed XHTML; characters that XML cannot hold are left out.
        static_dir: The folder behind ``static:`` addresses.

    Raises:
        ForbiddenResource: The document asks for anything but inline data and our static files.
    """
    fetcher = StaticFetcher(Path(static_dir))
    try:
        document = Markup(html, fetcher).render(pdf_variant="pdf/ua-1")
        return document.write_pdf(pdf_variant="pdf/ua-1", finisher=_in_place), len(document.pages)
    except FatalURLFetchingError as error:
        raise ForbiddenResource(str(error)) from None
