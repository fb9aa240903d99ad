"""How a service manager speaks of services, their targets, what happened and what is claimed.

Everything here belongs to a contract, and is seen by who sees the contract.
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Case, Count, F, FilteredRelation, OuterRef, Q, Subquery, When

from contracts_app.querysets import part_filter
from core.access import ScopedQuerySet
from slas.rules.agreed_target import IndicatorKind
from slas.rules.claim import BEFORE_SUBMISSION, OPEN


class _OfContract(ScopedQuerySet):
    """Rows that reach their contract by ``path``."""

    path = "contract"

    def visible_filter(self, user: Any) -> Q:
        return part_filter(user, self.model, self.path)


class SlaServiceQuerySet(_OfContract):
    """Services of contracts."""


class SlaTargetQuerySet(_OfContract):
    """Targets of services."""

    path = "service__contract"

    def with_service_count(self) -> Self:
        """Targets with ``service_count``: how many services their contract has, those without targets too."""
        services: Any = self.model._meta.get_field("service").related_model
        same = services.unscoped.filter(contract=OuterRef("service__contract")).order_by()
        counted = same.values("contract").annotate(count=Count("pk"))
        return self.annotate(service_count=Subquery(counted.values("count")))

    def with_read_at(self, since: dt.datetime) -> Self:
        """Targets with ``read_at``: of key figures, when the readings since an instant were taken."""
        readings: Any = self.model._meta.get_field("measurements").related_model
        taken = readings.unscoped.filter(target=OuterRef("pk"), voided_reason="", at__gte=since)
        kind = IndicatorKind.KEY_FIGURE.value
        instants = ArraySubquery(taken.order_by("at").values("at"))
        return self.annotate(read_at=Case(When(indicator=kind, then=instants), default=None))


class TargetVersionQuerySet(_OfContract):
    """Versions of targets."""

    path = "target__service__contract"

    def counting_by(self, day: dt.date) -> Self:
        """Versions that count from a day on or before; the latest of each target is the one in force."""
        return self.filter(effective_from__lte=day)

    def in_force(self, day: dt.date) -> Self:
        """The version of each target that counts on a day, in the order of the targets."""
        return self.counting_by(day).order_by("target_id", "-effective_from").distinct("target_id")


class CreditAgreementQuerySet(_OfContract):
    """What contracts say about all their credits."""

    def counting_by(self, day: dt.date) -> Self:
        """Agreements that count from a day on or before, the latest first."""
        return self.filter(effective_from__lte=day).order_by("-effective_from")


class OutageQuerySet(_OfContract):
    """Reports of services that were down."""

    path = "service__contract"

    def counted(self) -> Self:
        """Outages that nobody has voided."""
        return self.filter(voided_reason="")

    def lasting_at(self, instant: dt.datetime) -> Self:
        """Outages that are not over at an instant, or begin later; open ones last on."""
        return self.filter(Q(end_at__isnull=True) | Q(end_at__gt=instant) | Q(start_at__gte=instant))

    def touching(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Outages that share time with a stretch, its end left out; open ones last on."""
        return self.filter(start_at__lt=end).filter(Q(end_at__isnull=True) | Q(end_at__gt=start))


class ExclusionQuerySet(_OfContract):
    """Time in which downtime may be excused."""

    def touching(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Exclusions that share time with a stretch, its end left out."""
        return self.filter(start_at__lt=end, end_at__gt=start)

    def awaiting(self) -> Self:
        """Exclusions that nobody has approved or rejected yet."""
        return self.filter(approved_at__isnull=True, rejected_reason="")


class TicketQuerySet(_OfContract):
    """Tickets of services."""

    path = "service__contract"

    def counted(self) -> Self:
        """Tickets that nobody has voided."""
        return self.filter(voided_reason="")

    def opened_in(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Tickets that were opened in a stretch, its end left out."""
        return self.filter(opened_at__gte=start, opened_at__lt=end)


class TicketPauseQuerySet(_OfContract):
    """Times in which tickets waited."""

    path = "ticket__service__contract"


class MeasurementQuerySet(_OfContract):
    """Readings of targets."""

    path = "target__service__contract"

    def counted(self) -> Self:
        """Readings that nobody has voided."""
        return self.filter(voided_reason="")

    def taken_in(self, start: dt.datetime, end: dt.datetime) -> Self:
        """Readings that were taken in a stretch, its end left out."""
        return self.filter(at__gte=start, at__lt=end)


class VendorFigureQuerySet(_OfContract):
    """What vendors say that their figures were."""

    path = "target__service__contract"


class ResultQuerySet(_OfContract):
    """How targets were kept."""

    path = "target__service__contract"


class ResultVersionQuerySet(_OfContract):
    """The figures of results."""

    path = "result__target__service__contract"

    def with_vendor_figures(self) -> Self:
        """Versions with what the vendor says about their period: ``their_value``, None without, and a note.

        Who sees a version sees what the vendor says about the same target.
        """
        figures = "result__target__vendor_figures"
        same_period = Q(**{f"{figures}__period_first_date": F("result__period_first_date")})
        return self.annotate(
            said=FilteredRelation(figures, condition=same_period),
            their_value=F("said__value"),
            their_note=F("said__note"),
        )


class ClaimQuerySet(_OfContract):
    """Claims for credits."""

    def open(self) -> Self:
        """Claims in which somebody has still to act, or the vendor has."""
        return self.filter(status__in=[one.value for one in OPEN])

    def not_submitted(self) -> Self:
        """Claims that the vendor does not have yet."""
        return self.filter(status__in=[one.value for one in BEFORE_SUBMISSION])


class ClaimBasisQuerySet(_OfContract):
    """What claims rest on."""

    path = "claim__contract"


class ClaimStepQuerySet(_OfContract):
    """Steps of claims."""

    path = "claim__contract"
