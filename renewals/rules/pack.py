"""With which message the leverage pack of a contract is presented.

1. It is presented once for each act-by date: with the first message that is handed to delivery on the day of
   the pack (120 days before, by policy) or later. That day is a rung of the ladder, so that it usually is on
   that very day.
2. Where that day lies before the term begins, falls into a snooze or had passed before the contract was
   recorded, the next message of the ladder presents it: nobody gets one more for it.
3. A date that moves has a pack of its own; what was presented for the date before does not count for it.
4. 0 days: it is never presented.
"""

from __future__ import annotations

from collections.abc import Iterable


def presents_pack(offset: int, sent: Iterable[int], pack_days: int) -> bool:
    """Tell whether the message of a rung presents the leverage pack.

    Args:
        offset: Days before act-by of the rung.
        sent: Those of the rungs of the same act-by date that were handed to delivery, this one or not.
        pack_days: Days before act-by of the pack; 0: never.
    """
    if not pack_days or offset > pack_days:
        return False
    return not any(offset < other <= pack_days for other in sent)
