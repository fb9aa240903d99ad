"""The word that stands for a deadline: what a busy person reads first.

1. A contract somebody must act on says ``Act by`` with the weekday, before and inside its window.
2. A missed deadline says which day was missed; an unknown one names what is missing.
3. A last term says when it ends; a contract without a deadline says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from core.rules.wording import short_date, weekday_date


def deadline_word(
    status: str,
    *,
    act_by_date: date | None,
    notice_by_date: date | None,
    term_end: date | None,
    missing: Iterable[str] = (),
) -> tuple[str, str]:
    """Return the kind of status word and its text for one deadline.

    Args:
        status: A ``DeadlineStatus``, or empty where no deadline runs.
        act_by_date: What leads while there is still something to do.
        notice_by_date: The day that was missed.
        term_end: Last day in force of the present term.
        missing: Names of the facts that are not known.
    """
    if status == "unknown":
        return "unknown", "Unknown: " + (", ".join(name.replace("_", " ") for name in missing) or "terms")
    if status == "missed" and notice_by_date:
        return "missed", f"Missed on {weekday_date(notice_by_date)}"
    if status in ("open", "in_window") and act_by_date:
        return "act", f"Act by {weekday_date(act_by_date)}"
    if status in ("final_term", "expired") and term_end:
        word = "Ended" if status == "expired" else "Ends"
        return ("draft" if status == "expired" else "review"), f"{word} {short_date(term_end)}"
    return "draft", "No deadline"
