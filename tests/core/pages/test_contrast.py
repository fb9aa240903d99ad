"""The contrast of every pair of colors that carries text, computed from the style sheet, in both themes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core.pages.status import LOOKS

SHEET = Path(__file__).resolve().parents[3] / "static" / "css" / "tokens.css"
TEXT, LARGE = 4.5, 3.0


def themes() -> dict[str, dict[str, str]]:
    pairs = re.findall(r"(--tk-[a-z-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)", SHEET.read_text())
    return {"light": {n: a for n, a, _ in pairs}, "dark": {n: b for n, _, b in pairs}}


def luminance(color: str) -> float:
    channels = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


GROUNDS = ("ground", "surface", "raised", "hover")
PAIRS = [
    *[(ink, ground) for ink in ("ink", "muted", "accent", "danger") for ground in GROUNDS],
    ("accent", "accent-ground"),
    ("ink", "accent-ground"),
    ("button-ink", "button"),
    ("button-ink", "button-hover"),
    *[(f"word-{kind}-ink", f"word-{kind}-ground") for kind in LOOKS],
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_stands_out_from_its_ground(theme, ink, ground):
    colors = themes()[theme]

    assert contrast(colors[f"--tk-{ink}"], colors[f"--tk-{ground}"]) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("ground", GROUNDS[:2])
@pytest.mark.parametrize("line", ["line-strong", "focus"])
def test_borders_of_controls_and_the_focus_ring_stand_out(theme, line, ground):
    colors = themes()[theme]

    assert contrast(colors[f"--tk-{line}"], colors[f"--tk-{ground}"]) >= LARGE


@pytest.mark.parametrize("kind", LOOKS)
def test_mails_and_pdfs_use_the_light_colors_of_the_pages(kind):
    colors, look = themes()["light"], LOOKS[kind]

    assert (look.ink, look.ground, look.line) == tuple(
        colors[f"--tk-word-{kind}-{part}"] for part in ("ink", "ground", "line")
    )
    assert contrast(look.ink, look.ground) >= TEXT


def test_no_two_kinds_have_the_same_mark():
    assert len({look.mark for look in LOOKS.values()}) == len(LOOKS)
