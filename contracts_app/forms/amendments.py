"""An amendment as entered on a page: its day, its clauses, its terms, on one sheet."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from django import forms
from django.http import QueryDict

from contracts_app.forms.many import ManyForms
from contracts_app.forms.terms import NoticeRuleForm, TermsForm, plain_terms
from contracts_app.models import AmendmentChange
from contracts_app.rules.amendment import (
    LONGEST_HEADING,
    LONGEST_NOTE,
    LONGEST_NUMBER,
    LONGEST_TITLE,
    MOST_CHANGES,
    AmendmentDraft,
    ClauseChange,
)
from contracts_app.rules.draft import NoticeRuleDraft, TermsDraft
from contracts_app.rules.term_fields import Values, difference, rule_field, values_of
from core.errors import UserError
from core.pages.fields import DayField
from core.pages.forms import PageForm

MISFIT: Final = "clauses_do_not_fit"
FIRST_ROWS: Final = 3
MOST_RULES: Final = 10
_CLAUSE = re.compile(r"clauses\.(\d+)\.(.+)")
_RULE = re.compile(r"(notice\.[a-z]+\.[a-z_]+)\.(.+)")
_NAMES: Final = {"paper_id": "paper", "document_id": "note"}


class AmendmentDayForm(PageForm):
    """The day of an amendment and the document that it changes: what the sheet behind it shows."""

    effective_date = DayField(
        label="Effective from", help_text="The first day on which it counts: 1 Mar 2026 or 2026-03-01."
    )
    document = forms.ChoiceField(
        label="Changes clauses of",
        required=False,
        help_text="Terms only: no clause changes.",
    )

    def __init__(self, *args: Any, documents: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Terms only"), *((str(pk), title) for pk, title in documents)]
        self.fields["document"].choices = choices  # type: ignore[attr-defined]


class AmendmentForm(PageForm):
    """What the amendment is."""

    title = forms.CharField(max_length=LONGEST_TITLE, help_text="As people call it: Amendment 2.")
    paper = forms.ChoiceField(
        label="Paper", required=False, help_text="The version of a document that is this amendment, signed."
    )
    order_on_day = forms.IntegerField(
        label="Place among the amendments of that day",
        required=False,
        min_value=1,
        max_value=1_000,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        help_text="Blank: behind the others.",
    )
    note = forms.CharField(
        required=False,
        max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="What it does, or why it was agreed.",
    )
    accepts_misfits = forms.BooleanField(
        label="Record it although a change cannot be made", required=False,
        help_text="The change is kept with the amendment and shown as not made.",
    )  # fmt: skip
    version = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, papers: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not on file"), *((str(pk), words) for pk, words in papers)]
        self.fields["paper"].choices = choices  # type: ignore[attr-defined]
        self.use_required_attribute = False


class ClauseChangeForm(PageForm):
    """One change of one clause; a row without an action is none."""

    action = forms.ChoiceField(
        label="What it does", required=False, choices=[("", "Nothing"), *AmendmentChange.Action.choices]
    )
    number = forms.CharField(label="Clause", required=False, max_length=LONGEST_NUMBER)
    after = forms.CharField(label="Goes behind", required=False, max_length=LONGEST_NUMBER)
    heading = forms.CharField(required=False, max_length=LONGEST_HEADING)
    text = forms.CharField(
        label="New words", required=False, widget=forms.Textarea(attrs={"rows": 4}), strip=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("number", "after"):
            self.fields[name].widget.attrs |= {"list": "clause-numbers", "autocomplete": "off"}
        self.present = ""

    @property
    def is_kept(self) -> bool:
        """Tell whether something was entered: a choice, a number or words."""
        return any(self.cleaned_data.get(name) for name in ("action", "number", "text", "heading", "after"))

    @property
    def draft(self) -> ClauseChange:
        """Return what was entered."""
        return ClauseChange(**{name: self.cleaned_data[name] for name in self.fields})


class AmendmentSheet(ManyForms):
    """Forms that make one amendment; behaves like one form for the page around it."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        day: AmendmentDayForm,
        papers: Sequence[tuple[int, str]],
        before: tuple[TermsDraft, Sequence[NoticeRuleDraft]],
        initial: dict[str, Any],
    ) -> None:
        self.is_bound = data is not None
        self.day = day
        self.before = before
        terms, rules = before
        self.header = AmendmentForm(data, papers=papers, initial=initial)
        self.terms = TermsForm(data, prefix="terms", initial=plain_terms(terms))
        shown = min(len(rules) + 1, MOST_RULES)
        self.rules = [
            NoticeRuleForm(data, prefix=f"notice-{at}", rule=rules[at] if at < len(rules) else None)
            for at in range(shown)
        ]
        self.clauses = [ClauseChangeForm(data, prefix=f"clause-{at}") for at in range(_rows(data))]
        self.has_misfits = bool(data and data.get("accepts_misfits"))

    @property
    def forms(self) -> list[Any]:
        """Return every form of the sheet, in the order of the page."""
        return [self.header, *self.clauses, self.terms, *self.rules]

    def is_valid(self) -> bool:
        """Check each form, so that every mistake is named at once."""
        valid = [form.is_valid() for form in self.forms]
        return all(valid)

    @property
    def kept_clauses(self) -> list[ClauseChangeForm]:
        """Return the rows in which a change was entered."""
        return [form for form in self.clauses if form.is_kept]

    @property
    def kept_rules(self) -> list[NoticeRuleForm]:
        """Return the forms in which a notice rule was entered."""
        return [form for form in self.rules if form.is_kept]

    @property
    def term_values(self) -> Values:
        """Return the terms that differ from what the sheet showed, by field."""
        shown = values_of(self.before[0], self.before[1])
        return difference(shown, values_of(self.terms.draft, [form.draft for form in self.kept_rules]))

    @property
    def draft(self) -> AmendmentDraft:
        """Return what was entered."""
        entered, chosen = self.header.cleaned_data, self.day.cleaned_data
        return AmendmentDraft(
            title=entered["title"],
            effective_date=chosen["effective_date"],
            document_id=int(chosen["document"]) if chosen["document"] else None,
            paper_id=int(entered["paper"]) if entered["paper"] else None,
            order_on_day=entered["order_on_day"],
            note=entered["note"],
            clauses=tuple(form.draft for form in self.kept_clauses),
            terms=self.term_values,
            is_accepting_misfits=entered["accepts_misfits"],
        )

    def refuse(self, error: UserError) -> None:
        """Put a refused action's words on the fields that they are about, or above all fields."""
        self.has_misfits = self.has_misfits or error.code == MISFIT
        placed = False
        for path, messages in error.fields.items():
            form, name = self._place(path)
            for message in messages:
                placed = True
                form.add_error(name if name in form.fields else None, message)
        if not placed:
            self.header.add_error(None, error.message)

    def _place(self, path: str) -> tuple[Any, str]:
        if match := _CLAUSE.fullmatch(path):
            return self.kept_clauses[int(match[1])], match[2]
        if path.startswith("terms."):
            return self.terms, path.removeprefix("terms.")
        if match := _RULE.fullmatch(path):
            by_name: Mapping[str, NoticeRuleForm] = {
                rule_field(form.draft.party, form.draft.kind): form for form in self.kept_rules
            }
            if form := by_name.get(match[1]):
                return form, form.field_of(match[2])
        return self.header, _NAMES.get(path, path)


def _rows(data: QueryDict | None) -> int:
    """Return how many rows for clauses the sheet has: those that were sent, and more where asked for."""
    if data is None:
        return FIRST_ROWS
    sent = [int(match[1]) for key in data if (match := re.fullmatch(r"clause-(\d{1,3})-action", key))]
    wanted = max(sent, default=-1) + 1 + (FIRST_ROWS if "look" in data else 0)
    return min(max(wanted, FIRST_ROWS), MOST_CHANGES)
