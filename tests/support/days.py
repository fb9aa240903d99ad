"""Days that pass: the clock of the product stands where a test puts it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.cache import cache

from core import clock
from core.models import SweepRun
from core.reminders.sweeping import sweep


class Days:
    """The clock of the product, for tests in which months pass.

    Everything that asks ``core.clock`` is told this instant, in the pages of a live site as well. What asks
    another clock is not: the leases of the database, and the session of who is signed in.
    """

    def __init__(self, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
        self.now = dt.datetime.fromisoformat(first).astimezone(dt.UTC)
        monkeypatch.setattr(clock, "now", lambda: self.now)

    @property
    def today(self) -> dt.date:
        """The calendar date, in UTC."""
        return self.now.date()

    def go_to(self, day: dt.date | str, hour: int = 9) -> None:
        """Let time pass until an hour (UTC) of a day; time never goes back."""
        date = dt.date.fromisoformat(day) if isinstance(day, str) else day
        then = dt.datetime.combine(date, dt.time(hour, tzinfo=dt.UTC))
        assert then >= self.now, f"{then} is before {self.now}"
        self.now = then

    def sweep_on(self, day: dt.date | str, hour: int = 9) -> SweepRun:
        """Let time pass until an hour of a day and sweep then, as the beat does every minute."""
        self.go_to(day, hour)
        run = sweep()
        assert run.is_proven, f"the sweep of {self.today} proved nothing: {run.details}"
        cache.clear()
        return run

    def sweep_daily(self, last: str) -> None:
        """Sweep on each day after today, through ``last``."""
        end = dt.date.fromisoformat(last)
        while self.today < end:
            self.sweep_on(self.today + dt.timedelta(days=1))
