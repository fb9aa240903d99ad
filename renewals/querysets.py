"""How a contract manager speaks of deadlines."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection
from decimal import Decimal
from typing import Any, Self

from django.db.models import Exists, F, OuterRef, Q

from contracts_app.querysets import ContractQuerySet, contract_filter, part_filter
from contracts_app.rules.lifecycle import IN_FORCE, NOTICE_SERVED
from core.access import ScopedQuerySet, read_once
from renewals.rules import DeadlineStatus
from renewals.rules.decision import STANDING, DecisionStatus
from renewals.rules.ending import NOTICE_COLUMNS, with_notices
from renewals.rules.exit_task import OWED_UNDER
from renewals.rules.letter import ENDING_KINDS
from renewals.rules.service import SERVING

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

    def current_of(self, contract_id: int, user: Any) -> Any:
        """Return the current deadline of one contract, if ``user`` may see it; read once for a page."""
        rows = self.of_contract(contract_id, user).current().select_related("contract")
        return read_once(("current deadline", contract_id, user.pk), rows.first)

    def to_act_on(self) -> Self:
        """Deadlines on which somebody must still act for the exit that can be reached, none served yet.

        Once this term's exit is missed, that is the next one (``reachable_act_by_date``). What was decided
        without a need for notice leaves nothing to do; a decision that needs one does.
        """
        contracts: Any = self.model._meta.get_field("contract").related_model
        served = contracts.unscoped.filter(status=NOTICE_SERVED)
        running = self.filter(reachable_act_by_date__isnull=False)
        decisions: Any = self.model._meta.get_field("decisions").related_model
        settling = decisions.unscoped.filter(
            status="in_force",
            needs_notice=False,
            contract=OuterRef("contract"),
            act_by_date=OuterRef("reachable_act_by_date"),
        )
        return running.exclude(contract__in=served.values("pk")).exclude(Exists(settling))

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


class DecisionQuerySet(ScopedQuerySet):
    """Decisions; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model)

    def of_contract(self, contract_id: int, user: Any) -> Self:
        """The decisions about one contract that ``user`` may see, the newest first."""
        seen = self.filter(contract_filter(user, "contract__"), contract_id=contract_id)
        return seen._opened().order_by("-decided_at", "-pk")

    def about(self, contract_id: int, user: Any) -> list[Any]:
        """Return the decisions about one contract that ``user`` may see, newest first; read once for a page.

        They come with people and notice, and without their snapshots.
        """
        rows = self.of_contract(contract_id, user).select_related("decided_by", "approved_by", "notice")
        return read_once(("decisions", contract_id, user.pk), lambda: list(rows.defer("snapshot")))

    def in_force(self) -> Self:
        """Decisions that count for their act-by date."""
        return self.filter(status=DecisionStatus.IN_FORCE)

    def standing(self) -> Self:
        """Decisions that count, or wait for the second person."""
        return self.filter(status__in=STANDING)

    def left_to_serve(self) -> Self:
        """Decisions in force whose notice is still to be served, and whose exit nobody acts on any more.

        Those whose act-by date is still ahead are met as deadlines.
        """
        deadlines: Any = self.model._meta.get_field("deadline").related_model
        ahead = deadlines.unscoped.filter(
            is_current=True,
            contract=OuterRef("contract"),
            reachable_act_by_date=OuterRef("act_by_date"),
        )
        waiting = self.in_force().filter(needs_notice=True, contract__status__in=IN_FORCE - {NOTICE_SERVED})
        return waiting.exclude(notice__status="closed").exclude(Exists(ahead))

    def awaiting_approval_by(self, user: Any) -> Self:
        """Decisions for ``user`` to confirm or reject: proposed by others, where they hold the verb."""
        waiting = self.filter(status=DecisionStatus.PROPOSED).exclude(decided_by=user)
        departments = user.departments_with("decisions.approve")
        return waiting if departments is None else waiting.filter(contract__department__in=departments)

    def settled_by_period(self, contract_ids: Collection[int]) -> dict[tuple[int, dt.date], bool]:
        """Return contract and act-by date of each decision that stands; whether nothing is left to do."""
        rows = self.standing().filter(contract_id__in=contract_ids, act_by_date__isnull=False)
        found: dict[tuple[int, dt.date], bool] = {}
        for pk, act_by, status, needs_notice in rows.values_list(
            "contract_id", "act_by_date", "status", "needs_notice"
        ):
            is_settled = status == DecisionStatus.IN_FORCE and not needs_notice
            found[pk, act_by] = found.get((pk, act_by), False) or is_settled
        return found

    def decided(self, contract_ids: Collection[int]) -> set[int]:
        """Return those of the contracts whose present deadline is decided.

        A decision about another act-by date, of before the dates moved or of a term that is over, does not
        count; once this term's exit is missed, the next exit is what is to be decided.
        """
        standing = self.in_force().filter(contract_id__in=contract_ids)
        periods = set(standing.values_list("contract_id", "act_by_date"))
        deadlines: Any = self.model._meta.get_field("deadline").related_model
        current = deadlines.unscoped.filter(contract_id__in=contract_ids, is_current=True)
        return {row.contract_id for row in current if (row.contract_id, row.point.act_by_date) in periods}


