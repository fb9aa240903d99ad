"""The panel "SLA" on the page of a vendor: how its promises are kept, and what is claimed of it."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse

from core import clock
from core.access import policy
from core.pages.panels import render_panel
from slas.models import Claim
from slas.reports.attainment import by_contract, months_until, running_budgets
from slas.reports.claims import asked_words, lost_sums, period_of, word_of_claim
from vendors.views.page import PAGE, SHELL, visible_vendor

SHOWN: Final = 50


@policy("vendors.view")
def vendor_slas(request: HttpRequest, pk: int) -> HttpResponse:
    """Show the months of each contract, what is left of the running budgets, and the newest claims."""
    vendor = visible_vendor(request, pk)
    now = clock.now()
    seen = Claim.objects.visible_to(request.user).filter(contract__vendor_id=vendor.pk)
    claims = list(seen.select_related("contract").order_by("-period_last_date", "-pk"))
    context = {
        "months": months_until(now.date()),
        "rows": by_contract(request.user, vendor.pk, now.date()),
        "budgets": running_budgets(request.user, now, target__service__contract__vendor_id=vendor.pk),
        "claims": [(one, period_of(one), word_of_claim(one), asked_words(one)) for one in claims[:SHOWN]],
        "lost": lost_sums(claims),
    }
    return render_panel(
        request,
        page=PAGE,
        panel="vendor_slas",
        subject=vendor,
        shell=SHELL,
        template="slas/vendor.html",
        now=now,
        context=context,
    )
