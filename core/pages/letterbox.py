"""Which messages of the embedded mailbox a person may read.

1. Everybody reads what was sent to them, whatever it is about.
2. Who holds ``mailbox.read`` also reads the reminders to others about what they may see themselves. The
   rest is listed without subject, recipient and text: a message tells what its contract holds.
3. Anything else (links to set a password, codes) is for its addressee alone.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from core import registry
from core.mail import mailbox
from core.mail.mailbox import Envelope
from core.models import Delivery

VERB: Final = "mailbox.read"
#: So many messages are opened at most to fill one page.
MOST_OPENED: Final = 1_000
_ACCOUNT: Final = "About somebody else's account"


@dataclass(frozen=True, slots=True)
class Line:
    """A message in the list: what the reader may read of it, or in ``words`` why it is closed."""

    name: str
    kept_at: dt.datetime
    envelope: Envelope | None
    words: str = ""


def page_of(user: Any, names: Sequence[str], size: int) -> tuple[list[Line], str]:
    """Return the first ``size`` lines of messages by name, and the name to go on behind (empty: the end)."""
    lines: list[Line] = []
    for start in range(0, min(len(names), MOST_OPENED), size):
        some = names[start : start + size]
        found = {line.name: line for line in lines_of(user, mailbox.envelopes(some))}
        for place, name in enumerate(some, start + 1):
            if name in found:
                lines.append(found[name])
            if len(lines) == size or place == MOST_OPENED:
                return lines, name if place < len(names) else ""
    return lines, ""


def lines_of(user: Any, envelopes: Sequence[Envelope]) -> list[Line]:
    """Return a line for each message that ``user`` learns of; without the verb only for those to them."""
    subjects = _subjects(envelopes)
    is_reader = user.can(VERB)
    seen = _seen(user, subjects) if is_reader else frozenset()
    lines = []
    for envelope in envelopes:
        about = subjects.get(envelope.message_id, ())
        if _is_own(user, envelope, about) or (about and seen.issuperset(each.key for each in about)):
            lines.append(Line(envelope.name, envelope.kept_at, envelope))
        elif is_reader:
            words = f"About a {about[0].kind} that you may not see" if about else _ACCOUNT
            lines.append(Line(envelope.name, envelope.kept_at, None, words))
    return lines


def may_read(user: Any, envelope: Envelope) -> bool:
    """Tell whether ``user`` may read one message."""
    return any(line.envelope is not None for line in lines_of(user, [envelope]))


@dataclass(frozen=True, slots=True)
class _Subject:
    """What a message is about, and to which person it was sent."""

    kind: str
    subject_id: int
    recipient_id: int | None

    @property
    def key(self) -> tuple[str, int]:
        return self.kind, self.subject_id


def _subjects(envelopes: Sequence[Envelope]) -> dict[str, tuple[_Subject, ...]]:
    """Return what each message is about, by Message-ID; one that is no reminder is left out."""
    rows = Delivery.objects.filter(message_id__in={each.message_id for each in envelopes} - {""})
    columns = ("message_id", "reminder__subject_type", "reminder__subject_id", "recipient_id")
    found: dict[str, tuple[_Subject, ...]] = {}
    for message_id, *facts in rows.values_list(*columns):
        found[message_id] = (*found.get(message_id, ()), _Subject(*facts))
    return found


def _seen(user: Any, subjects: dict[str, tuple[_Subject, ...]]) -> frozenset[tuple[str, int]]:
    ids: dict[str, set[int]] = defaultdict(set)
    for about in subjects.values():
        for each in about:
            ids[each.kind].add(each.subject_id)
    return frozenset(
        (subject.key, pk)
        for subject in registry.reminder_subjects
        for pk in subject.links(user, sorted(ids.get(subject.key, ())))
    )


def _is_own(user: Any, envelope: Envelope, about: Sequence[_Subject]) -> bool:
    return user.email.casefold() in envelope.addresses or any(each.recipient_id == user.pk for each in about)
