"""What a contract agrees about chronic failure, and the months that it is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from core.rules.choice import Word
from slas.rules.credit_problem import AgreedTermsError
from slas.rules.credit_step import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class ChronicRule:
    """Chronic failure as agreed.

    Attributes:
        missed: In how many months the promise must have been missed.
        window: Of how many consecutive months.
        notice_days: Within how many days of its month's end each miss must be notified; None: no notice.
        use_within_days: Within how many days the right must be used; None: no limit.
        clause: Where the contract says so.

    Raises:
        AgreedTermsError: Naming every field that is wrong.
    """

    missed: int = 2
    window: int = 3
    notice_days: int | None = None
    use_within_days: int | None = None
    clause: str = ""

    def __post_init__(self) -> None:
        if problems := dict(self._problems()):
            raise AgreedTermsError(problems)

    def _problems(self) -> Iterator[tuple[str, str]]:
        if not 1 <= self.window <= 60:
            yield "window", "A window lasts from 1 to 60 months."
        elif not 1 <= self.missed <= self.window:
            yield "missed", f"Missed in 1 to {self.window} months of the window."
        for name in ("notice_days", "use_within_days"):
            value = getattr(self, name)
            if value is not None and not 0 <= value <= 3_660:
                yield name, "From 0 to 3,660 days."


@dataclass(frozen=True, slots=True)
class MonthOutcome:
    """What became of the promise in a month.

    Attributes:
        month: The first day of the month.
        is_missed: None where there is no data.
        notified_dates: When the vendor was told of the miss; as often as it was told.
    """

    month: date
    is_missed: bool | None
    notified_dates: tuple[date, ...] = ()


class MonthStanding(Word):
    """How a month counts."""

    KEPT = "kept"
    NO_DATA = "no_data"
    COUNTS = "counts"
    NOTIFY = "notify"
    EARLY = "early"
    LATE = "late"
    NOT_NOTIFIED = "not_notified"


@dataclass(frozen=True, slots=True)
class MonthJudged:
    """A month, how it counts, and the days that decide it."""

    month: date
    standing: MonthStanding
    since_date: date | None = None
    first_date: date | None = None
    last_date: date | None = None
    notified_date: date | None = None

    def step(self) -> Step:
        """Return the month as a step."""
        names = ("first_date", "last_date", "notified_date")
        dates = {name: day for name in names if (day := getattr(self, name)) is not None}
        code = "counts_unnotified" if self.standing == "counts" and not self.last_date else self.standing
        return Step(f"month_{code}", {"month": self.month, **dates})
