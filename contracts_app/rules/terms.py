"""Which terms and notice rules can be true of a contract. What is not known yet is no fault.

1. Days lie in the years 1900 to 2999, and the last day is not before the first day.
2. A first term is given as a length or by its last day; where both are given they must agree.
   A length may count from an event instead; a last day beside it is the latest. So may a minimum term.
3. A quantity has a unit; counts are not negative; a term lasts at least one day.
4. A contract that renews by itself or is perpetual does not contradict itself: ``perpetual`` and
   ``evergreen`` have no last day and no renewals; ``fixed`` has no renewal term and no renewals, unless
   both sides may agree to renew it. A renewal is as long as the first term, or as long as stated.
5. Options are exercised, and renewals agreed, only where there are such, and not more than are agreed.
6. A notice rule names a calendar that exists, an IANA time zone, and a day of the year as MM-DD.
7. The window opens no later than it closes, where both are counted in the same unit.
8. A contract has one notice rule for each party and kind, and a method once in a rule.
9. Until a notice counts as received, business days or calendar days are counted, not both.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from contracts_app.rules.draft import NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from contracts_app.rules.problems import Problems, add, check_choice, check_length, check_pair, check_quantity
from core.rules.calendars import UnknownCalendarError, calendar_named
from core.rules.day import why_no_day
from core.rules.periods import Period, PeriodRangeError, PeriodUnit, last_day

TERM_TYPES: Final = ("fixed", "auto_renew", "option", "evergreen", "month_to_month", "perpetual")
PERIOD_UNITS: Final = ("days", "weeks", "months", "years")
AFTER_LAST_TERM: Final = ("lapse", "holdover")
PARTIES: Final = ("us", "vendor")
KINDS: Final = ("non_renewal", "convenience", "for_cause", "price_objection", "option_exercise")
NOTICE_UNITS: Final = ("calendar_days", "business_days", "clear_days", "weeks", "months", "years")
ANCHORS: Final = (
    "term_end",
    "renewal_date",
    "anniversary",
    "month_end",
    "quarter_end",
    "fixed_day",
    "rolling",
)
TESTS: Final = ("received", "sent")
ROLLS: Final = ("none", "preceding")
_RULE_CHOICES: Final = {"party": PARTIES, "kind": KINDS, "anchor": ANCHORS, "test": TESTS, "roll": ROLLS}
OPEN_ENDED: Final = frozenset({"evergreen", "perpetual"})
_DAYS: Final = frozenset({"start_date", "end_date", "end_event_date", "minimum_event_date"})
LONGEST_CLAUSE: Final = 60
LONGEST_EVENT: Final = 200
LONGEST_NOTE: Final = 2_000
#: A leap year, so that 02-29 is a day of the year.
_ANY_LEAP_YEAR: Final = 2024
_SIZES: Final[dict[str, tuple[str, int]]] = {
    "calendar_days": ("days", 1), "clear_days": ("days", 1), "weeks": ("days", 7),
    "months": ("months", 1), "years": ("months", 12), "business_days": ("business days", 1),
}  # fmt: skip


def check_terms(terms: TermsDraft) -> Problems:
    """Return what cannot be true of ``terms``, by field; empty when nothing is wrong."""
    problems: Problems = {}
    check_choice(problems, "term_type", terms.term_type, TERM_TYPES, blank=True)
    check_choice(problems, "after_last_term", terms.after_last_term, AFTER_LAST_TERM, blank=False)
    check_length(problems, "clause_ref", terms.clause_ref, LONGEST_CLAUSE)
    check_length(problems, "start_event", terms.start_event, LONGEST_EVENT)
    check_length(problems, "end_event", terms.end_event, LONGEST_EVENT)
    check_length(problems, "minimum_event", terms.minimum_event, LONGEST_EVENT)
    for name in ("initial_term", "renewal_term", "minimum_term"):
        quantity, unit = getattr(terms, f"{name}_quantity"), getattr(terms, f"{name}_unit")
        check_quantity(problems, f"{name}_quantity", quantity, least=1)
        check_pair(problems, name, quantity, unit, PERIOD_UNITS)
    check_quantity(problems, "max_renewals", terms.max_renewals)
    check_quantity(problems, "renewals_exercised", terms.renewals_exercised)
    _check_dates(problems, terms)
    _check_type(problems, terms)
    _check_exercised(problems, terms)
    return problems


def _check_dates(problems: Problems, terms: TermsDraft) -> None:
    start, end = terms.start_date, terms.end_date
    for name in _DAYS:
        day = getattr(terms, name)
        if day and (wrong := why_no_day(day)):
            add(problems, name, wrong)
    if problems.keys() & _DAYS:
        return
    _check_minimum(problems, terms)
    if start and end and end < start:
        add(
            problems,
            "end_date",
            f"End date is before the start date ({_day(start)}). Correct one of them.",
        )
        return
    length = _period(terms.initial_term_quantity, terms.initial_term_unit)
    if terms.end_event or terms.end_event_date:
        _check_event(problems, terms, length)
    elif start and length:
        _check_length_from(problems, start, length, end)


def _check_length_from(problems: Problems, start: dt.date, length: Period, end: dt.date | None) -> None:
    try:
        agreed = last_day(start, length)
    except PeriodRangeError:
        add(problems, "initial_term_quantity", "The first term leaves the calendar. Shorten it.")
        return
    if end and agreed != end:
        said = f"A first term of {length.n} {length.unit} from {_day(start)} ends on {_day(agreed)}"
        add(problems, "end_date", f"{said}, not on {_day(end)}. Correct one of them, or leave one out.")


def _check_event(problems: Problems, terms: TermsDraft, length: Period | None) -> None:
    event = terms.end_event_date
    if not terms.end_event:
        add(problems, "end_event_date", "Name the event that this is the day of, or clear the day.")
    elif terms.term_type in OPEN_ENDED:
        add(problems, "end_event", "This kind of term has no end. Clear the event, or choose another kind.")
    elif event and length:
        try:
            agreed = last_day(event, length)
        except PeriodRangeError:
            add(problems, "initial_term_quantity", "The first term leaves the calendar. Shorten it.")
            return
        if terms.start_date and agreed < terms.start_date:
            said = f"Counted from {_day(event)} the first term ends on {_day(agreed)}"
            message = f"{said}, before the first day ({_day(terms.start_date)}). Correct one of them."
            add(problems, "end_event_date", message)


def _check_minimum(problems: Problems, terms: TermsDraft) -> None:
    event, length = terms.minimum_event_date, _period(terms.minimum_term_quantity, terms.minimum_term_unit)
    if event and not terms.minimum_event:
        add(problems, "minimum_event_date", "Name the event that this is the day of, or clear the day.")
    elif event and length:
        try:
            agreed = last_day(event, length)
        except PeriodRangeError:
            add(problems, "minimum_term_quantity", "The minimum term leaves the calendar. Shorten it.")
            return
        if terms.start_date and agreed < terms.start_date:
            said = f"Counted from {_day(event)} the minimum term is over on {_day(agreed)}"
            message = f"{said}, before the first day ({_day(terms.start_date)}). Correct one of them."
            add(problems, "minimum_event_date", message)


def _day(day: dt.date) -> str:
    return f"{day:%-d %b %Y}"


def _period(quantity: int | None, unit: str) -> Period | None:
    if quantity is None or quantity < 1 or unit not in PERIOD_UNITS:
        return None
    return Period(quantity, PeriodUnit(unit))


def _check_type(problems: Problems, terms: TermsDraft) -> None:
    kind = terms.term_type
    if kind in OPEN_ENDED and terms.end_date:
        add(problems, "end_date", "This kind of term has no end date. Clear it, or choose another kind.")
    ends = frozenset() if terms.renewal_by_agreement else frozenset({"fixed"})
    if kind in OPEN_ENDED | ends and terms.max_renewals:
        add(problems, "max_renewals", "This kind of term does not renew. Clear the number of renewals.")
    if kind in {"perpetual"} | ends and terms.renewal_term_quantity:
        add(problems, "renewal_term_quantity", "This kind of term does not renew. Clear the renewal term.")
    if kind in OPEN_ENDED | ends and terms.renewal_as_initial:
        add(problems, "renewal_as_initial", "This kind of term does not renew. Untick this.")
    elif terms.renewal_as_initial and terms.renewal_term_quantity:
        add(
            problems,
            "renewal_as_initial",
            "A renewal is as long as the first term, or as long as stated. Untick this, or clear the length.",
        )
    if kind and kind != "fixed" and terms.renewal_by_agreement:
        add(
            problems,
            "renewal_by_agreement",
            "Only a fixed term waits for both sides to agree. Untick this, or choose Fixed.",
        )


def _check_exercised(problems: Problems, terms: TermsDraft) -> None:
    exercised, most = terms.renewals_exercised, terms.max_renewals
    if not exercised:
        return
    if terms.term_type not in ("", "option") and not terms.renewal_by_agreement:
        message = "This kind of term has no options. Clear the number exercised, or choose Option to extend."
        add(problems, "renewals_exercised", message)
    elif most is not None and exercised > most:
        message = f"{exercised} exercised, but at most {most} renewals are agreed. Correct one of them."
        add(problems, "renewals_exercised", message)
        add(problems, "max_renewals", message)


def check_notice_rules(rules: Sequence[NoticeRuleDraft]) -> Problems:
    """Return what cannot be true of ``rules``; fields are named ``<position>.<field>``."""
    problems: Problems = {}
    seen: set[tuple[str, str]] = set()
    for position, rule in enumerate(rules):
        for field, messages in check_notice_rule(rule).items():
            problems[f"{position}.{field}"] = messages
        if (rule.party, rule.kind) in seen:
            add(
                problems,
                f"{position}.kind",
                "This party has another notice rule of this kind. Join them.",
            )
        seen.add((rule.party, rule.kind))
    return problems


def check_notice_rule(rule: NoticeRuleDraft) -> Problems:
    """Return what cannot be true of one notice rule, by field."""
    problems: Problems = {}
    for field, known in (
        ("party", PARTIES),
        ("kind", KINDS),
        ("anchor", ANCHORS),
        ("test", TESTS),
        ("roll", ROLLS),
    ):
        check_choice(problems, field, getattr(rule, field), known, blank=False)
    check_quantity(problems, "quantity", rule.quantity)
    check_quantity(problems, "earliest_quantity", rule.earliest_quantity)
    check_quantity(problems, "cure_period_quantity", rule.cure_period_quantity)
    check_choice(problems, "unit", rule.unit, NOTICE_UNITS, blank=rule.quantity is None)
    check_pair(problems, "earliest", rule.earliest_quantity, rule.earliest_unit, NOTICE_UNITS)
    check_quantity(problems, "minimum_quantity", rule.minimum_quantity, least=1)
    check_pair(problems, "minimum", rule.minimum_quantity, rule.minimum_unit, PERIOD_UNITS)
    check_pair(problems, "cure_period", rule.cure_period_quantity, rule.cure_period_unit, NOTICE_UNITS)
    check_length(problems, "clause_ref", rule.clause_ref, LONGEST_CLAUSE)
    check_length(problems, "addressee", rule.addressee, LONGEST_NOTE)
    check_length(problems, "form", rule.form, 200)
    _check_place(problems, rule)
    _check_fixed_day(problems, rule)
    _check_window(problems, rule)
    _check_methods(problems, rule.methods)
    return problems


def _check_place(problems: Problems, rule: NoticeRuleDraft) -> None:
    if rule.calendar:
        try:
            calendar_named(rule.calendar)
        except UnknownCalendarError as error:
            add(problems, "calendar", f"{str(error)[0].upper()}{str(error)[1:]}.")
    if rule.timezone:
        try:
            ZoneInfo(rule.timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            add(problems, "timezone", f"“{rule.timezone}” is no time zone. Use a name such as Europe/Berlin.")


def _check_fixed_day(problems: Problems, rule: NoticeRuleDraft) -> None:
    if not rule.fixed_day:
        return
    if rule.anchor != "fixed_day":
        add(
            problems,
            "fixed_day",
            "A day of the year counts only where the notice is counted from it. Clear one.",
        )
        return
    match = re.fullmatch(r"(\d\d)-(\d\d)", rule.fixed_day)
    try:
        dt.date(_ANY_LEAP_YEAR, *(int(part) for part in match.groups()) if match else (0, 0))
    except ValueError:
        add(
            problems,
            "fixed_day",
            f"“{rule.fixed_day}” is no day of the year. Write month and day, such as 06-30.",
        )


def _check_window(problems: Problems, rule: NoticeRuleDraft) -> None:
    if rule.earliest_quantity is None or rule.quantity is None:
        return
    latest, earliest = _SIZES.get(rule.unit), _SIZES.get(rule.earliest_unit)
    if latest is None or earliest is None or latest[0] != earliest[0]:
        return
    if rule.earliest_quantity * earliest[1] < rule.quantity * latest[1]:
        add(
            problems,
            "earliest_quantity",
            "The window would open after it closes. It must open at least as early.",
        )


def _check_methods(problems: Problems, methods: Iterable[NoticeMethodDraft]) -> None:
    seen: set[str] = set()
    for position, entry in enumerate(methods):
        at = f"methods.{position}"
        if not entry.method:
            add(problems, f"{at}.method", "Name the way to serve notice, such as registered post.")
        if entry.method.lower() in seen:
            add(problems, f"{at}.method", f"“{entry.method}” is listed twice. Remove one.")
        seen.add(entry.method.lower())
        check_length(problems, f"{at}.method", entry.method, 60)
        check_length(problems, f"{at}.address", entry.address, LONGEST_NOTE)
        check_quantity(problems, f"{at}.deemed_business_days", entry.deemed_business_days)
        check_quantity(problems, f"{at}.deemed_calendar_days", entry.deemed_calendar_days)
        if entry.deemed_calendar_days is not None and entry.deemed_business_days:
            add(
                problems,
                f"{at}.deemed_calendar_days",
                "It counts as received after business days or after calendar days. Clear one.",
            )
