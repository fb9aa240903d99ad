"""Fields for instants, as people write them."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django import forms
from django.utils import timezone

from core.rules.day import why_no_day

#: Ways to write day and time; the day as everywhere, ``03/04/2026`` is refused.
FORMATS: Final = ("%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%d %b %Y %H:%M", "%d %B %Y %H:%M", "%d.%m.%Y %H:%M")
REFUSED: Final = "This is no time. Write it as 2026-03-01 14:30, or with its zone as 2026-03-01T14:30Z."


class MomentField(forms.CharField):
    """An instant: ``2026-03-01 14:30`` is in the reader's zone, an offset or Z says another.

    Its value is in UTC. A local time that a change of clocks skips, or brings twice, is refused.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault(
            "widget", forms.TextInput(attrs={"autocomplete": "off", "placeholder": "2026-03-01 14:30"})
        )
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> Any:
        """Return the instant, None for a blank."""
        text = super().to_python(value)
        if not text:
            return None
        found = _read(text)
        if problem := why_no_day(found.date()):
            raise forms.ValidationError(problem)
        return _in_utc(found)

    def run_validators(self, value: Any) -> None:
        """Check nothing more: the length of the text says nothing about the instant."""

    def prepare_value(self, value: Any) -> Any:
        """Show an instant in the reader's zone; what was typed stays as it was typed."""
        if not isinstance(value, dt.datetime):
            return value
        local = value.astimezone(timezone.get_current_timezone())
        is_plain = not (local.second or local.microsecond or _is_doubtful(local))
        return f"{local:%Y-%m-%d %H:%M}" if is_plain else local.isoformat()


def _read(text: str) -> dt.datetime:
    for form in FORMATS:
        try:
            return dt.datetime.strptime(text, form)  # noqa: DTZ007  its zone is the reader's, given below
        except ValueError:
            continue
    try:
        found = dt.datetime.fromisoformat(text)
    except ValueError:
        raise forms.ValidationError(REFUSED) from None
    if "T" not in text and ":" not in text:
        raise forms.ValidationError("Write the time beside the day, as 2026-03-01 14:30.")
    return found


def _in_utc(found: dt.datetime) -> dt.datetime:
    if found.tzinfo is None:
        found = found.replace(tzinfo=timezone.get_current_timezone())
        if _is_doubtful(found):
            raise forms.ValidationError(
                "The clocks change there: this time is skipped, or comes twice. Write it with an offset,"
                " as 2026-10-25T02:30+01:00."
            )
    return found.astimezone(dt.UTC)


def _is_doubtful(local: dt.datetime) -> bool:
    """Tell whether the clocks change around a local time, so that it names no instant or two."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
