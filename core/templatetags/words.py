"""Status words and icons; available in every template without ``{% load %}``."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.conf import settings
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from core.pages.drawing import draw
from core.pages.status import LOOKS, StatusWord
from core.search import Piece

register = template.Library()

_INLINE = (
    '<span style="display:inline-block;padding:0 7px;border:1px solid {};border-radius:4px;'
    'background:{};color:{};font-weight:600;white-space:nowrap">{} {}</span>'
)


@register.simple_tag
def status_word(kind: str, text: object, *, title: str = "") -> SafeString:
    """Draw a status word: ``{% status_word "act" "Act by Mon 30 Nov" %}``.

    Raises:
        ValueError: ``kind`` is none of ``core.pages.status.LOOKS``.
    """
    word = StatusWord(kind, str(text))
    hint = draw(' title="{}"', title) if title else ""
    return draw(
        '<span class="word word-{}"{}><span class="word-mark" aria-hidden="true">{}</span>{}</span>',
        word.kind,
        hint,
        word.look.mark,
        word.text,
    )


@register.filter
def as_word(word: StatusWord | None) -> SafeString | str:
    """Draw a ``StatusWord`` that Python made; nothing for None."""
    return status_word(word.kind, word.text) if word else ""


@register.filter
def marked(pieces: Iterable[Piece]) -> SafeString:
    """Draw a text in pieces, the words that were looked for marked."""
    drawn = (draw("<mark>{}</mark>" if piece.is_hit else "{}", piece.text) for piece in pieces)
    return mark_safe("".join(drawn))  # noqa: S308  each piece is escaped


@register.simple_tag
def status_word_inline(kind: str, text: object) -> SafeString:
    """Draw a status word with its colors inline, for mails and PDFs (pages forbid inline styles)."""
    look = LOOKS[kind]
    return format_html(_INLINE, look.line, look.ground, look.ink, look.mark, str(text))


@register.simple_tag
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon of the cut sprite (names in ``ops/icons.txt``); with ``label`` it is read out."""
    return _drawn_icon(f"{_sprite(settings.STATIC_URL)}#tabler-{name}", label)


@lru_cache(maxsize=8)
def _sprite(static_url: str) -> str:
    """Return the address of the sprite: a page draws dozens of icons and finds it once."""
    return static("build/icons.svg")


@lru_cache(maxsize=1024)
def _drawn_icon(address: str, label: str) -> SafeString:
    if label:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"/></svg>', label, address
        )
    return format_html('<svg class="icon" aria-hidden="true"><use href="{}"/></svg>', address)
