"""The words of a step: from a code and its parameters to a sentence in the reader's language.

``STEP_SENTENCES`` and the smaller tables hold every English string once. An upper layer that knows
gettext marks them for translation and passes its ``translate``; the names in braces stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Final

from renewals.rules.answer import Step, StepValue

Translate = Callable[[str], str]

STEP_SENTENCES: Final[dict[str, str]] = {
    "term": "Term {number} runs from {start_date} to {end_date}.",
    "term_to": "Term {number} runs to {end_date}; its first day is not known.",
    "runs_on": "The contract has run since {start_date} and has no end date.",
    "not_started": "It has not started yet.",
    "ended": "It ended on {end_date}.",
    "option_lapsed": "It ended on {end_date}, because the option to extend was not exercised.",
    "holdover": "Its last term ended on {end_date}; it has continued in holdover since then.",
    "us_notice_given": "Notice was served: it ends on {exit_date}.",
    "vendor_notice_given": "The vendor gave notice, which was accepted: it ends on {exit_date}.",
    "us_notice_ended": "It ended on {exit_date}, because notice was served.",
    "vendor_notice_ended": "It ended on {exit_date}, because the vendor gave notice.",
    "ends_before_notice": "By its terms it ends before that, on {end_date}.",
    "renews_before_exit": "The present term still renews on {renewal_date}, before the notice takes effect.",
    "renews_after": "If nobody acts, it renews after {end_date}.",
    "lapses_after": "This is the last term: it ends by itself on {end_date}.",
    "holdover_after": "This is the last term: after {end_date} it continues in holdover.",
    "option_needed": "It ends on {end_date} unless the option to extend is exercised in time.",
    "option_or_holdover": "After {end_date} it continues in holdover, unless the option to extend is "
    "exercised in time.",
    "options_so_far": "Options exercised so far: {count}.",
    "options_of": "Options exercised so far: {count} of {most}.",
    "agreed_so_far": "Renewals agreed so far: {count}.",
    "agreed_of": "Renewals agreed so far: {count} of {most}.",
    "option_exercised": "The option was exercised, so this term follows on {start_date}.",
    "agreement_needed": "It ends by itself on {end_date} unless both sides agree to go on.",
    "agreement_or_holdover": "After {end_date} it continues in holdover, unless both sides agree on another "
    "term.",
    "waits_for_start": "It begins with this event, whose day is not recorded yet: {event}.",
    "waits_for_end": "It ends {length} after this event, whose day is not recorded yet: {event}.",
    "waits_for_end_of": "Its end counts from this event, whose day is not recorded yet: {event}.",
    "end_from_event": "The first term ends {length} after this event of {event_date}: {event}.",
    "waits_for_minimum": "There is no exit in the {length} after this event, whose day is not recorded yet: "
    "{event}.",
    "waits_for_minimum_of": "The agreed minimum counts from this event, whose day is not recorded yet: "
    "{event}.",
    "minimum_from_event": "The agreed minimum is {length} from this event of {event_date}: {event}.",
    "minimum_term": "The agreed minimum runs until {end_date}; no exit before that.",
    "no_notice_rule": "No notice rule is recorded.",
    "counted": "{length} before {anchor} ({anchor_date}) is {notice_by_date}.",
    "no_length": "No length of notice is agreed: the last day is the last one in force, {notice_by_date}.",
    "reading": "Read by {rule}, the last day is {notice_by_date}.",
    "readings_differ": "The readings are {days} apart; the earliest counts: {notice_by_date}.",
    "reading_locked": "The readings are {days} apart; legal has locked {rule}: {notice_by_date}.",
    "rolled_back": "{from_date} is not a business day in {calendar}: it moves back to {to_date}.",
    "agreed_by": "Both sides must have agreed to go on by {notice_by_date}.",
    "us_received_by": "The notice must be received by {notice_by_date}.",
    "us_sent_by": "The notice must be sent by {notice_by_date}.",
    "option_received_by": "The notice that exercises the option must be received by {notice_by_date}.",
    "option_sent_by": "The notice that exercises the option must be sent by {notice_by_date}.",
    "vendor_received_by": "The vendor's notice must reach us by {notice_by_date}.",
    "vendor_sent_by": "The vendor must send its notice by {notice_by_date}.",
    "cutoff": "On {notice_by_date} it counts until {time}.",
    "cutoff_zone": "On {notice_by_date} it counts until {time} ({zone}).",
    "last_day_zone": "The last day ends at midnight in {zone}.",
    "opens": "Notice given before {opens_date} is too early.",
    "send_deemed": "Sent by {method}, it counts as received {business_days} after sending: "
    "send by {send_by_date}, received {deemed_date}.",
    "send_deemed_calendar": "Sent by {method}, it counts as received {calendar_days} after sending: "
    "send by {send_by_date}, received {deemed_date}.",
    "send_on_the_day": "Sent by {method}: send by {send_by_date}.",
    "send_on_working_day": "The last working day to send it is {send_by_date}.",
    "no_deemed_receipt": "For {method} no deemed receipt is agreed: only actual receipt counts, so allow "
    "time for delivery.",
    "too_slow": "Warning: it is too late to send it by {method}; the last day was {send_by_date}.",
    "past_send_by": "Warning: the last day to send was {send_by_date}; it must now reach the other side by "
    "{notice_by_date} in a way that counts on arrival.",
    "past_sending": "Warning: the last working day to send was {send_by_date}; it must still be sent by "
    "{notice_by_date}.",
    "missed": "The last day for the exit on {exit_date} was {notice_by_date}: that exit is gone.",
    "option_missed": "The last day to exercise the option was {notice_by_date}: the contract ends on "
    "{exit_date}.",
    "agreement_missed": "The last day to agree to go on was {notice_by_date}.",
    "option_gone": "The last day to exercise the option was {notice_by_date}: that option is gone.",
    "missed_but_ends": "The last day for notice was {notice_by_date}; it ends by itself on {exit_date} all "
    "the same.",
    "next_exit": "The next exit is {exit_date}, with notice by {notice_by_date}; that is {days} more.",
    "next_exit_by_itself": "It then ends by itself on {exit_date}; that is {days} more.",
    "holdover_exit": "Notice can still be given: it then ends in holdover, {length} after the notice, and "
    "not before the last term is over.",
    "leads_out": "Notice in time ends it on {exit_date}.",
    "at_any_time": "Notice can be given at any time; it takes effect {length} after it was given.",
    "ends_before_exit": "It ends on {end_date}, before any exit by notice.",
    "convenience_at_any_time": "Termination for convenience leads out sooner: {length} after the notice, on "
    "any day.",
    "convenience_sooner": "Termination for convenience leads out sooner, on {exit_date}.",
    "convenience_minimum": "Termination for convenience leads out on {end_date} at the earliest.",
    "convenience_no_sooner": "Termination for convenience leads out no sooner.",
    "convenience_unknown": "Whether termination for convenience leads out sooner cannot be worked out "
    "without: {names}.",
    "convenience_clause": "Termination for convenience rests on clause {clause}.",
    "no_deadline": "There is no day to miss.",
    "review": "Review it on {review_date}.",
    "missing": "It cannot be worked out in full without: {names}.",
    "out_of_range": "The dates lead past the year 9999.",
    "clause": "This rests on clause {clause}.",
    "calendar": "Business days follow the calendar {calendar} ({version}).",
    "calendar_unknown": "The calendar {calendar} is not known.",
}

LENGTHS: Final[dict[str, tuple[str, str]]] = {
    "calendar_days": ("{n} day", "{n} days"),
    "business_days": ("{n} business day", "{n} business days"),
    "clear_days": ("{n} clear day", "{n} clear days"),
    "days": ("{n} day", "{n} days"),
    "weeks": ("{n} week", "{n} weeks"),
    "months": ("{n} month", "{n} months"),
    "years": ("{n} year", "{n} years"),
}

ANCHORS: Final[dict[str, str]] = {
    "term_end": "the end of the term",
    "renewal_date": "the renewal date",
    "anniversary": "the anniversary",
    "month_end": "the end of the month",
    "quarter_end": "the end of the quarter",
    "fixed_day": "the agreed day of the year",
    "rolling": "the exit",
}

READINGS: Final[dict[str, str]] = {
    "corresponding_date": "the corresponding date",
    "month_end_of_term": "the end of the month",
    "day_after_end": "the day after the end, less a day",
    "calendar_days": "calendar days",
    "business_days": "business days",
    "clear_days": "clear days",
    "weeks": "weeks",
}

FIELDS: Final[dict[str, str]] = {
    "type": "term type",
    "start_date": "start date",
    "initial_term": "initial term",
    "initial_term_or_end_date": "initial term or end date",
    "end_date": "end date",
    "renewal_term": "renewal term",
    "max_renewals": "renewals at most",
    "renewals_exercised": "options exercised",
    "notice": "notice rule",
    "quantity": "notice quantity",
    "unit": "notice unit",
    "anchor": "notice anchor",
    "fixed_day": "day of the year",
    "calendar": "calendar",
    "end_event_date": "day of the event that the end counts from",
    "minimum_term": "minimum term",
    "minimum_event_date": "day of the event that the minimum counts from",
}

_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def plain_date(day: date) -> str:
    """Return a date as ``Mon 30 Nov 2026``, in English whatever the machine's locale."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def length_in_words(n: int, unit: str, translate: Translate = str) -> str:
    """Return a length such as ``1 month`` or ``90 days``; the unit as spelt in a notice rule."""
    one, many = LENGTHS[unit]
    return translate(one if n == 1 else many).format(n=n)


