"""How a contract manager speaks of deadlines."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.db.models import Q

from contracts_app.querysets import contract_filter
from contracts_app.rules.lifecycle import NOTICE_SERVED
from core.access import ScopedQuerySet


class DeadlineQuerySet(ScopedQuerySet):
    """Deadlines; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return contract_filter(user, "contract__")

    def current(self) -> Self:
        """The deadline that counts now, one for each contract in force."""
        return self.filter(is_current=True)

    def to_act_on(self) -> Self:
        """Deadlines on which somebody can still act: before and inside the notice window, none served yet."""
        running = self.filter(status__in=("open", "in_window"), act_by_date__isnull=False)
        return running.exclude(contract__status=NOTICE_SERVED)

    def acting_between(self, first: dt.date, last: dt.date) -> Self:
        """Deadlines whose act-by date lies between two dates, both inclusive."""
        return self.filter(act_by_date__gte=first, act_by_date__lte=last)

    def ending_between(self, first: dt.date, last: dt.date) -> Self:
        """Deadlines of contracts whose present term ends between two dates, both inclusive."""
        return self.filter(term_end__gte=first, term_end__lte=last)
