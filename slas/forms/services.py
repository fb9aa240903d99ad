"""A service of a contract, as entered on a page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms

from core.pages.fields import DayField
from core.pages.forms import PageForm
from slas.actions.services import ServiceDraft
from slas.models import Service


class ServiceForm(PageForm):
    """What a service is called, where it is, and since when it is watched."""

    name = forms.CharField(max_length=200, help_text="As the contract calls it.")
    slug = forms.SlugField(
        label="Short name",
        max_length=80,
        help_text="What monitors and files call it: letters, figures, hyphens. For example customer-portal.",
    )
    site = forms.CharField(
        required=False, max_length=120, help_text="Where the contract tells sites apart, for example Hamburg."
    )
    monitored_from = DayField(
        label="Watched since",
        required=False,
        help_text="Time before is no data, neither up nor down. Blank: always.",
    )
    source_of_record = forms.CharField(
        label="Source of record",
        required=False,
        max_length=40,
        help_text="Whose outages count where several report them, for example monitor. Blank: all together.",
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, service: Service | None = None, **kwargs: Any) -> None:
        if service is not None:
            names = ("name", "slug", "site", "source_of_record")
            since = service.monitored_from.date() if service.monitored_from else None
            kept = {name: getattr(service, name) for name in names}
            kwargs["initial"] = {**kept, "monitored_from": since, "version": service.row_version}
        super().__init__(*args, **kwargs)

    def draft(self) -> ServiceDraft:
        """Return what a valid form says; a day is its first instant in UTC."""
        entered = dict(self.cleaned_data)
        entered.pop("version")
        if since := entered["monitored_from"]:
            entered["monitored_from"] = dt.datetime.combine(since, dt.time(), tzinfo=dt.UTC)
        return ServiceDraft(**entered)
