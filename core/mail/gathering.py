"""Several letters to one person as one: the daily message of who chose it."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.mail.languages import written_in
from core.mail.letter import Letter, Part


def one_of(letters: Sequence[Letter]) -> Letter:
    """Return what a message with ``letters`` says: the one there is, or each as a part, the earliest first.

    Args:
        letters: To one person, in one language; at least one.
    """
    if len(letters) == 1:
        return letters[0]
    ordered = sorted(letters, key=_day)
    first = ordered[0]
    with written_in(first.language):
        count = len(ordered)
        title = ngettext("{n} reminder", "{n} reminders", count).format(n=count)
        return Letter(
            subject=f"[{title}] {first.subject}",
            status=f"▲ {title}",
            headline=_("What to look at, the earliest first"),
            lead=ngettext(
                "{n} contract or date needs you. It opens with its name.",
                "{n} contracts or dates need you. Each opens with its name.",
                count,
            ).format(n=count),
            parts=tuple(_part(letter) for letter in ordered),
            button=(_("Open Termkeeper"), settings.SITE_URL + reverse("home")),
            why=_(
                "You get one message a day because you chose it, under My settings. "
                "What must be done within a week comes by itself."
            ),
            language=first.language,
        )


def _day(letter: Letter) -> tuple[bool, str]:
    return (letter.calendar is None, letter.calendar.day.isoformat() if letter.calendar else "")


def _part(letter: Letter) -> Part:
    return Part(
        status=letter.status,
        headline=letter.headline,
        address=letter.button[1],
        text=" ".join((letter.lead, *letter.paragraphs)),
        calendar=letter.calendar,
    )
