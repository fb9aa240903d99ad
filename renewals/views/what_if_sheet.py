"""The sheet of the what-if page: terms, one notice rule and a day, as the address has them.

It is filled from the query of the address, or from what is recorded about a contract, and read by the rules
that also read ``explain_terms`` and the preview of the API: the same terms are right, and the same words say
what is wrong.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.forms.utils import ErrorDict, ErrorList
from django.http import QueryDict

from contracts_app.forms.terms import NoticeRuleForm, TermsForm
from core.pages.fields import DATE_HINT, DayField
from core.pages.forms import PageForm
from renewals.rules.policy import LONGEST_LEAD
from renewals.rules.sentences import READINGS
from renewals.rules.terms_input import TermsInputError, TermsRequest, parse_request

#: Entered for a contract; they move no date.
_NOT_ASKED: Final = ("party", "kind", "cure_period_quantity", "cure_period_unit", "addressee", "form")
_PERIODS: Final = ("initial_term", "renewal_term", "minimum_term")
_AGREED: Final = (
    "renewal_as_initial", "renewal_by_agreement", "start_event", "end_event", "end_event_date",
    "minimum_event", "minimum_event_date",
)  # fmt: skip
_NOTICE: Final = ("quantity", "unit", "anchor", "fixed_day", "test", "roll", "calendar", "timezone")
#: What stands in a notice rule though nobody entered one.
_ALWAYS_SET: Final = ("anchor", "test", "roll", "counted_")
#: What is counted until a notice counts as received, and its name in ``explain_terms``.
_DEEMED: Final = {"business": "deemed_business_days", "calendar": "deemed_calendar_days"}
_METHOD_PATH: Final = re.compile(r"methods\[(\d+)\](?:\.(.+))?")
_LENGTH_PATH: Final = re.compile(r"(\w+_term|earliest|minimum)(?:\.(n|unit))?")


class QuestionForm(PageForm):
    """The day asked about, and what a contract's deadline rests on besides its terms."""

    as_of = DayField(label="As of", required=False, help_text=f"Blank means today. {DATE_HINT}")
    renewals_exercised = forms.IntegerField(
        label="Options exercised, or renewals agreed",
        required=False,
        min_value=0,
        max_value=10_000,
        help_text="So far; for an option to extend, or a renewal by agreement.",
    )
    lead_days = forms.IntegerField(
        label="Lead time (working days)",
        required=False,
        min_value=0,
        max_value=LONGEST_LEAD,
        help_text="Act-by lies this long before the last day to send a notice.",
    )
    locked_reading = forms.ChoiceField(
        label="Reading",
        required=False,
        choices=[("", "the earliest"), *READINGS.items()],
        help_text="Where the words allow several, legal may have settled on one.",
    )
    contract = forms.IntegerField(required=False, widget=forms.HiddenInput)


class _TermForm(TermsForm):
    clause_ref = None  # type: ignore[assignment]
    renewals_exercised = None  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _let_be_left_out(self)


class _NoticeForm(NoticeRuleForm):
    @property
    def is_kept(self) -> bool:
        """Tell whether a rule was entered; what is always chosen makes none."""
        entered = (value for name, value in self.cleaned_data.items() if not name.startswith(_ALWAYS_SET))
        return any(value not in (None, "", False) for value in entered)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in _NOT_ASKED:
            del self.fields[name]
        for row in self.method_rows:
            del self.fields[f"address_{row}"]
        _let_be_left_out(self)

    @property
    def ways(self) -> list[tuple[BoundField, ...]]:
        """Return the rows of methods: how, deemed received after how many of which days."""
        names = ("method", "days", "counted")
        return [tuple(self[f"{name}_{row}"] for name in names) for row in self.method_rows]


