"""Instants in forms: in the reader's zone unless they say another, and never a guess."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.utils import timezone

from slas.forms.moments import MomentField


@pytest.fixture(autouse=True)
def _in_berlin():
    with timezone.override("Europe/Berlin"):
        yield


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-01 14:30", "2026-03-01T13:30:00+00:00"),
        ("2026-07-01 14:30:05", "2026-07-01T12:30:05+00:00"),
        ("1 Mar 2026 14:30", "2026-03-01T13:30:00+00:00"),
        ("01.03.2026 14:30", "2026-03-01T13:30:00+00:00"),
        ("2026-03-01T14:30Z", "2026-03-01T14:30:00+00:00"),
        ("2026-10-25T02:30+01:00", "2026-10-25T01:30:00+00:00"),
    ],
)
def test_a_time_without_a_zone_is_the_readers(text, utc):
    assert MomentField().clean(text) == dt.datetime.fromisoformat(utc)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("2026-10-25 02:30", "comes twice"),
        ("2026-03-29 02:30", "skipped"),
        ("03/04/2026 10:00", "no time"),
        ("2026-03-01", "beside the day"),
        ("0026-03-01 10:00", "year"),
    ],
)
def test_a_time_that_could_be_another_is_refused(text, message):
    with pytest.raises(forms.ValidationError, match=message):
        MomentField().clean(text)


def test_an_instant_is_shown_so_that_it_is_read_back_as_the_same():
    field = MomentField()
    for instant in (
        "2026-03-01T13:30:00",
        "2026-03-01T13:30:07",
        "2026-10-25T00:30:00",
        "2026-10-25T01:30:00",
    ):
        kept = dt.datetime.fromisoformat(instant).replace(tzinfo=dt.UTC)
        assert field.clean(field.prepare_value(kept)) == kept
