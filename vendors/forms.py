"""Forms about vendors: they hand a draft to one action and save nothing themselves."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms

from core.pages.choosing import KINDS, ChosenField, Kind, give_user
from core.pages.forms import PageForm
from core.search import name_key
from vendors.models import Vendor, VendorContact
from vendors.rules.country import country_names
from vendors.rules.draft import ContactDraft, EntityDraft, VendorDraft
from vendors.rules.plausible import LONGEST


def _kind(rows: Callable[[Any], Any]) -> Kind:
    return Kind(
        "vendor",
        rows,
        lambda vendor: vendor.name,
        lambda vendors, text: vendors.filter(name_key=name_key(text)),
        lambda vendors, text: vendors.named_like(text).order_by("name", "pk"),
    )


#: Choosing a vendor in use by typing its name, in the forms of every app.
VENDOR, ANY_VENDOR = "vendor", "any-vendor"
KINDS[VENDOR] = _kind(lambda user: Vendor.objects.visible_to(user).active())
#: The same, those out of use included: a parent may be one.
KINDS[ANY_VENDOR] = _kind(lambda user: Vendor.objects.visible_to(user))


def country_choices() -> list[tuple[str, str]]:
    """Return the countries to choose from, "not known" first."""
    return [("", "Not known"), *country_names().items()]


class VendorForm(PageForm):
    """What is known of a vendor; ``version`` is the row version that the person read."""

    name = forms.CharField(
        help_text="As it stands in the register of companies, with its legal form.",
        max_length=LONGEST["VendorDraft"]["name"],
    )
    parent_id = ChosenField(
        ANY_VENDOR,
        label="Parent",
        required=False,
        help_text="The vendor that owns it. Type the beginning of its name.",
    )
    country = forms.ChoiceField(choices=country_choices, required=False)
    registration_number = forms.CharField(required=False, help_text="In the register of companies.")
    lei = forms.CharField(
        label="LEI", required=False, help_text="Legal Entity Identifier: 20 letters and digits."
    )
    vat_number = forms.CharField(label="VAT number", required=False)
    website = forms.CharField(required=False, help_text="For example https://www.example.com.")
    address = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    notes = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, user: Any, vendor: Vendor | None = None, **kwargs: Any) -> None:
        if vendor is not None:
            initial = {name: getattr(vendor, name) for name in VendorDraft.__dataclass_fields__}
            initial |= {"parent_id": vendor.parent, "version": vendor.row_version}
            kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)
        give_user(self.fields.values(), user)

    @property
    def values(self) -> dict[str, Any]:
        """Return what was entered, by field of ``VendorDraft``."""
        cleaned = {name: self.cleaned_data[name] for name in VendorDraft.__dataclass_fields__}
        parent = cleaned["parent_id"]
        return {**cleaned, "parent_id": parent.pk if parent else None}


class ContactForm(PageForm):
    """Whom to reach at a vendor, for what."""

    role = forms.ChoiceField(
        label="For", choices=VendorContact.Role.choices, help_text="What this contact is asked about."
    )
    name = forms.CharField(help_text="A person, or a mailbox or department.")
    email = forms.CharField(label="E-mail", required=False, widget=forms.EmailInput)
    phone = forms.CharField(label="Telephone", required=False)
    address = forms.CharField(
        label="Postal address", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, contact: VendorContact | None = None, **kwargs: Any) -> None:
        if contact is not None:
            initial = {name: getattr(contact, name) for name in ContactDraft.__dataclass_fields__}
            kwargs.setdefault("initial", {**initial, "version": contact.row_version})
        super().__init__(*args, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """Return what was entered, by field of ``ContactDraft``."""
        return {name: self.cleaned_data[name] for name in ContactDraft.__dataclass_fields__}


class EntityForm(PageForm):
    """One of our own legal entities."""

    name = forms.CharField(help_text="As it stands in contracts.")
    country = forms.ChoiceField(choices=country_choices, required=False)
    registration_number = forms.CharField(required=False)
    vat_number = forms.CharField(label="VAT number", required=False)
    lei = forms.CharField(label="LEI", required=False)
    address = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, entity: Any = None, **kwargs: Any) -> None:
        if entity is not None:
            initial = {name: getattr(entity, name) for name in EntityDraft.__dataclass_fields__}
            kwargs.setdefault("initial", {**initial, "version": entity.row_version})
        super().__init__(*args, **kwargs)

    @property
    def values(self) -> dict[str, Any]:
        """Return what was entered, by field of ``EntityDraft``."""
        return {name: self.cleaned_data[name] for name in EntityDraft.__dataclass_fields__}
