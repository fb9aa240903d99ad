"""Reads a leverage pack: its head, and the sections that apps have registered, for one reader and day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from core import registry
from core.pages.status import StatusWord
from core.pdf import content_hash
from core.reminders.shapes import date_in
from core.rules.section import SectionContent
from core.rules.wording import span_of_days, weekday_date
from renewals.models import Deadline
from renewals.reminders.consequence import consequence_of
from renewals.reminders.lengths import next_length_of
from renewals.reports.pack.questions import QUESTIONS
from renewals.reports.price import price_outlook
from renewals.reports.price_words import cost_in_words
from renewals.reports.words import word_of

PLACE = "pack"
#: What must be at hand of a contract.
JOINED = ("vendor", "department", "entity", "owner", "backup_owner", "terms")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class PackSection:
    """A section of a pack with what it says."""

    key: str
    label: str
    content: SectionContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a leverage pack says.

    Attributes:
        number: Of the contract.
        title: Of the contract.
        vendor: Name of the vendor.
        is_confidential: Whether few may see the contract.
        as_of: The day it speaks of, in the contract's own time zone.
        word: The deadline in a word.
        summary: What leads, as pairs of label and value.
        sections: Everything else, in order.
    """

    number: str
    title: str
    vendor: str
    is_confidential: bool
    as_of: dt.date
    word: StatusWord
    summary: tuple[tuple[str, str], ...]
    sections: tuple[PackSection, ...]

    @property
    def sha256(self) -> str:
        """Return the content hash: the same content gives the same hash, whoever printed it when."""
        return content_hash({"report": "leverage pack", "pack": self})


def read_pack(
    contract: Any, user: Any, now: dt.datetime, progress: Progress = lambda done, total: None
) -> Pack:
    """Return the leverage pack of a contract that ``user`` may see.

    Args:
        contract: With ``JOINED`` at hand.
        user: The reader: what they may not see is neither told nor counted.
        now: The present instant; its day in the contract's own time zone is the as-of day.
        progress: Told how many sections are read; may raise to cancel.
    """
    deadline = Deadline.objects.current_of(contract.pk, user)
    on = date_in(deadline.timezone if deadline else contract.department.timezone, now)
    if deadline is not None:
        deadline.contract = contract
    sections = tuple(_sections(contract, user, now, progress))
    return Pack(
        number=contract.number,
        title=contract.title,
        vendor=str(contract.vendor),
        is_confidential=contract.is_confidential,
        as_of=on,
        word=_word(contract, deadline, on),
        summary=(*_summary(contract, deadline, user, on), ("Open questions", _count(sections))),
        sections=sections,
    )


def sections_to_read() -> list[registry.DecisionSection]:
    """Return the sections that apps have registered for leverage packs, in order, empty ones as well."""
    return [entry for entry in registry.decision_sections if PLACE in entry.shown_in]


def _word(contract: Any, deadline: Deadline | None, on: dt.date) -> StatusWord:
    found = word_of(deadline, on) if deadline else None
    return found or StatusWord("draft", contract.get_status_display())


def _summary(contract: Any, deadline: Deadline | None, user: Any, on: dt.date) -> list[tuple[str, str]]:
    if deadline is None:
        return [("If nobody acts", "No deadline runs for this contract.")]
    act_by = deadline.point.act_by_date
    cost = cost_in_words(price_outlook(deadline, contract.pk, user, on))
    return [
        (
            "If nobody acts",
            consequence_of(
                deadline, contract_status=contract.status, length=next_length_of(contract.pk, user)
            ),
        ),
        ("Act by", f"{weekday_date(act_by)}, {span_of_days(act_by, on)}" if act_by else _no_day(deadline)),
        ("Next term costs", f"{cost[0].upper()}{cost[1:]}" if deadline.renewal_date else "No term follows"),
    ]


def _count(sections: tuple[PackSection, ...]) -> str:
    """Say how many questions are open."""
    asked = sum(len(one.content.facts) for one in sections if one.key == QUESTIONS)
    return f"{asked}, listed at the end" if asked else "None"


def _no_day(deadline: Deadline) -> str:
    if deadline.missing:
        return "Not known, see the open questions"
    is_free = deadline.status == Deadline.Status.NO_DEADLINE
    return "Any day: there is no day to miss" if is_free else "Nothing to act on by a day"


def _sections(contract: Any, user: Any, now: dt.datetime, progress: Progress) -> list[PackSection]:
    entries, found = sections_to_read(), []
    for done, entry in enumerate(entries):
        progress(done, len(entries))
        content = entry.content(contract, user, now)
        if content:
            found.append(PackSection(entry.key, entry.label, content))
    return found
