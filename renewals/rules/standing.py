"""How far people have got with a deadline: reminded, acknowledged, snoozed, settled.

1. A period is one act-by date of a contract. What people answered to another date does not count for it: an
   extension, an early renewal or a correction that moves the date makes earlier answers void. They stay on
   record, and count again only if the very same date comes back.
2. Two answers say "I have it": an acknowledgment, and a snooze until a day. Neither is a decision.
3. A snooze keeps quiet what would be sent after the day it was given and before its last day; on that day
   itself the person is reminded. A later snooze replaces it from the day that one is given.
4. A snooze ends on the day on which the decision is due, at the latest, and after the day it is given.
5. A decision, also one that waits for its second person, is an answer. Once it is in force and no notice must
   be given, the period is settled and not reminded of any more; until notice is served the ladder goes on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Response:
    """An answer to the reminders of a period, on a day in the contract's zone.

    ``snoozed_until`` is the day on which to remind again; None: an acknowledgment.
    """

    on_date: date
    snoozed_until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """Where a period stands.

    Attributes:
        responses: The answers, oldest first.
        is_decided: A decision stands, in force or proposed.
        is_settled: A decision is in force, and nothing is left to do by the act-by date.
        first_reminded_date: The day on which the first message was handed to delivery; None: none yet.
        climbed: By kind of climb, the day on which it was handed to delivery.
    """

    responses: tuple[Response, ...] = ()
    is_decided: bool = False
    is_settled: bool = False
    first_reminded_date: date | None = None
    climbed: Mapping[str, date] = field(default_factory=dict)

    @property
    def is_answered(self) -> bool:
        """Tell whether anybody said that they have it."""
        return bool(self.responses) or self.is_decided

    @property
    def _snoozes(self) -> list[tuple[date, date, date]]:
        """Return day given, last day, and the day on which another snooze replaced it, of each snooze."""
        given = [(one.on_date, one.snoozed_until) for one in self.responses if one.snoozed_until]
        following = [*(day for day, _ in given), date.max][1:]
        return [(day, until, then) for (day, until), then in zip(given, following, strict=True)]

    def is_quiet_on(self, due: date) -> bool:
        """Tell whether a reminder due on ``due`` falls into a snooze."""
        return any(day < due < until and due <= then for day, until, then in self._snoozes)

    @property
    def wakes(self) -> tuple[date, ...]:
        """Return the days on which a snooze ends, each once; one that was replaced before does not end."""
        return tuple(sorted({until for day, until, then in self._snoozes if then >= until}))


NOTHING: Final = Standing()


def last_snooze(act_by: date, decision_days: int) -> date:
    """Return the last day until which a deadline may be snoozed: that on which the decision is due."""
    return act_by - timedelta(days=decision_days)
