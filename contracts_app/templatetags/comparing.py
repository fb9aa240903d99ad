"""Words that were added and removed, in pages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from contracts_app.reports.comparison import ShownRun
from contracts_app.rules.word_change import RunKind

register = template.Library()

_SAID = '<span class="visually-hidden">{}: </span>'
_DRAWN = {
    RunKind.STAYED: "{}{}",
    RunKind.ADDED: f'<span class="came">{{}}<ins>{_SAID.format("added")}{{}}</ins></span>',
    RunKind.REMOVED: f'<span class="went">{{}}<del>{_SAID.format("removed")}{{}}</del></span>',
}
_PRINTED = {
    RunKind.STAYED: "{}{}",
    RunKind.ADDED: "{}<ins>{}</ins>",
    RunKind.REMOVED: "{}<del>{}</del>",
}


@register.simple_tag
def drawn(runs: Iterable[ShownRun]) -> SafeString:
    """Return words with what was added underlined and what was removed struck, and both said."""
    return format_html_join("", "{}", ((format_html(_DRAWN[one.kind], one.gap, one.text),) for one in runs))


@register.simple_tag
def printed(runs: Iterable[ShownRun]) -> SafeString:
    """Return words for paper: underlined and struck, without words for who listens."""
    return format_html_join("", "{}", ((format_html(_PRINTED[one.kind], one.gap, one.text),) for one in runs))


@register.filter
def at(addresses: Mapping[str, str], key: str) -> str:
    """Return one of several addresses by its name."""
    return addresses[key]
