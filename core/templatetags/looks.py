"""Forms of libraries in the frame's look; available without ``{% load %}``."""

from __future__ import annotations

from django import forms, template

from core.pages.fields import dress

register = template.Library()


@register.filter
def dressed(form: forms.Form) -> forms.Form:
    """Return ``form`` with its widgets in the classes of our style sheets."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
        dress(field)
    return form
