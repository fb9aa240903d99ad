"""How missed promises and claims are named and where their pages are, and who is told of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from contracts_app.models import Contract
from contracts_app.reminders.recipients import chains_of, managers_of
from core.reminders.shapes import Chain, SubjectLink
from slas.models import Claim


def visible_contracts(user: Any) -> QuerySet[Any]:
    """Return the query of the ids of all contracts that ``user`` may see."""
    return Contract.objects.visible_to(user).order_by().values("pk")


def links_to_contracts(user: Any, ids: Sequence[int]) -> dict[int, SubjectLink]:
    """Return the name of each contract that ``user`` may see, and where its results are."""
    rows = Contract.objects.visible_to(user).filter(pk__in=ids).only("number", "title")
    return {row.pk: SubjectLink(_name_of(row), results_url(row.pk)) for row in rows}


def names_of_contracts(ids: Sequence[int]) -> dict[int, str]:
    """Return the name of each contract, for lists that the product makes for itself."""
    scope = Contract.objects.for_system("names in a dry run on the command line")
    return {row.pk: _name_of(row) for row in scope.filter(pk__in=ids).only("number", "title")}


def results_url(contract_id: int) -> str:
    """Return the address of the results of a contract, without the site."""
    return reverse("contract_sla_results", args=[contract_id])


def visible_claims(user: Any) -> QuerySet[Any]:
    """Return the query of the ids of all claims whose contract ``user`` may see."""
    return Claim.objects.visible_to(user).order_by().values("pk")


def links_to_claims(user: Any, ids: Sequence[int]) -> dict[int, SubjectLink]:
    """Return name and address of each claim that ``user`` may see."""
    rows = Claim.objects.visible_to(user).filter(pk__in=ids)
    return {row.pk: SubjectLink(_claim_name(row), claim_url(row.pk)) for row in _joined(rows)}


def names_of_claims(ids: Sequence[int]) -> dict[int, str]:
    """Return the name of each claim, for lists that the product makes for itself."""
    scope = Claim.objects.for_system("names in a dry run on the command line")
    return {row.pk: _claim_name(row) for row in _joined(scope.filter(pk__in=ids))}


def claim_url(claim_id: int) -> str:
    """Return the address of the page of a claim, without the site."""
    return reverse("sla_claim", args=[claim_id])


def chains_by_claim(claim_ids: Sequence[int]) -> dict[int, Chain]:
    """Return the chain of recipients of each claim: that of its contract."""
    return _chains(claim_ids, chains_of)


def managers_by_claim(claim_ids: Sequence[int]) -> dict[int, Chain]:
    """Return the chain of each claim that is not submitted when its window is nearly over."""
    return _chains(claim_ids, managers_of)


def _chains(
    claim_ids: Sequence[int], chains: Callable[[Sequence[int]], dict[int, Chain]]
) -> dict[int, Chain]:
    found = dict(Claim.unscoped.filter(pk__in=claim_ids).values_list("pk", "contract_id"))
    usual = chains(sorted(set(found.values())))
    return {pk: usual[contract_id] for pk, contract_id in found.items()}


def _joined(rows: Any) -> Any:
    return rows.select_related("contract").defer("contract__search_vector")


def _name_of(contract: Contract) -> str:
    return f"{contract.number} {contract.title}"


def _claim_name(claim: Claim) -> str:
    """Return what a list calls a claim: its contract and the period."""
    span = f"{claim.period_first_date.isoformat()} to {claim.period_last_date.isoformat()}"
    return f"{_name_of(claim.contract)}: claim for {span}"
