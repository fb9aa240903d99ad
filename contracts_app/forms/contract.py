"""The header of a contract, as entered on a page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms

from accounts.models import Department
from contracts_app.forms.choosing import ChosenField, ChosenManyField, give_user
from contracts_app.models import Contract
from core.money import decimals_of, known_currencies, minor_units
from core.pages.forms import PageForm
from vendors.models import Entity

#: The currencies that stand first in the list.
USUAL_CURRENCIES = ("EUR", "USD", "GBP", "CHF")
#: Where the actions' names for what was entered differ from the form's.
DRAFT_NAMES = {
    "vendor": "vendor_id",
    "department": "department_id",
    "entity": "entity_id",
    "owner": "owner_id",
    "backup_owner": "backup_owner_id",
    "parent": "parent_id",
    "supersedes": "supersedes_id",
    "further_vendors": "further_vendor_ids",
    "further_entities": "further_entity_ids",
    "named_users": "named_user_ids",
}
FORM_NAMES = {draft: form for form, draft in DRAFT_NAMES.items()}
#: Contracts that this one hangs on; left out of the form when the person may not see them.
LINKS = ("parent", "supersedes")


def currency_choices() -> list[tuple[str, str]]:
    """Return the currencies to choose from, the usual ones first."""
    others = sorted(known_currencies() - set(USUAL_CURRENCIES))
    return [("", "None")] + [(code, code) for code in (*USUAL_CURRENCIES, *others)]


def plain_amount(amount: Decimal | None, currency: str) -> str:
    """Return an amount as it is typed: no thousands, the decimals of its currency (``418500.50``)."""
    if amount is None:
        return ""
    places = max(decimals_of(amount), minor_units(currency))
    return f"{amount:.{places}f}"


class ContractForm(PageForm):
    """Title, parties, people, money: everything but terms and notice."""

    title = forms.CharField(help_text="What the contract is about, in a few words.", max_length=500)
    type = forms.ChoiceField(choices=[("", "Choose…"), *Contract.Type.choices])
    number = forms.CharField(
        required=False, max_length=60, help_text="Our reference. Leave it blank for the next free number."
    )
    status = forms.ChoiceField(
        choices=Contract.Status.choices,
        help_text="Where it stands now: a contract that is signed and running already is Active.",
    )
    vendor = ChosenField("vendor", help_text="Type the beginning of its name.")
    department = forms.ModelChoiceField(
        queryset=Department.unscoped.none(), help_text="Whose contract it is; decides who sees it."
    )
    owner = ChosenField(
        "person",
        required=False,
        help_text="Who must act. Without an owner, reminders go to the department's queue.",
    )
    backup_owner = ChosenField("person", required=False, help_text="Who acts when the owner cannot.")
    value_amount = forms.DecimalField(
        label="Value",
        required=False,
        localize=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        help_text="The total of the present term, for example 412000.00. Blank means not known.",
    )
    value_currency = forms.ChoiceField(label="Currency", required=False, choices=currency_choices)
    entity = forms.ModelChoiceField(
        label="Our entity",
        required=False,
        queryset=Entity.unscoped.none(),
        help_text="Which of our companies signed it.",
        empty_label="Not known",
    )
    parent = ChosenField(
        "contract", label="Hangs under", required=False, help_text="For example the master agreement."
    )
    supersedes = ChosenField(
        "contract", required=False, help_text="The earlier contract that this one replaces."
    )
    governing_law = forms.CharField(
        required=False, max_length=100, help_text="For example England and Wales."
    )
    tags = forms.CharField(
        required=False, max_length=4_000, help_text="Separated by commas: cloud, framework."
    )
    description = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 3}))
    further_vendors = ChosenManyField(
        "vendor", required=False, help_text="Vendors that are party to it besides the first, one a line."
    )
    further_entities = forms.ModelMultipleChoiceField(
        label="Further entities of ours",
        required=False,
        queryset=Entity.unscoped.none(),
        widget=forms.CheckboxSelectMultiple,
    )
    is_confidential = forms.BooleanField(
        label="Confidential",
        required=False,
        help_text="Seen only by its owner, backup owner, the people named here, and auditors.",
    )
    named_users = ChosenManyField(
        "person", label="People named on it", required=False, help_text="One a line. They see it in any case."
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, user: Any, contract: Contract | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.contract = contract
        give_user(self.fields.values(), user)
        departments = _departments(user, contract)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        if not self.initial.get("department") and len(departments) == 1:
            self.initial["department"] = departments[0].pk
        for name in ("entity", "further_entities"):
            entities = Entity.objects.visible_to(user).order_by("name")
            self.fields[name].queryset = entities  # type: ignore[attr-defined]
        if contract is not None:
            del self.fields["status"]
            for name in LINKS:
                self._hide_unseen(name, user)

    def _hide_unseen(self, name: str, user: Any) -> None:
        """Leave a link to a contract that the person may not see as it is, and unsaid."""
        target = getattr(self.contract, f"{name}_id")
        if target is not None and not Contract.objects.visible_to(user).filter(pk=target).exists():
            del self.fields[name]

    @property
    def values(self) -> dict[str, Any]:
        """Return what was entered, by field of ``ContractDraft``."""
        entered = {DRAFT_NAMES.get(name, name): value for name, value in self.cleaned_data.items()}
        entered.pop("version")
        for name, value in entered.items():
            if name.endswith("_ids"):
                entered[name] = tuple(row.pk for row in value)
            elif name.endswith("_id"):
                entered[name] = value.pk if value else None
        entered["tags"] = tuple(tag for tag in entered["tags"].replace("\n", ",").split(",") if tag.strip())
        return entered


def _departments(user: Any, contract: Contract | None) -> Any:
    rows = Department.unscoped.filter(is_active=True).order_by("name")
    ids = user.departments_with("contracts.edit")
    if ids is None:
        return rows
    return rows.filter(pk__in=[*ids, contract.department_id] if contract else ids)
