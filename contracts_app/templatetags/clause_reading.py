"""Clauses set for reading: paragraphs, headings and tables out of blocks; every word is escaped."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from django import template
from django.utils.safestring import SafeString

from contracts_app.rules.reading_blocks import Block, Table
from contracts_app.rules.reading_marks import Run
from core.search import highlighted

register = template.Library()


@register.simple_tag
def reading(blocks: Iterable[Block], wanted: tuple[str, ...] = ()) -> SafeString:
    """Draw blocks; words that were looked for (as ``wanted_words`` gives them) are marked."""
    return SafeString(drawn(blocks, wanted))


def drawn(blocks: Iterable[Block], wanted: tuple[str, ...] = ()) -> str:
    """Return blocks as HTML."""
    return "".join(_block(block, wanted) for block in blocks)


def _block(block: Block, wanted: tuple[str, ...]) -> str:
    if isinstance(block, Table):
        return _table(block, wanted)
    looks = [f"reads-head reads-head-{min(block.depth, 3)}"] if block.depth else []
    looks += ["is-spaced"] if block.is_spaced else []
    look = f' class="{" ".join(looks)}"' if looks else ""
    return f"<p{look}>{_words(block.runs, wanted)}</p>"


def _table(table: Table, wanted: tuple[str, ...]) -> str:
    rows = []
    widest = max((len(row) for row in table.rows), default=0)
    for number, row in enumerate(table.rows):
        is_head = table.has_head and number == 0
        tag, scope = ("th", ' scope="col"') if is_head else ("td", "")
        spans = [""] * (len(row) - 1) + [f' colspan="{widest - len(row) + 1}"' if len(row) < widest else ""]
        cells = zip(row, spans, strict=True)
        rows.append("".join(f"<{tag}{scope}{span}>{_words(one, wanted)}</{tag}>" for one, span in cells))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return (
        '<div class="reads-table" tabindex="0" role="region" aria-label="Table"><table>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _words(runs: Iterable[Run], wanted: tuple[str, ...]) -> str:
    return "".join(_run(run, wanted) for run in runs)


def _run(run: Run, wanted: tuple[str, ...]) -> str:
    if wanted:
        pieces = highlighted(run.text, wanted)
        words = "".join(
            f"<mark>{escape(one.text)}</mark>" if one.is_hit else escape(one.text) for one in pieces
        )
    else:
        words = escape(run.text)
    if run.is_emphasis:
        words = f"<em>{words}</em>"
    return f"<strong>{words}</strong>" if run.is_strong else words
