"""Addresses that differ from the present one by a few parameters; available without ``{% load %}``."""

from __future__ import annotations

from typing import Any

from django import template
from django.http import HttpRequest
from django.urls import reverse

from core.pages.selection import BulkStep

register = template.Library()


@register.simple_tag(takes_context=True)
def query_with(context: template.Context, **changes: Any) -> str:
    """Return ``?…`` of the present page with parameters set, or left out where None is given."""
    request: HttpRequest = context["request"]
    query = request.GET.copy()
    for name, value in changes.items():
        if value is None:
            query.pop(name, None)
        else:
            query[name] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag
def url_of(step: BulkStep) -> str:
    """Return the address of a step that can be taken with picked rows."""
    return reverse(step.url_name, args=step.args)
