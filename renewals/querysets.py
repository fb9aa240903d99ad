"""How a contract manager speaks of deadlines."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import F, Q

from contracts_app.querysets import contract_filter, part_filter
from contracts_app.rules.lifecycle import NOTICE_SERVED
from core.access import ScopedQuerySet
from renewals.rules import DeadlineStatus

#: The states in which notice can still be given in time: before the window, and in it.
RUNNING = (DeadlineStatus.OPEN.value, DeadlineStatus.IN_WINDOW.value)


class _OfContracts(ScopedQuerySet):
    """Rows that belong to a contract; seen by who sees it."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model)

    def of_contract(self, contract_id: int, user: Any) -> Self:
        """Those of one contract that ``user`` may see: ``visible_to`` for that contract alone."""
        return self.filter(contract_filter(user, "contract__"), contract_id=contract_id)._opened()


class DeadlineQuerySet(_OfContracts):
    """Deadlines."""

    def current(self) -> Self:
        """The deadline that counts now, one for each contract in force."""
        return self.filter(is_current=True)

    def to_act_on(self) -> Self:
        """Deadlines on which somebody can still act: before and inside the notice window, none served yet."""
        contracts: Any = self.model._meta.get_field("contract").related_model
        served = contracts.unscoped.filter(status=NOTICE_SERVED)
        running = self.filter(status__in=RUNNING, act_by_date__isnull=False)
        return running.exclude(contract__in=served.values("pk"))

    def acting_between(self, first: dt.date, last: dt.date) -> Self:
        """Deadlines whose act-by date lies between two dates, both inclusive."""
        return self.filter(act_by_date__gte=first, act_by_date__lte=last)

    def ending_between(self, first: dt.date, last: dt.date) -> Self:
        """Deadlines of contracts whose present term ends between two dates, both inclusive."""
        return self.filter(term_end__gte=first, term_end__lte=last)


class CalendarFeedQuerySet(ScopedQuerySet):
    """Calendar feeds: one's own business."""

    def visible_filter(self, user: Any) -> Q:
        return Q(owner=user) if user.is_active else Q(pk__in=[])


class ReminderPolicyQuerySet(ScopedQuerySet):
    """Reminder policies; no secret to whoever sees contracts."""

    def visible_filter(self, user: Any) -> Q:
        return Q() if user.can("contracts.view") else Q(pk__in=[])

    def most_general_first(self) -> Self:
        """Every type before single types, every value before minimum values."""
        return self.order_by("contract_type", F("minimum_amount").asc(nulls_first=True), "currency", "pk")


class ReminderResponseQuerySet(_OfContracts):
    """Answers to reminders."""

    def in_order(self) -> Self:
        """The oldest first."""
        return self.order_by("responded_at", "pk")