def sentence_of(
    step: Step, translate: Translate = str, format_date: Callable[[date], str] = plain_date
) -> str:
    """Return the sentence of a step.

    Args:
        step: A step of an answer.
        translate: Turns an English string of this module's tables into the reader's language.
        format_date: Writes a date.

    Raises:
        KeyError: If the code has no sentence, or a parameter is absent.
    """
    params = step.params
    words = {name: _word(name, value, translate, format_date) for name, value in params.items()}
    words |= _lengths(step.code, params, translate)
    return translate(STEP_SENTENCES[step.code]).format(**words)


def sentences_of(
    steps: Iterable[Step], translate: Translate = str, format_date: Callable[[date], str] = plain_date
) -> list[str]:
    """Return the sentences of an answer's steps, in order."""
    return [sentence_of(step, translate, format_date) for step in steps]


def _word(name: str, value: StepValue, translate: Translate, format_date: Callable[[date], str]) -> str:
    if isinstance(value, date):
        return format_date(value)
    if name == "names":
        fields = str(value).replace("initial_term, end_date", "initial_term_or_end_date").split(", ")
        return ", ".join(translate(FIELDS.get(field, field)) for field in fields)
    table = {"anchor": ANCHORS, "rule": READINGS}.get(name, {})
    known = table.get(str(value))
    return translate(known) if known else str(value)


def _lengths(code: str, params: Mapping[str, StepValue], translate: Translate) -> dict[str, str]:
    """Return the phrases that are built from a number and a unit."""
    words = {}
    if "unit" in params:
        words["length"] = length_in_words(int(str(params["quantity"])), str(params["unit"]), translate)
    if code == "send_deemed":
        words["business_days"] = length_in_words(int(str(params["quantity"])), "business_days", translate)
    if code == "send_deemed_calendar":
        words["calendar_days"] = length_in_words(int(str(params["quantity"])), "calendar_days", translate)
    if "days" in params:
        words["days"] = length_in_words(int(str(params["days"])), "calendar_days", translate)
    return words
