"""The clauses of a text in force, drawn in one go: a long agreement has a thousand of them."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString

from contracts_app.templatetags.clause_reading import drawn
from core.templatetags.figures import day

register = template.Library()


@register.simple_tag
def clause_items(clauses: Iterable[Any], version: int) -> SafeString:
    """Draw clauses as list items, each with where its words came from.

    Args:
        clauses: As ``views.text_in_force`` gives them.
        version: The number of the version that the text starts from.
    """
    links: dict[int, str] = {}
    return SafeString("".join(_item(one, version, links) for one in clauses))


def _item(shown: Any, version: int, links: dict[int, str]) -> str:
    inside = _gone(shown) if shown.deleted_by else _standing(shown, version, links)
    return f'<li class="text-clause level-{shown.clause.level}">{inside}</li>'


def _gone(shown: Any) -> str:
    name = escape(shown.clause.number or shown.clause.heading)
    by = f"deleted by {escape(shown.deleted_by.title)}, {day(shown.deleted_by.effective_date)}"
    words = f'<span class="visually-hidden">removed: </span><del>{drawn(shown.blocks)}</del>'
    return (
        f'<details class="clause-gone"><summary>{name}: {by}</summary>'
        f'<div class="reads">{words}</div></details>'
    )


def _standing(shown: Any, version: int, links: dict[int, str]) -> str:
    if shown.came_with:
        source = links.get(shown.came_with.pk) or links.setdefault(
            shown.came_with.pk, _source(shown.came_with)
        )
    else:
        source = f"Version {version}" + (f", page {shown.page}" if shown.page else "")
    if shown.clause.number:
        source = f"{escape(shown.clause.number)} · {source}"
    before = "".join(f'<div class="reads"><del>{drawn(blocks)}</del></div>' for blocks in shown.earlier)
    if before:
        before = f'<details class="clause-before"><summary>Words before</summary>{before}</details>'
    return f'<div class="reads">{drawn(shown.blocks)}</div><p class="clause-source">{source}</p>{before}'


def _source(amendment: Any) -> str:
    by = f", by {escape(str(amendment.recorded_by))}" if amendment.recorded_by else ""
    link = f'<a href="{reverse("amendment", args=[amendment.pk])}">{escape(amendment.title)}</a>'
    return f"{link}, {day(amendment.effective_date)}{by}"
