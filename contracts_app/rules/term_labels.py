"""What the fields that amendments change are called in a sentence."""

from __future__ import annotations

from typing import Final

from contracts_app.rules.term_fields import rule_name_of

_TERMS: Final = {
    "term_type": "kind of term",
    "start_date": "first day",
    "end_date": "end date",
    "initial_term_quantity": "first term",
    "initial_term_unit": "unit of the first term",
    "renewal_term_quantity": "renewal term",
    "renewal_term_unit": "unit of the renewal term",
    "max_renewals": "renewals at most",
    "renewals_exercised": "options exercised, or renewals agreed",
    "after_last_term": "what comes after the last term",
    "minimum_term_quantity": "minimum term",
    "minimum_term_unit": "unit of the minimum term",
    "minimum_event": "event that the minimum term counts from",
    "minimum_event_date": "day of the event that the minimum term counts from",
    "renewal_as_initial": "renewals as long as the first term",
    "renewal_by_agreement": "renewed only by agreement",
    "start_event": "event that the term begins with",
    "end_event": "event that the first term counts from",
    "end_event_date": "day of the event that the first term counts from",
    "clause_ref": "clause of the term",
}
_RULE: Final = {
    "quantity": "notice period",
    "unit": "unit of the notice period",
    "anchor": "day that notice is counted back from",
    "fixed_day": "day of the year that notice is counted back from",
    "test": "what counts on the last day",
    "earliest_quantity": "earliest notice",
    "earliest_unit": "unit of the earliest notice",
    "roll": "a last day that is not worked",
    "calendar": "business days",
    "timezone": "time zone of the last day",
    "cutoff_time": "hour until which the last day counts",
    "cure_period_quantity": "cure period",
    "cure_period_unit": "unit of the cure period",
    "minimum_quantity": "time without exit",
    "minimum_unit": "unit of the time without exit",
    "addressee": "addressee of the notice",
    "form": "form of the notice",
    "clause_ref": "clause of the notice",
    "methods": "ways to serve notice",
}
_PARTIES: Final = {"us": "our", "vendor": "the vendor’s"}
_KINDS: Final = {
    "non_renewal": "non-renewal",
    "convenience": "termination for convenience",
    "for_cause": "termination for cause",
    "price_objection": "price objection",
    "option_exercise": "exercise of the option",
}


def label_of(name: str) -> str:
    """Return what a field is called: "end date", "notice period (our non-renewal)"."""
    rule = rule_name_of(name)
    if not rule:
        return _TERMS[name.removeprefix("terms.")]
    _, party, kind = rule.split(".")
    whose = f"{_PARTIES[party]} {_KINDS[kind]}"
    return f"notice rule: {whose}" if name == rule else f"{_RULE[name[len(rule) + 1 :]]} ({whose})"