class DecisionThresholdQuerySet(ScopedQuerySet):
    """Thresholds of four eyes; no secret to whoever sees contracts."""

    def visible_filter(self, user: Any) -> Q:
        return Q() if user.can("contracts.view") else Q(pk__in=[])

    def by_currency(self) -> dict[str, Decimal]:
        """Return the amount of each currency from which on a second person is asked."""
        return dict(self.values_list("currency", "amount"))


class NoticeQuerySet(ScopedQuerySet):
    """Notices; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model)

    def of_contract(self, contract_id: int, user: Any) -> Self:
        """The notices about one contract that ``user`` may see, the newest first."""
        seen = self.filter(contract_filter(user, "contract__"), contract_id=contract_id)
        return seen._opened().order_by("-created_at", "-pk")

    def ours(self) -> Self:
        """Notices that we give."""
        return self.filter(direction="ours")

    def ending(self) -> Self:
        """Closed notices that end their contract: ours, and the vendor's that were accepted."""
        said = Q(direction="ours") | Q(direction="theirs", outcome="accepted")
        return self.filter(said, status="closed", kind__in=[kind.value for kind in ENDING_KINDS])

    def records_of(self, contracts: ContractQuerySet) -> dict[int, dict[str, Any]]:
        """Return what the deadline of each of ``contracts`` rests on, notices included, in one query more.

        As ``deadline_inputs`` gives it, with what ``renewals.rules.ending.with_notices`` adds.
        """
        records: dict[int, dict[str, Any]] = contracts.deadline_inputs()
        closed = self.filter(contract_id__in=list(records), status="closed")
        return with_notices(records, closed.order_by().values(*NOTICE_COLUMNS))

    def record_of(self, contract_id: int, user: Any) -> dict[str, Any]:
        """Return what the deadline of one contract that ``user`` may see rests on; read once for a page.

        Raises:
            KeyError: There is no such contract, or ``user`` does not see it.
        """
        contracts: Any = self.model._meta.get_field("contract").related_model
        seen = contracts.objects.visible_to(user).filter(pk=contract_id)

        def read() -> dict[int, dict[str, Any]]:
            closed = [one for one in self._of_one(contract_id, user) if one.status == "closed"]
            rows = [{name: getattr(one, name) for name in NOTICE_COLUMNS} for one in closed]
            return with_notices(seen.deadline_inputs(), rows)

        return read_once(("record", contract_id, user.pk), read)[contract_id]

    def unanswered(self, contract_id: int, user: Any) -> list[Any]:
        """Return the vendor's open notices about one contract that ``user`` may see; read once for a page."""
        notices = self._of_one(contract_id, user)
        return [one for one in notices if one.direction == "theirs" and one.status == "open"]

    def _of_one(self, contract_id: int, user: Any) -> list[Any]:
        """Return the notices about one contract that ``user`` may see, newest first; read once for a page."""
        rows = self.of_contract(contract_id, user).defer("body")
        return read_once(("notices", contract_id, user.pk), lambda: list(rows))

    def theirs(self) -> Self:
        """Notices that the vendor gave."""
        return self.filter(direction="theirs")

    def with_letter(self, stored_file_id: int) -> Self:
        """Notices whose letter is this file."""
        return self.filter(Q(letter_pdf=stored_file_id) | Q(letter_docx=stored_file_id))


class ServiceQuerySet(ScopedQuerySet):
    """Services of notices; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model, "notice__contract")

    def proving(self) -> Self:
        """Services that stand and have a proof."""
        return self.filter(status__in=SERVING, proof__isnull=False)


class ExitTaskQuerySet(ScopedQuerySet):
    """Exit tasks; seen by who sees the contract."""

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model, "notice__contract")

    def to_do(self) -> Self:
        """Tasks that are still owed, the most urgent first."""
        owed = self.filter(
            done_at__isnull=True,
            notice__outcome__in=OWED_UNDER,
            notice__kind__in=[kind.value for kind in ENDING_KINDS],
        )
        return owed.order_by("due_date", "pk")
