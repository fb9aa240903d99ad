"""The panel "Contracts" on the page of a vendor."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from contracts_app import permissions
from contracts_app.models import Contract
from core import clock
from core.access import policy
from core.pages.panels import render_panel
from vendors import permissions as vendor_permissions
from vendors.views.page import PAGE, SHELL, visible_vendor

SHOWN = 100


@policy("vendors.view")
def vendor_contracts(request: HttpRequest, pk: int) -> HttpResponse:
    """List the contracts to which the vendor is party, those in force first."""
    vendor = visible_vendor(request, pk)
    contracts = Contract.objects.visible_to(request.user).of_vendor(vendor.pk)
    rows = list(
        contracts.select_related("terms").defer("search_vector", "description").running_first()[: SHOWN + 1]
    )
    context = {
        "contracts": rows[:SHOWN],
        "has_more": len(rows) > SHOWN,
        "can_create": permissions.can_record_now(request.user),  # type: ignore[arg-type]
        "can_edit": vendor_permissions.can_edit(request.user),  # type: ignore[arg-type]
    }
    return render_panel(
        request,
        page=PAGE,
        panel="vendor_contracts",
        subject=vendor,
        shell=SHELL,
        template="contracts_app/panels/vendor_contracts.html",
        now=clock.now(),
        context=context,
    )
