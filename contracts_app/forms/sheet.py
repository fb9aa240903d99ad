"""The whole contract on one sheet: header, terms and notice rules, checked and refused together."""

from __future__ import annotations

import re
from typing import Any

from django.http import QueryDict

from contracts_app.actions.locking import stale
from contracts_app.forms.contract import FORM_NAMES, ContractForm
from contracts_app.forms.many import ManyForms
from contracts_app.forms.terms import NoticeRuleForm, TermsForm, plain_terms
from contracts_app.models import Contract
from contracts_app.rules.draft import ContractDraft
from core.errors import UserError

MOST_RULES = 10
_RULE_PATH = re.compile(r"notice_rules\.(\d+)\.(.+)")


class ContractSheet(ManyForms):
    """Forms that make one contract; behaves like one form for the page around it."""

    def __init__(
        self,
        data: QueryDict | None,
        *,
        user: Any,
        contract: Contract | None = None,
        draft: ContractDraft | None = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        self.is_bound = data is not None
        self.contract = contract
        self.header = ContractForm(data, user=user, contract=contract, initial=initial or {})
        terms = draft.terms if draft else None
        self.terms = TermsForm(data, prefix="terms", initial=plain_terms(terms))
        recorded = draft.notice_rules if draft else ()
        shown = min(len(recorded) + 1, MOST_RULES)
        self.rules = [
            NoticeRuleForm(data, prefix=f"notice-{at}", rule=recorded[at] if at < len(recorded) else None)
            for at in range(shown)
        ]

    @property
    def forms(self) -> list[Any]:
        """Return every form of the sheet, in the order of the page."""
        return [self.header, self.terms, *self.rules]

    def is_valid(self) -> bool:
        """Check each form, so that every mistake is named at once, and first that nobody was faster."""
        valid = [form.is_valid() for form in self.forms]
        read = self.header.cleaned_data.get("version")
        if self.contract is not None and read and read != self.contract.version:
            self.header.add_error(None, stale(self.contract, read).message)
            return False
        return all(valid)

    @property
    def kept_rules(self) -> list[NoticeRuleForm]:
        """Return the forms in which a notice rule was entered."""
        return [form for form in self.rules if form.is_kept]

    @property
    def values(self) -> dict[str, Any]:
        """Return what was entered, by field of ``ContractDraft``."""
        rules = tuple(form.draft for form in self.kept_rules)
        return {**self.header.values, "terms": self.terms.draft, "notice_rules": rules}

    @property
    def version(self) -> str | None:
        """Return the version of the contract that the person read."""
        return self.header.cleaned_data.get("version") or None

    def refuse(self, error: UserError) -> None:
        """Put a refused action's words on the fields that they are about, or above all fields."""
        placed = False
        for path, messages in error.fields.items():
            form, name = self._place(path)
            if form is not None and name in form.fields:
                placed = True
                for message in messages:
                    form.add_error(name, message)
        if not placed:
            self.header.add_error(None, error.message)

    def _place(self, path: str) -> tuple[Any, str]:
        if path.startswith("terms."):
            return self.terms, path.removeprefix("terms.")
        if match := _RULE_PATH.fullmatch(path):
            form = self.kept_rules[int(match[1])]
            return form, form.field_of(match[2])
        return self.header, FORM_NAMES.get(path, path)
