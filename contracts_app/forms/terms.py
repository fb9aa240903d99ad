"""Terms and notice rules, as entered on a page."""

from __future__ import annotations

import re
from dataclasses import fields
from typing import Any

from django import forms

from contracts_app.models import ContractTerms, NoticeRule
from contracts_app.models.terms import PeriodUnit
from contracts_app.rules.draft import NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from core.pages.fields import DayField, dress
from core.pages.forms import PageForm

#: Choices that stand in a form where nobody entered anything.
_ALWAYS_SET = frozenset({"party", "kind", "anchor", "test", "roll", "remove"})
_METHOD_PATH = re.compile(r"methods\.(\d+)\.(.+)")
#: Where a row of methods has one field for two of the draft, the message goes to that.
_METHOD_NAMES = {
    "method": "method",
    "deemed_business_days": "days",
    "deemed_calendar_days": "days",
    "address": "address",
}
COUNTED = [("business", "business days"), ("calendar", "calendar days")]
LEAST_METHODS = 2
MOST_METHODS = 12
TERM_UNITS = [("", "…"), *PeriodUnit.choices]
NOTICE_UNITS = [("", "…"), *NoticeRule.Unit.choices]


def _count(label: str, hint: str = "", least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=least,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _unit(label: str, choices: list[Any]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices, required=False)


class TermsForm(PageForm):
    """How long the contract runs, and what happens then."""

    term_type = forms.ChoiceField(
        label="Kind of term",
        required=False,
        choices=[("", "Not known"), *ContractTerms.TermType.choices],
        help_text="What happens at the end of a term if nobody acts.",
    )
    start_date = DayField(
        required=False, help_text="First day in force, as printed: 1 Mar 2026 or 2026-03-01."
    )
    end_date = DayField(
        required=False, help_text="Last day in force of the first term, where the contract states a date."
    )
    initial_term_quantity = _count("First term", "Instead of an end date, for example 12 months.", 1)
    initial_term_unit = _unit("Unit of the first term", TERM_UNITS)
    start_event = forms.CharField(
        label="Begins with",
        required=False,
        max_length=200,
        help_text="An event such as acceptance. Record its day as the first day once it is known.",
    )
    end_event = forms.CharField(
        label="The first term counts from",
        required=False,
        max_length=200,
        help_text="An event such as the launch, if not the first day. An end date is then the latest.",
    )
    end_event_date = DayField(
        label="Day of that event", required=False, help_text="Until it is known, the end is not known either."
    )
    renewal_term_quantity = _count("Each renewal", "How long it renews for.", 1)
    renewal_term_unit = _unit("Unit of a renewal", TERM_UNITS)
    renewal_as_initial = forms.BooleanField(label="Each renewal is as long as the first term", required=False)
    renewal_by_agreement = forms.BooleanField(
        label="Renewed only if both sides agree",
        required=False,
        help_text="For a fixed term. It never renews silently.",
    )
    max_renewals = _count("Renewals at most", "Blank means without limit; 0 means it never renews.")
    renewals_exercised = _count(
        "Options exercised, or renewals agreed",
        "How many before the contract was recorded here. An option exercised later is counted by its notice.",
    )
    after_last_term = forms.ChoiceField(
        label="After the last term", choices=ContractTerms.AfterLastTerm.choices, initial="lapse"
    )
    minimum_term_quantity = _count("Minimum term", "No exit before it is over.", 1)
    minimum_term_unit = _unit("Unit of the minimum term", TERM_UNITS)
    minimum_event = forms.CharField(
        label="The minimum term counts from",
        required=False,
        max_length=200,
        help_text="An event such as go-live, if not the first day.",
    )
    minimum_event_date = DayField(
        label="Day of that event for the minimum",
        required=False,
        help_text="Until it is known, no exit is known that the minimum could forbid.",
    )
    clause_ref = forms.CharField(label="Clause", required=False, max_length=60, help_text="For example 14.2.")

    def clean_renewals_exercised(self) -> int:
        """Return how many were exercised; left blank, none was."""
        return self.cleaned_data["renewals_exercised"] or 0

    @property
    def draft(self) -> TermsDraft:
        """Return what was entered."""
        return TermsDraft(**{field.name: self.cleaned_data[field.name] for field in fields(TermsDraft)})


class NoticeRuleForm(PageForm):
    """One notice rule with its permitted methods; an empty form is no rule."""

    party = forms.ChoiceField(label="Who gives notice", choices=NoticeRule.Party.choices)
    kind = forms.ChoiceField(label="Kind of notice", choices=NoticeRule.Kind.choices)
    quantity = _count("Notice period", "How long before: for example 3 months.")
    unit = _unit("Unit of the notice period", NOTICE_UNITS)
    anchor = forms.ChoiceField(label="Counted back from", choices=NoticeRule.Anchor.choices)
    fixed_day = forms.CharField(
        label="Day of the year",
        required=False,
        max_length=5,
        help_text="Month and day, such as 06-30, where notice is counted from a fixed day.",
    )
    test = forms.ChoiceField(
        label="On the last day it", choices=NoticeRule.Test.choices, help_text="In doubt: must be received."
    )
    roll = forms.ChoiceField(
        label="If that day is not worked",
        choices=[("none", "it is not moved"), ("preceding", "it moves to the business day before")],
    )
    calendar = forms.CharField(
        label="Business days of",
        required=False,
        max_length=60,
        help_text="Country, or country and part: DE, DE-BY, GB-ENG. Several together: GB-ENG+US-NY.",
    )
    earliest_quantity = _count("Not earlier than", "Where the window has a first day too.")
    earliest_unit = _unit("Unit of the earliest day", NOTICE_UNITS)
    minimum_quantity = _count(
        "No exit in the first", "From the first day in force; it holds back this rule alone.", 1
    )
    minimum_unit = _unit("Unit of the time without exit", TERM_UNITS)
    timezone = forms.CharField(
        label="Time zone", required=False, max_length=64, help_text="Where the day ends: Europe/Berlin."
    )
    cutoff_time = forms.TimeField(
        label="Until", required=False, help_text="For example 17:00.", widget=forms.TimeInput(format="%H:%M")
    )
    cure_period_quantity = _count("Cure period", "For cause: time to put it right.")
    cure_period_unit = _unit("Unit of the cure period", NOTICE_UNITS)
    addressee = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    form = forms.CharField(required=False, max_length=200, help_text="For example in writing, signed.")
    clause_ref = forms.CharField(label="Clause", required=False, max_length=60, help_text="For example 14.3.")
    remove = forms.BooleanField(label="Remove this notice rule", required=False)

    def __init__(self, *args: Any, rule: NoticeRuleDraft | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _initial(rule or NoticeRuleDraft()))
        super().__init__(*args, **kwargs)
        self.is_recorded = rule is not None
        self.use_required_attribute = False
        count = self._method_count(len(rule.methods) if rule else 0)
        self.method_rows = range(count)
        for row in self.method_rows:
            for name, form_field in _method_fields(row).items():
                dress(form_field)
                self.fields[name] = form_field
        if not self.is_recorded:
            del self.fields["remove"]

    def _method_count(self, recorded: int) -> int:
        if not self.is_bound:
            return min(max(recorded + 1, LEAST_METHODS), MOST_METHODS)
        found = re.compile(rf"{re.escape(self.prefix or '')}-method_(\d{{1,2}})$")
        rows = [int(match[1]) for key in self.data if (match := found.match(key))]
        return min(max(rows, default=LEAST_METHODS - 1) + 1, MOST_METHODS)

    @property
    def methods(self) -> list[tuple[forms.BoundField, ...]]:
        """Return the rows of methods: how, deemed received after how many of which days, where to."""
        names = ("method", "days", "counted", "address")
        return [tuple(self[f"{name}_{row}"] for name in names) for row in self.method_rows]

    @property
    def kept_methods(self) -> list[int]:
        """Return the rows in which a method was entered."""
        return [row for row in self.method_rows if self._has_method(row)]

    def _has_method(self, row: int) -> bool:
        entered = (self.cleaned_data.get(f"{name}_{row}") for name in ("method", "days", "address"))
        return any(value not in (None, "") for value in entered)

    def field_of(self, path: str) -> str:
        """Return the field that a message about ``path`` of the rule goes to (``methods.0.address``)."""
        if match := _METHOD_PATH.fullmatch(path):
            return f"{_METHOD_NAMES[match[2]]}_{self.kept_methods[int(match[1])]}"
        return path

    @property
    def is_kept(self) -> bool:
        """Tell whether a rule was entered here: it has a content, and is not to be removed."""
        cleaned = self.cleaned_data
        if cleaned.get("remove"):
            return False
        entered = any(value not in (None, "") for name, value in cleaned.items() if _is_telling(name))
        return self.is_recorded or entered

    @property
    def draft(self) -> NoticeRuleDraft:
        """Return what was entered."""
        names = [field.name for field in fields(NoticeRuleDraft) if field.name != "methods"]
        cleaned = self.cleaned_data
        methods = tuple(
            NoticeMethodDraft(
                method=cleaned[f"method_{row}"],
                **deemed_after(cleaned[f"days_{row}"], cleaned[f"counted_{row}"]),
                address=cleaned[f"address_{row}"],
            )
            for row in self.kept_methods
        )
        return NoticeRuleDraft(**{name: cleaned[name] for name in names}, methods=methods)


def plain_terms(terms: TermsDraft | None) -> dict[str, Any]:
    """Return recorded terms as the form shows them."""
    return {field.name: getattr(terms, field.name) for field in fields(TermsDraft)} if terms else {}


def _is_telling(name: str) -> bool:
    """Tell whether something in the field means that somebody entered a rule."""
    return name not in _ALWAYS_SET and not name.startswith("counted_")


def deemed_after(days: int | None, counted: str) -> dict[str, Any]:
    """Return after how many business or calendar days a notice counts as received, by field of the draft."""
    if counted == "calendar" and days is not None:
        return {"deemed_business_days": 0, "deemed_calendar_days": days}
    return {"deemed_business_days": days or 0}


def _method_fields(row: int) -> dict[str, forms.Field]:
    return {
        f"method_{row}": forms.CharField(label="Method", required=False, max_length=60),
        f"days_{row}": _count("Received after"),
        f"counted_{row}": forms.ChoiceField(
            label="Days until receipt", choices=COUNTED, required=False, initial="business"
        ),
        f"address_{row}": forms.CharField(label="Address", required=False, max_length=2_000),
    }


def _initial(rule: NoticeRuleDraft) -> dict[str, Any]:
    initial = {field.name: getattr(rule, field.name) for field in fields(NoticeRuleDraft)}
    for row, method in enumerate(initial.pop("methods")):
        initial |= {
            f"method_{row}": method.method,
            f"days_{row}": method.deemed_business_days
            if method.deemed_calendar_days is None
            else method.deemed_calendar_days,
            f"counted_{row}": "business" if method.deemed_calendar_days is None else "calendar",
            f"address_{row}": method.address,
        }
    return initial
