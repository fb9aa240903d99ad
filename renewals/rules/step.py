"""The steps of an answer: what was computed, in order, as codes and parameters.

Steps do not depend on the day asked about except through the status, so that an answer stays equal
until its ``next_change_date``. Dates are in parameters whose names end in ``_date``.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from core.rules.periods import Period, is_month_end
from renewals.rules.answer import Consequence, DeadlineStatus, Step, StepValue
from renewals.rules.finding import Finding, consequence
from renewals.rules.notice import Anchor, NoticeRule, NoticeTest
from renewals.rules.term import AfterLastTerm, Phase, Position, Term, TermType
from renewals.rules.window import Window

Params = dict[str, StepValue]


def steps_of(finding: Finding) -> tuple[Step, ...]:
    """Return the steps of a finding: the term, the notice, the days to send, what follows."""
    steps = list(_term_steps(finding))
    if finding.position is not None and finding.position.phase is not Phase.ENDED:
        steps += _exit_steps(finding)
        steps += _status_steps(finding)
    if finding.term.start_event and finding.term.start_date is None:
        steps.append(Step("waits_for_start", {"event": finding.term.start_event}))
    steps += _end_event_steps(finding.term)
    steps += _waiting_minimum_steps(finding)
    if finding.missing:
        steps.append(Step.of("missing", names=", ".join(finding.missing)))
    steps += _source_steps(finding)
    return tuple(steps)


def _end_event_steps(term: Term) -> Iterator[Step]:
    """Yield which event the end of the first term counts from, and whether its day is recorded."""
    if not term.end_event:
        return
    length = _length(term.initial_term)
    if term.end_event_date is None:
        yield Step("waits_for_end" if length else "waits_for_end_of", {**length, "event": term.end_event})
    elif length:
        yield Step("end_from_event", {**length, "event": term.end_event, "event_date": term.end_event_date})


def _minimum_event_steps(term: Term) -> Iterator[Step]:
    """Yield from which event of which day the agreed minimum counts."""
    if term.minimum_event and term.minimum_term is not None and term.minimum_event_date is not None:
        event: Params = {"event": term.minimum_event, "event_date": term.minimum_event_date}
        yield Step("minimum_from_event", {**_length(term.minimum_term), **event})


def _waiting_minimum_steps(finding: Finding) -> Iterator[Step]:
    """Yield which event the agreed minimum waits for, where an exit hangs on it."""
    term = finding.term
    if "minimum_event_date" in finding.missing:
        length = _length(term.minimum_term)
        yield Step(
            "waits_for_minimum" if length else "waits_for_minimum_of", {**length, "event": term.minimum_event}
        )


def _length(length: Period | None) -> Params:
    """Return a length as parameters of a step; none where it is not known."""
    return {"quantity": length.n, "unit": str(length.unit)} if length is not None and length.n else {}


_AFTER: dict[Consequence, str] = {
    Consequence.RENEWS: "renews_after",
    Consequence.LAPSES: "lapses_after",
    Consequence.GOES_INTO_HOLDOVER: "holdover_after",
    Consequence.OPTION_IS_LOST: "option_needed",
}


def span_step(position: Position, term: Term) -> Step:
    """Return the step that tells the current term, or since when the contract runs."""
    span = position.span
    if span.end is None:
        return Step("runs_on", {"start_date": span.start})
    if position.known_start(term) is None:
        return Step("term_to", {"number": span.number, "end_date": span.end})
    return Step("term", {"number": span.number, "start_date": span.start, "end_date": span.end})


def _term_steps(finding: Finding) -> Iterator[Step]:
    position, term = finding.position, finding.term
    if position is None:
        return
    span = position.span
    yield span_step(position, term)
    yield from _exercised_steps(term)
    if term.type is TermType.OPTION and span.number > 1 and span.start > finding.as_of:
        yield Step("option_exercised", {"start_date": span.start})
    elif position.phase is Phase.NOT_STARTED:
        yield Step("not_started", {"start_date": term.start_date or span.start})
    elif position.phase is Phase.ENDED and span.end is not None:
        code = "option_lapsed" if term.type is TermType.OPTION and not position.is_last else "ended"
        yield Step(code, {"end_date": span.end})
    elif position.phase is Phase.HOLDOVER and span.end is not None:
        yield Step("holdover", {"end_date": span.end})
    after = consequence(term, position)
    if span.end is not None and after in _AFTER:
        yield Step(_after_code(finding, after), {"end_date": span.end})
    if finding.floor is not None and finding.floor >= finding.as_of:
        yield from _minimum_event_steps(term)
        yield Step("minimum_term", {"end_date": finding.floor})


def _exercised_steps(term: Term) -> Iterator[Step]:
    """Yield how many options were exercised, or renewals agreed, so far and of how many."""
    if not term.renewals_exercised or (term.type is not TermType.OPTION and not term.renewal_by_agreement):
        return
    what = "options" if term.type is TermType.OPTION else "agreed"
    if term.max_renewals is None:
        yield Step(f"{what}_so_far", {"count": term.renewals_exercised})
    else:
        yield Step(f"{what}_of", {"count": term.renewals_exercised, "most": term.max_renewals})


def _after_code(finding: Finding, after: Consequence) -> str:
    """Return which step says what happens after the current term if nobody acts."""
    if _is_option_before_holdover(finding):
        return "option_or_holdover"
    if finding.term.renewal_by_agreement:
        return "agreement_or_holdover" if after is Consequence.GOES_INTO_HOLDOVER else "agreement_needed"
    return _AFTER[after]


def _is_to_be_agreed(finding: Finding, rule: NoticeRule) -> bool:
    """Return whether the rule says by when both sides must have agreed to renew."""
    return finding.term.renewal_by_agreement and rule.anchor in (Anchor.TERM_END, Anchor.RENEWAL_DATE)


def _exit_steps(finding: Finding) -> Iterator[Step]:
    rule, window = finding.rule, finding.way.window
    if rule is None:
        if finding.status in (DeadlineStatus.FINAL_TERM, DeadlineStatus.NO_DEADLINE):
            yield Step("no_notice_rule")
        return
    if rule.quantity is None or rule.unit is None:
        return
    if window is not None:
        yield from _window_steps(finding, rule, window)
    elif finding.way.is_moving:
        yield Step("at_any_time", {"quantity": rule.quantity, "unit": str(rule.unit)})
    elif finding.way.earliest_exit_date is not None:
        yield Step("ends_before_exit", {"end_date": finding.way.earliest_exit_date})


def _window_steps(finding: Finding, rule: NoticeRule, window: Window) -> Iterator[Step]:
    yield from _reading_steps(finding, rule, window)
    acting = window.acting.notice_by_date
    if acting != window.unrolled_date and rule.calendar:
        params: Params = {"from_date": window.unrolled_date, "to_date": acting, "calendar": rule.calendar}
        yield Step("rolled_back", params)
    verb = "sent" if rule.test is NoticeTest.SENT else "received"
    giver = "option" if _is_exercise(finding) else rule.party
    code = "agreed_by" if _is_to_be_agreed(finding, rule) else f"{giver}_{verb}_by"
    yield Step(code, {"notice_by_date": acting})
    yield from _last_moment_steps(rule, acting)
    if window.opens_date is not None:
        yield Step("opens", {"opens_date": window.opens_date})
    yield from _send_steps(finding, rule, acting == finding.way.send_by_date)


def _last_moment_steps(rule: NoticeRule, last_day: date) -> Iterator[Step]:
    """Yield until what hour, and where, the last day counts."""
    if rule.cutoff_time is None:
        if rule.timezone:
            yield Step("last_day_zone", {"zone": rule.timezone})
        return
    moment: Params = {"notice_by_date": last_day, "time": rule.cutoff_time.strftime("%H:%M")}
    if rule.timezone:
        yield Step("cutoff_zone", {**moment, "zone": rule.timezone})
    else:
        yield Step("cutoff", moment)


def _reading_steps(finding: Finding, rule: NoticeRule, window: Window) -> Iterator[Step]:
    """Yield the count, and every reading where they disagree."""
    anchor_date, unrolled = window.exit.anchor_date, window.unrolled_date
    if not rule.quantity and anchor_date > window.exit.exit_date:
        yield Step("no_length", {"notice_by_date": unrolled})
    else:
        counted: Params = {"quantity": rule.quantity or 0, "unit": str(rule.unit or "")}
        counted |= {"anchor": str(rule.anchor or ""), "anchor_date": anchor_date, "notice_by_date": unrolled}
        yield Step("counted", counted)
    if not window.spread_days:
        return
    for reading in window.readings:
        if reading.rule != "month_end_of_term" or is_month_end(anchor_date):
            yield Step("reading", {"rule": reading.rule, "notice_by_date": reading.notice_by_date})
    acting = window.acting
    code = "reading_locked" if finding.locked_reading == acting.rule else "readings_differ"
    days = window.spread_days
    yield Step(code, {"days": days, "rule": acting.rule, "notice_by_date": acting.notice_by_date})


def _send_steps(finding: Finding, rule: NoticeRule, is_same_day: bool) -> Iterator[Step]:
    way = finding.way
    for method, send in zip(rule.methods, way.sends, strict=False):
        sent, received = send.send_by_date, send.deemed_received_date
        if rule.test is NoticeTest.SENT or received == sent:
            yield Step("send_on_the_day", {"method": send.method, "send_by_date": sent})
            continue
        is_any_day = method.deemed_calendar_days is not None
        days = (method.deemed_calendar_days if is_any_day else method.deemed_business_days) or 0
        params: Params = {"method": send.method, "quantity": days}
        code = "send_deemed_calendar" if is_any_day else "send_deemed"
        yield Step(code, {**params, "send_by_date": sent, "deemed_date": received})
    if rule.test is NoticeTest.RECEIVED:
        for method in rule.methods:
            if not method.is_deemed:
                yield Step("no_deemed_receipt", {"method": method.method})
    if not way.sends and way.send_by_date is not None and not is_same_day:
        yield Step("send_on_working_day", {"send_by_date": way.send_by_date})


def _is_exercise(finding: Finding) -> bool:
    """Return whether the notice is the exercise of an option that is still open."""
    return finding.term.type is TermType.OPTION and finding.status is not DeadlineStatus.FINAL_TERM


def _status_steps(finding: Finding) -> Iterator[Step]:
    window = finding.way.window
    if window is not None and finding.notice_by_date is not None:
        exit_date = window.exit.exit_date
        if finding.as_of > finding.notice_by_date:
            dates = {"notice_by_date": finding.notice_by_date, "exit_date": exit_date}
            yield Step(_missed_code(finding, exit_date), dates)
            yield from _next_exit_steps(finding)
        else:
            yield from _late_steps(finding, finding.notice_by_date)
        if exit_date != finding.term_end and finding.way.next_exit is None:
            yield Step("leads_out", {"exit_date": exit_date})
    if finding.status is DeadlineStatus.NO_DEADLINE:
        yield Step("no_deadline")
    if finding.review_date is not None:
        yield Step("review", {"review_date": finding.review_date})


def _missed_code(finding: Finding, exit_date: date) -> str:
    """Return which step says that the last day for notice has passed."""
    if _is_option_before_holdover(finding):
        return "option_gone"
    if _is_exercise(finding):
        return "option_missed"
    if finding.rule is not None and _is_to_be_agreed(finding, finding.rule):
        return "agreement_missed"
    ends_all_the_same = finding.way.next_exit is None and finding.way.earliest_exit_date == exit_date
    return "missed_but_ends" if ends_all_the_same else "missed"


def _is_option_before_holdover(finding: Finding) -> bool:
    """Return whether the contract goes on in holdover when its open option is not exercised."""
    return _is_exercise(finding) and finding.term.after_last_term is AfterLastTerm.HOLDOVER


def _late_steps(finding: Finding, notice_by: date) -> Iterator[Step]:
    """Yield which methods are too slow by now, and a warning where all are."""
    way, rule = finding.way, finding.rule
    if rule is None or way.send_by_date is None or finding.as_of <= way.send_by_date:
        return
    late = [send for send in way.sends if finding.as_of > send.send_by_date]
    if len(late) < len(way.sends):
        for send in late:
            yield Step("too_slow", {"method": send.method, "send_by_date": send.send_by_date})
        return
    latest = max((send.send_by_date for send in late), default=way.send_by_date)
    code = "past_sending" if rule.test is NoticeTest.SENT else "past_send_by"
    yield Step(code, {"send_by_date": latest, "notice_by_date": notice_by})


def _next_exit_steps(finding: Finding) -> Iterator[Step]:
    following, rule = finding.way.next_exit, finding.rule
    if following is None:
        if finding.way.is_moving and rule is not None and rule.unit is not None:
            yield Step("holdover_exit", {"quantity": rule.quantity or 0, "unit": str(rule.unit)})
        return
    exit_date, notice_by, days = following.exit_date, following.notice_by_date, following.extra_days
    if notice_by is None:
        yield Step("next_exit_by_itself", {"exit_date": exit_date, "days": days})
    else:
        yield Step("next_exit", {"exit_date": exit_date, "notice_by_date": notice_by, "days": days})


def _source_steps(finding: Finding) -> Iterator[Step]:
    rule = finding.rule
    if rule is None:
        return
    if rule.clause_ref:
        yield Step("clause", {"clause": rule.clause_ref})
    if finding.calendar is not None:
        calendar = finding.calendar
        yield Step("calendar", {"calendar": calendar.name, "version": calendar.version})
    elif rule.calendar:
        yield Step("calendar_unknown", {"calendar": rule.calendar})
