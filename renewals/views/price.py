"""The panel "Price at renewal" of the contract page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from contracts_app.views.page import contract_panel
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import signed_in
from core.reminders.shapes import date_in
from renewals.models import Deadline
from renewals.reports.price import price_outlook
from renewals.reports.price_words import rise_in_words, rule_facts, word_of_price


@signed_in
def contract_price(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far the price may rise when the contract renews, why, and what is missing to know it."""
    contract = visible_contract(request, pk)
    deadline = Deadline.objects.current_of(pk, request.user)
    zone = deadline.timezone if deadline else timezone.get_current_timezone_name()
    on = date_in(zone, clock.now())
    outlook = price_outlook(deadline, pk, request.user, on)
    context: dict[str, Any] = {
        "on": on,
        "deadline": deadline,
        "outlook": outlook,
        "rule": outlook.rule,
        "facts": rule_facts(outlook, contract.value_currency),
        "rise": rise_in_words(outlook),
        "word": word_of_price(outlook),
    }
    return contract_panel(request, contract, "contract_price", "renewals/panels/price.html", context)
