"""The list of contracts."""

from __future__ import annotations

import datetime as dt
from functools import cache
from typing import Any

from django.db.models import Case, Func, TextField, Value, When
from django.db.models.functions import Coalesce, NullIf, TruncDate
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from accounts.models.department import has_department
from accounts.permissions import can_manage_people
from contracts_app import permissions
from contracts_app.filters.contracts import ContractFilterSet
from contracts_app.models import Contract
from contracts_app.rules.lifecycle import STATUS_LABELS
from contracts_app.templatetags import contract_cells as cells
from core import clock, registry
from core.access import signed_in
from core.pages.columns import Column
from core.pages.copying import label_of
from core.pages.listing import Empty, Listing
from core.pages.selection import BulkStep

#: The column of an upper app that leads the list where it is there: the date on which people must act.
LEADING_COLUMN = "act_by"


#: What the cells read of a row and of what is joined to it.
READ = (
    "number", "title", "type", "status", "is_confidential", "value_amount", "value_currency", "created_at",
    "vendor__name", "owner__full_name", "owner__username", "terms__end_date",
)  # fmt: skip


def _ends(contract: Contract) -> Any:
    terms = getattr(contract, "terms", None)
    return terms.end_date if terms else None


def _value(contract: Contract) -> str:
    """Return the value as a plain figure, for a spreadsheet."""
    return "" if contract.value_amount is None else f"{contract.value_amount.normalize():f}"


COLUMNS = (
    Column(
        "number", "Number", lambda row: row.number, "number",
        draw=cells.number_cell, order=10, export="number",
    ),
    Column(
        "title", "Title", lambda row: row.title, "title",
        draw=cells.title_cell, is_heading=True, order=20, export="title",
    ),
    Column(
        "type", "Type", lambda row: row.get_type_display(), order=25, is_on_page=False,
        export=label_of("type", dict(Contract.Type.choices)),
    ),
    Column(
        "confidential", "Confidential", lambda row: "Yes" if row.is_confidential else "", order=26,
        is_on_page=False, export=Case(When(is_confidential=True, then=Value("Yes")), default=Value("")),
    ),
    Column(
        "vendor", "Vendor", lambda row: row.vendor.name, "vendor__name",
        draw=cells.vendor_cell, order=30, export="vendor__name",
    ),
    Column(
        "status", "Status", lambda row: STATUS_LABELS[row.status], "status",
        kind="status", draw=cells.status_cell, order=50,
        export=label_of("status", STATUS_LABELS),
    ),
    Column(
        "ends", "Stated end", _ends, "terms__end_date",
        kind="date", draw=cells.stated_end_cell, order=70, is_on_page=False,
        export="terms__end_date",
    ),
    Column(
        "owner", "Owner", lambda row: str(row.owner or ""),
        draw=cells.owner_cell, order=80,
        export=Coalesce(NullIf("owner__full_name", Value("")), "owner__username"),
    ),
    Column(
        "value", "Value", _value, "value_amount",
        kind="money", draw=cells.value_cell, order=90,
        export=Func("value_amount", function="trim_scale", output_field=TextField()),
    ),
    Column(
        "currency", "Currency", lambda row: row.value_currency, order=91, is_on_page=False,
        export="value_currency",
    ),
    Column(
        "recorded", "Recorded", lambda row: row.created_at.date(), "created_at", order=900, is_on_page=False,
        export=TruncDate("created_at", tzinfo=dt.UTC),
    ),
)  # fmt: skip


#: What can be done with picked contracts.
BULK = (
    *(
        BulkStep(key, label, icon, "contracts.edit", "contract_selection", (key,))
        for key, label, icon in (
            ("add-tag", "Add tag", "tag"),
            ("remove-tag", "Remove tag", "tags"),
            ("owner", "Change owner", "user"),
            ("backup-owner", "Change backup owner", "users"),
        )
    ),
    BulkStep("csv", "CSV", "download", "exports.run", "contract_selection_csv"),
)


@cache
def contracts_listing() -> Listing:
    """Return the declaration of the list; the date to act by leads where an app adds it."""
    added = {entry.key for entry in registry.entries_for(registry.list_columns, "contracts")}
    return Listing(
        page="contracts",
        noun="contract",
        nouns="contracts",
        columns=COLUMNS,
        filterset=ContractFilterSet,
        default_sort=LEADING_COLUMN if LEADING_COLUMN in added else "-recorded",
        prepare=lambda contracts: contracts.select_related("vendor", "owner", "terms").only(*READ),
        bulk=BULK,
    )


@signed_in
def contract_list(request: HttpRequest) -> HttpResponseBase:
    """List the contracts that the person may see; filters, order and CSV by the address."""
    user: Any = request.user
    can_record = permissions.can_record_now(user)
    on = clock.today(timezone.get_current_timezone_name())
    contracts = Contract.objects.visible_to(request.user)
    listing = contracts_listing().open(request, contracts, on=on, empty=_empty(user, can_record))
    return listing.respond(
        "contracts_app/contract_list.html",
        {"title": "Contracts", "can_create": can_record, "needs_department": _may_add_department(user)},
    )


def _may_add_department(user: Any) -> bool:
    """Tell whether the first thing to do is to add a department, and ``user`` may."""
    return can_manage_people(user) and not has_department()


def _empty(user: Any, can_record: bool) -> Empty:
    text = "Contracts are what was agreed with your vendors: dates, notice, money."
    if can_record:
        words = f"{text} Record the first one, or import a register."
        return Empty("No contracts yet", words, reverse("contract_create"), "Record a contract")
    if permissions.can_create(user) or _may_add_department(user):
        return _no_department(user, text)
    return Empty("No contracts yet", f"{text} You see those of your departments, and those you own.")


def _no_department(user: Any, text: str) -> Empty:
    """Say what comes before the first contract: a department, which a register may bring along."""
    links = [("department_create", "Add a department")] if _may_add_department(user) else []
    who = "Add the first one" if links else "Ask an administrator to add one"
    if user.can("imports.run"):
        links.append(("import_new", "Import a register"))
        who += ", or import a register: departments that do not exist are created from it"
    named = [part for url_name, label in links for part in (reverse(url_name), label)]
    return Empty(
        "No contracts yet", f"{text} Each belongs to a department, and there is none yet. {who}.", *named
    )
