"""Text out of documents: PDF, Word, Markdown and plain text, with page places and tracked changes."""

from core.text.extracted import ExtractedText, TrackedChange, UnreadableDocument
from core.text.extraction import DOCUMENT_TYPES, extract_text

__all__ = ["DOCUMENT_TYPES", "ExtractedText", "TrackedChange", "UnreadableDocument", "extract_text"]
