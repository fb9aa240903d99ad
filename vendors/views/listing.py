"""The list of vendors."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from core import clock
from core.access import policy
from core.pages.columns import Column
from core.pages.listing import Empty, Listing
from vendors.filters import VendorFilter
from vendors.models import Vendor
from vendors.permissions import can_edit
from vendors.rules.country import country_name

VENDORS = Listing(
    page="vendors",
    noun="vendor",
    nouns="vendors",
    columns=(
        Column(
            "name", "Name", lambda row: row.name, "name",
            template="vendors/cells/name.html", is_heading=True, order=10,
        ),
        Column("country", "Country", lambda row: country_name(row.country), "country", order=20),
        Column("registration_number", "Registration", lambda row: row.registration_number, order=30),
        Column(
            "notice_contact", "Notices to", lambda row: row.notice_contact,
            template="vendors/cells/notice_contact.html", order=40,
        ),
        Column(
            "use", "Use", lambda row: "In use" if row.is_active else "Out of use",
            kind="status", template="vendors/cells/use.html", order=900,
        ),
    ),
    filterset=VendorFilter,
    default_sort="name",
    prepare=lambda vendors: vendors.with_notice_contact().select_related("parent"),
)  # fmt: skip


@policy("vendors.view")
def vendor_list(request: HttpRequest) -> HttpResponseBase:
    """List the vendors; filters, order and CSV by the address."""
    is_editor = can_edit(request.user)  # type: ignore[arg-type]
    empty = Empty(
        "No vendors yet",
        "Vendors are the other side of your contracts. Record one, or import a register: vendors that do"
        " not exist are created from it.",
        reverse("vendor_create") if is_editor else "",
        "Record a vendor",
    )
    on = clock.today(timezone.get_current_timezone_name())
    listing = VENDORS.open(request, Vendor.objects.visible_to(request.user), on=on, empty=empty)
    return listing.respond("vendors/vendor_list.html", {"title": "Vendors", "can_edit": is_editor})
