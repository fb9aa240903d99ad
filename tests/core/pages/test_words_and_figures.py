"""Status words, dates, spans and money as they are written."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from core.pages.drawing import draw
from core.pages.status import StatusWord
from core.rules.wording import money_text, short_date, span_of_days, weekday_date

ON = dt.date(2026, 11, 27)


def drawn(source: str, **context: object) -> str:
    return Template(source).render(Context(context))


def test_a_status_word_says_its_state_and_hides_its_mark_from_screen_readers():
    html = drawn('{% status_word "act" text %}', text="Act by <Mon>")

    assert html == (
        '<span class="word word-act"><span class="word-mark" aria-hidden="true">▲</span>'
        "Act by &lt;Mon&gt;</span>"
    )


def test_a_status_word_in_a_mail_carries_its_colors_and_its_mark():
    html = drawn('{% status_word_inline "missed" "Missed" %}')

    assert "color:#7f1d1d" in html
    assert "■ Missed" in html


def test_a_status_word_of_an_unknown_kind_is_a_programming_error():
    with pytest.raises(ValueError, match="green"):
        StatusWord("green", "Fine")


def test_a_status_word_as_plain_text_has_its_mark():
    assert str(StatusWord("done", "Renewed")) == "✓ Renewed"


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("{{ d|day }}", '<time datetime="2026-11-30" title="2026-11-30">30 Nov 2026</time>'),
        ("{{ d|weekday }}", '<time datetime="2026-11-30" title="2026-11-30">Mon 30 Nov 2026</time>'),
        ("{{ d|span:on }}", "in 3 days"),
        ("{{ nothing|day }}{{ nothing|weekday }}{{ nothing|span:on }}{% money nothing %}", ""),
    ],
)
def test_a_date_is_written_with_its_iso_form_in_the_title(source, expected):
    assert drawn(source, d=dt.date(2026, 11, 30), on=ON, nothing=None) == expected


@pytest.mark.parametrize(
    ("days", "words"),
    [
        (0, "today"),
        (1, "tomorrow"),
        (-1, "yesterday"),
        (3, "in 3 days"),
        (-12, "12 days ago"),
        (1500, "in 1,500 days"),
    ],
)
def test_a_span_is_counted_in_whole_days(days, words):
    assert span_of_days(ON + dt.timedelta(days=days), ON) == words


def test_dates_have_no_leading_zero():
    assert (short_date(dt.date(2026, 3, 1)), weekday_date(dt.date(2026, 3, 1))) == (
        "1 Mar 2026",
        "Sun 1 Mar 2026",
    )


def test_an_instant_is_shown_in_the_readers_zone():
    instant = dt.datetime(2026, 7, 1, 22, 30, tzinfo=dt.UTC)

    with timezone.override("Europe/Berlin"):
        html = drawn("{{ at|moment }}", at=instant)

    assert ">2 Jul 2026, 00:30</time>" in html


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        ("412000", "EUR", "€ 412,000"),
        ("412000.0000", "EUR", "€ 412,000"),
        ("3433.5", "EUR", "€ 3,433.50"),
        ("-88.4", "GBP", "£ -88.40"),
        ("1000", "JPY", "¥ 1,000"),
        ("0.12345", "USD", "$ 0.12345"),
        ("1.5", "KWD", "KWD 1.500"),
        ("9999999999999.99", "CHF", "CHF 9,999,999,999,999.99"),
        ("5", "", "5"),
    ],
)
def test_money_has_its_currency_and_loses_no_digit(amount, currency, text):
    assert money_text(Decimal(amount), currency) == text.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    "value",
    ["<b>\"R&D\" 'x'</b>", mark_safe("<b>&amp;</b>"), 12, Decimal("1.50"), None, "", gettext_lazy("<i>")],
)
def test_what_is_drawn_is_escaped_as_django_does(value):
    assert draw("<td>{}</td>", value) == format_html("<td>{}</td>", value)


def test_what_is_drawn_may_be_drawn_into_something_else_without_being_escaped_again():
    assert draw("<td>{}</td>", draw("<b>{}</b>", "<")) == "<td><b>&lt;</b></td>"
