"""The credits pipeline: the money of claims by state and currency, as a chart with the table below it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from urllib.parse import urlencode

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse

from core.money import Money
from core.rules.wording import money_text
from slas.models import Claim
from slas.reports.claims import look_of
from slas.rules.claim import STATUS_LABELS, ClaimStatus
from slas.rules.credit_pipeline import ClaimSum, Pipeline, Stage, pipelines, without_money

#: Width of the longest bar, and how much of the chart a state takes, in units of the chart.
_LONGEST: Final = 230
_STEP: Final = 26


@dataclass(frozen=True, slots=True)
class ShownStage:
    """One state in words, with its bar and the list of the claims behind it."""

    label: str
    look: str
    url: str
    count: int
    stands: str
    asked: str
    granted: str
    lost: str
    width: int
    y: int

    @property
    def text_y(self) -> int:
        """Where the words of the bar stand."""
        return self.y + 14

    @property
    def text_x(self) -> int:
        """Where the amount stands: after the bar."""
        return 132 + self.width + 6


@dataclass(frozen=True, slots=True)
class ShownPipeline:
    """The pipeline of one currency in words."""

    currency: str
    stages: tuple[ShownStage, ...]
    lost: str

    @property
    def height(self) -> int:
        """The height of the chart."""
        return len(self.stages) * _STEP + 2

    @property
    def words(self) -> str:
        """What the chart shows, for who does not see it."""
        told = ", ".join(f"{one.label} {one.stands}" for one in self.stages)
        return f"Credits by state of their claims, {self.currency}: {told}"


@dataclass(frozen=True, slots=True)
class ShownPipelines:
    """The pipelines of all currencies, and how many claims have no amount of money."""

    pipelines: tuple[ShownPipeline, ...]
    without: int

    def __bool__(self) -> bool:
        """Tell whether there is any claim."""
        return bool(self.pipelines or self.without)


def read_pipelines(user: Any, **narrow: Any) -> ShownPipelines:
    """Return the credits pipeline of the claims that ``user`` sees.

    Args:
        user: The reader.
        narrow: Conditions on claims, such as a contract.
    """
    return _shown_all(list(_sums(Claim.objects.visible_to(user).filter(**narrow))))


def pipelines_of(claims: Iterable[Claim]) -> ShownPipelines:
    """Return the credits pipeline of claims that were read already."""
    groups: dict[tuple[str, str], list[Claim]] = {}
    for one in claims:
        groups.setdefault((one.status, one.currency), []).append(one)
    return _shown_all([_sum_of(status, currency, rows) for (status, currency), rows in groups.items()])


def _shown_all(sums: list[ClaimSum]) -> ShownPipelines:
    return ShownPipelines(tuple(map(_shown, pipelines(sums))), without_money(sums))


def _sum_of(status: str, currency: str, rows: list[Claim]) -> ClaimSum:
    asked = [one.asked_amount for one in rows if one.asked_amount is not None]
    answered = [one.asked_amount if one.accepted_amount is None else one.accepted_amount for one in rows]
    granted = [amount for amount in answered if amount is not None]
    return ClaimSum(
        status=ClaimStatus(status),
        currency=currency,
        count=len(asked),
        without=len(rows) - len(asked),
        asked=sum(asked, Decimal(0)),
        granted=sum(granted, Decimal(0)),
    )


def _sums(claims: Any) -> Iterable[ClaimSum]:
    known = Q(asked_amount__isnull=False)
    rows = claims.order_by().values("status", "currency")
    for row in rows.annotate(
        known=Count("pk", filter=known),
        without=Count("pk", filter=~known),
        asked=Sum("asked_amount", default=0),
        granted=Sum(Coalesce("accepted_amount", "asked_amount"), default=0),
    ):
        yield ClaimSum(
            status=ClaimStatus(row["status"]),
            currency=row["currency"],
            count=row["known"],
            without=row["without"],
            asked=row["asked"],
            granted=row["granted"],
        )


def _shown(found: Pipeline) -> ShownPipeline:
    stages = tuple(_shown_stage(found, number, one) for number, one in enumerate(found.stages))
    return ShownPipeline(found.currency, stages, _words(found.lost))


def _shown_stage(found: Pipeline, number: int, one: Stage) -> ShownStage:
    return ShownStage(
        label=STATUS_LABELS[one.status],
        look=look_of(one.status),
        url=f"{reverse('sla_claims')}?{urlencode({'status': one.status.value})}",
        count=one.count,
        stands=money_text(one.stands.amount, one.stands.currency),
        asked=_words(one.asked),
        granted=_words(one.granted),
        lost=_words(one.lost),
        width=found.share(one) * _LONGEST // 100,
        y=number * _STEP + 3,
    )


def _words(money: Money | None) -> str:
    """Write an amount; blank for none."""
    return money_text(money.amount, money.currency) if money is not None and money.amount else ""
