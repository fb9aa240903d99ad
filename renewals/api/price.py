"""``/api/v1/contracts/{id}/price/``: what another term of a contract may cost at most, and why."""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.models import Contract
from core import clock
from core.api.parameters import refuse_unknown
from core.api.views import ApiView, json_answer
from core.money import Money
from core.reminders.shapes import date_in
from renewals.models import Deadline
from renewals.reports.price import PriceOutlook, price_outlook
from spend.rules.uplift import UpliftStatus

UNKNOWN = "unknown"


class PriceShape(serializers.Serializer):
    """The price at the next renewal; amounts in ``currency``, null where they are not known."""

    contract_id = serializers.IntegerField()
    status = serializers.ChoiceField(
        [*(one.value for one in UpliftStatus), UNKNOWN],
        help_text="provisional: a figure of the index is not published; unknown: see missing.",
    )
    renewal_date = serializers.DateField(allow_null=True, help_text="The first day of the next term.")
    currency = serializers.CharField()
    present_amount = serializers.DecimalField(19, 4, allow_null=True)
    price_amount = serializers.DecimalField(19, 4, allow_null=True, help_text="Null while it is not final.")
    ceiling_amount = serializers.DecimalField(
        19, 4, allow_null=True, help_text="The highest that the vendor may ask; null where nothing bounds it."
    )
    announce_by_date = serializers.DateField(
        allow_null=True, help_text="The last day on which the vendor can announce a rise, inclusive."
    )
    steps = serializers.ListField(child=serializers.CharField(), help_text="Why, in sentences.")
    missing = serializers.ListField(child=serializers.CharField(), help_text="What is needed and unknown.")


class ContractPriceView(ApiView):
    """The price of one contract at its next renewal."""

    policy: ClassVar[dict[str, str]] = {"get": "contracts.view"}
    http_method_names = ["get", "head"]

    @extend_schema(responses=PriceShape, operation_id="contracts_price_retrieve")
    def get(self, request: Request, pk: int) -> HttpResponse:
        """Answer the ceiling, the steps that lead to it, and what is missing to know it."""
        refuse_unknown(request.query_params, ())
        contract = Contract.objects.visible_to(request.user).get(pk=pk)
        deadline = Deadline.objects.of_contract(pk, request.user).current().first()
        now = clock.now()
        on = date_in(deadline.timezone, now) if deadline else now.date()
        outlook = price_outlook(deadline, pk, request.user, on)
        return json_answer(_as_json(contract, outlook))


def _as_json(contract: Contract, outlook: PriceOutlook) -> dict[str, Any]:
    found = outlook.found.result if outlook.found else None
    return {
        "contract_id": contract.pk,
        "status": found.status.value if found else UNKNOWN,
        "renewal_date": outlook.renewal_date,
        "currency": outlook.present.currency if outlook.present else contract.value_currency,
        "present_amount": _amount(outlook.present),
        "price_amount": _amount(found.price if found else None),
        "ceiling_amount": _amount(outlook.ceiling),
        "announce_by_date": outlook.announce_by,
        "steps": list(outlook.found.sentences) if outlook.found else [],
        "missing": list(outlook.missing),
    }


def _amount(money: Money | None) -> str | None:
    return None if money is None else f"{money.amount:f}"