class WhatIfSheet:
    """The forms of one question; behaves like one form for the page around it."""

    def __init__(self, data: QueryDict | Mapping[str, Any] | None, *, today: dt.date) -> None:
        self.is_bound = data is not None
        self.today = today
        self.question = QuestionForm(data, initial={"as_of": today})
        self.terms = _TermForm(data, prefix="term")
        self.notice = _NoticeForm(data, prefix="notice")

    @property
    def forms(self) -> tuple[Any, ...]:
        """Return every form of the sheet, in the order of the page."""
        return self.terms, self.notice, self.question

    def ask(self) -> TermsRequest | None:
        """Return the question, about today where it names no day; None with every mistake on its field."""
        valid = [form.is_valid() for form in self.forms]
        if not all(valid):
            return None
        try:
            return parse_request(self._raw())
        except TermsInputError as error:
            for path, messages in error.fields.items():
                form, name = self._place(path)
                for message in messages:
                    form.add_error(name, _sentence(message))
            return None

    def _raw(self) -> dict[str, Any]:
        """Return what was entered in the shape of ``explain_terms``."""
        term, question = self.terms.cleaned_data, self.question.cleaned_data
        return {
            "as_of": question["as_of"] or self.today,
            "term": {
                "type": term["term_type"] or None,
                "start_date": term["start_date"],
                "end_date": term["end_date"],
                **{name: _length(term, name) for name in _PERIODS},
                "max_renewals": term["max_renewals"],
                "after_last_term": term["after_last_term"] or None,
                **{name: term[name] or None for name in _AGREED},
                "renewals_exercised": question["renewals_exercised"],
            },
            "notice": self._rule() if self.notice.is_kept else None,
        }

    def _rule(self) -> dict[str, Any]:
        entered = self.notice.cleaned_data
        return {
            **{name: None if entered[name] == "" else entered[name] for name in _NOTICE},
            "earliest": _length(entered, "earliest"),
            "minimum": _length(entered, "minimum"),
            "cutoff_time": entered["cutoff_time"],
            "clause_ref": entered["clause_ref"],
            "methods": [
                {"method": entered[f"method_{row}"], _counted(entered, row): entered[f"days_{row}"]}
                for row in self.notice.kept_methods
            ],
        }

    def _place(self, path: str) -> tuple[Any, str | None]:
        """Return the form and the field that a name of ``explain_terms`` stands for here."""
        part, _, rest = path.partition(".")
        if rest == "renewals_exercised":
            return self.question, rest
        form = {"term": self.terms, "notice": self.notice}.get(part, self.question)
        name = rest or part
        if found := _METHOD_PATH.fullmatch(name):
            row = self.notice.kept_methods[int(found[1])]
            name = f"{'days' if found[2] in _DEEMED.values() else 'method'}_{row}"
        elif found := _LENGTH_PATH.fullmatch(name):
            name = f"{found[1]}_{'unit' if found[2] == 'unit' else 'quantity'}"
        name = {"type": "term_type"}.get(name, name)
        return form, name if name in form.fields else None

    @property
    def errors(self) -> ErrorDict:
        """Return the messages of all forms, by the field's name on the page."""
        found = ErrorDict()
        for form in self.forms:
            for name, messages in form.errors.items():
                found[form.add_prefix(name)] = messages
        return found

    @property
    def non_field_errors(self) -> ErrorList:
        """Return the messages about no single field."""
        return ErrorList([words for form in self.forms for words in form.non_field_errors()])

    def __iter__(self) -> Iterator[BoundField]:
        for form in self.forms:
            yield from form


def query_of(record: Mapping[str, Any], contract_id: int, *, on: dt.date, lead_days: int) -> dict[str, Any]:
    """Return the query of an address that asks what a recorded contract's own terms mean on a day.

    Args:
        record: As ``ContractQuerySet.deadline_inputs`` gives it.
        contract_id: The contract that the answer is compared with.
        on: The day asked about.
        lead_days: Working days between act-by and send-by, by the policy that counts.
    """
    term, rule = record["term"], record["notice"] or {}
    said = {
        "contract": contract_id,
        "as_of": on,
        "lead_days": lead_days,
        "locked_reading": record["locked_reading"],
        "renewals_exercised": term.get("renewals_exercised"),
        "term-term_type": term["type"],
        "term-max_renewals": term["max_renewals"],
        "term-after_last_term": term["after_last_term"],
        **{f"term-{name}": term[name] for name in ("start_date", "end_date")},
        **{f"term-{name}": term.get(name) for name in _AGREED},
        **{f"notice-{name}": rule.get(name) for name in (*_NOTICE, "cutoff_time", "clause_ref")},
    }
    for name in _PERIODS:
        said |= _said(f"term-{name}", term[name])
    for name in ("earliest", "minimum"):
        said |= _said(f"notice-{name}", rule.get(name))
    for row, way in enumerate(rule.get("methods", ())):
        said[f"notice-method_{row}"] = way["method"]
        for counted, name in _DEEMED.items():
            if name in way:
                said |= {f"notice-days_{row}": way[name], f"notice-counted_{row}": counted}
    always = {"notice-anchor": "term_end", "notice-test": "received", "notice-roll": "none"}
    return always | {name: value for name, value in said.items() if value not in (None, "")}


def _counted(entered: Mapping[str, Any], row: int) -> str:
    """Return what the days until receipt of a method are called in ``explain_terms``."""
    return _DEEMED.get(entered[f"counted_{row}"], _DEEMED["business"])


def _let_be_left_out(form: PageForm) -> None:
    """Let an address say less than the form does: what is left out is not known, or as usual."""
    for field in form.fields.values():
        field.required = False


def _said(name: str, length: Mapping[str, Any] | None) -> dict[str, Any]:
    return {f"{name}_quantity": length["n"], f"{name}_unit": length["unit"]} if length else {}


def _length(entered: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    n, unit = entered[f"{name}_quantity"], entered[f"{name}_unit"]
    return None if n is None and not unit else {"n": n, "unit": unit or None}


def _sentence(message: str) -> str:
    """Return a message of the rules as a sentence of its own."""
    words = message[:1].upper() + message[1:]
    return words if words.endswith((".", "?")) else f"{words}."
