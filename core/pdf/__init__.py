"""PDF documents: tagged, self-contained, numbered, with their hash in the footer."""

from core.pdf.hashing import content_hash
from core.pdf.imprint import Imprint
from core.pdf.rendering import PdfUnavailable, need_engine, render_parts

__all__ = ["Imprint", "PdfUnavailable", "content_hash", "need_engine", "render_parts"]
