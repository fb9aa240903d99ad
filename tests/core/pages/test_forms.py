"""The form base: labels, hints, errors on top and at the field, refusals kept."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms
from django.template.loader import render_to_string

from core.errors import NotAllowed, UserError
from core.pages.fields import DayField
from core.pages.forms import PageForm, refusals_on


class Example(PageForm):
    name = forms.CharField(help_text="As printed.")
    note = forms.CharField(required=False)
    day = DayField(required=False)


def test_a_field_has_its_label_above_its_hint_tied_to_it_and_says_when_it_is_optional():
    html = render_to_string("core/form/body.html", {"form": Example(), "verb": "Save"})

    assert '<label class="field-label" for="id_name">Name</label>' in html
    assert 'aria-describedby="id_name_helptext"' in html
    assert 'id="id_name_helptext">As printed.' in html
    assert html.count("(optional)") == 2


def test_errors_stand_on_top_with_links_and_at_the_field_and_input_is_kept():
    form = Example({"name": "", "note": "kept", "day": "31 Feb 2026"})

    html = render_to_string("core/form/body.html", {"form": form, "verb": "Save"})

    assert "2 things need correcting" in html
    assert '<a href="#id_name">Name</a>' in html
    assert 'id="id_day_error"' in html
    assert 'value="kept"' in html
    assert 'value="31 Feb 2026"' in html


@pytest.mark.parametrize(
    "typed", ["2026-11-30", "30 Nov 2026", "30 November 2026", "30.11.2026", "Mon 30 Nov 2026"]
)
def test_a_date_can_be_typed_as_people_write_it(typed):
    form = Example({"name": "x", "day": typed})

    assert form.is_valid(), form.errors
    assert form.cleaned_data["day"] == dt.date(2026, 11, 30)


@pytest.mark.parametrize("typed", ["03/04/2026", "11-30-2026", "soon", "2026"])
def test_a_date_that_could_be_two_dates_is_refused(typed):
    form = Example({"name": "x", "day": typed})

    assert not form.is_valid()
    assert "Write it as" in form.errors["day"][0]


def test_a_refusal_stands_at_its_field_or_on_top():
    form = Example({"name": "x"})
    assert form.is_valid()

    with refusals_on(form):
        raise UserError("Taken.", fields={"name": ["Taken."]})
    with refusals_on(form):
        raise UserError("Closed.", fields={"elsewhere": ["Closed."]})

    assert form.errors["name"] == ["Taken."]
    assert form.non_field_errors() == ["Closed."]


def test_a_missing_right_is_no_mistake_in_the_form():
    with pytest.raises(NotAllowed), refusals_on(Example({"name": "x"})):
        raise NotAllowed("You may not.")
