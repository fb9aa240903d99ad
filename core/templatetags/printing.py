"""What the templates of PDF documents need: text inside style sheets, and the colors of status words."""

from __future__ import annotations

from django import template
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from core.pages.status import LOOKS

register = template.Library()


@register.simple_tag
def word_styles() -> SafeString:
    """Write the colors of the status words as style rules, for a PDF."""
    inks = ((kind, look.ink) for kind, look in LOOKS.items())
    return format_html_join("\n", ".word-{} {{ color: {} }}", inks)


@register.filter
def css_text(value: object) -> str:
    """Write text so that it can stand inside a CSS string: letters, digits and harmless marks only."""
    return "".join(letter for letter in str(value) if letter.isalnum() or letter in " .,:-_@/·()")


@register.filter
def word_text(text: str, kind: str) -> str:
    """Write the text of a status word with its mark, for where it is drawn as mere text."""
    return f"{LOOKS[kind].mark} {text}" if kind in LOOKS else text
