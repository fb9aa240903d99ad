"""How a contract manager speaks of contracts."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from contracts_app.rules.lifecycle import IN_FORCE
from core.access import ScopedQuerySet
from core.search import fold


def contract_filter(user: Any, prefix: str = "") -> Q:
    """Return the condition for "``user`` may see this contract", on relations reached by ``prefix``.

    A contract is seen by who holds ``contracts.view`` in its department, and by its owner
    and backup owner. A confidential one only by the people named on it, its owner and
    backup owner, and holders of ``contracts.confidential`` in its department.
    """
    if not user.is_active:
        return Q(**{f"{prefix}pk__in": []})
    mine = Q(**{f"{prefix}owner": user}) | Q(**{f"{prefix}backup_owner": user})
    department = _in_departments(user.departments_with("contracts.view"), prefix)
    trusted = _in_departments(user.departments_with("contracts.confidential"), prefix)
    open_ones = Q(**{f"{prefix}is_confidential": False}) & department
    if named_ids := list(user.contract_accesses.values_list("contract_id", flat=True)):
        named = Q(**{f"{prefix}pk__in": named_ids})
        return mine | named | open_ones | (department & trusted)
    return mine | open_ones | (department & trusted)


def _in_departments(department_ids: list[int] | None, prefix: str) -> Q:
    if department_ids is None:
        return Q(**{f"{prefix}pk__isnull": False})
    return Q(**{f"{prefix}department__in": department_ids})


class ContractQuerySet(ScopedQuerySet):
    """Contracts."""

    def visible_filter(self, user: Any) -> Q:
        return contract_filter(user)

    def in_force(self) -> Self:
        """Contracts for which deadlines run: executed, active, notice served, holdover."""
        return self.filter(status__in=IN_FORCE)

    def ending_between(self, first: dt.date, last: dt.date) -> Self:
        """Contracts whose recorded end date lies between two dates, both inclusive."""
        return self.filter(terms__end_date__gte=first, terms__end_date__lte=last)

    def matching(self, words: str) -> Self:
        """Contracts whose number, title, vendor, tags or description contain all of ``words``."""
        folded = fold(words)
        if not folded:
            return self
        return self.filter(search_vector=SearchQuery(folded, search_type="websearch", config="simple"))


class ContractPartQuerySet(ScopedQuerySet):
    """Rows that belong to a contract (terms, notice rules, parties …): seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return contract_filter(user, "contract__")


class NoticeMethodQuerySet(ScopedQuerySet):
    """Methods of notice rules; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return contract_filter(user, "rule__contract__")


class TagQuerySet(ScopedQuerySet):
    """Tags; seen by whoever may see contracts at all."""

    def visible_filter(self, user: Any) -> Q:
        return Q() if user.can("contracts.view") else Q(pk__in=[])
