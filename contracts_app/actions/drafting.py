"""A recorded contract as the draft that would record it again, and the check of a draft."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

from contracts_app.models import Contract, ContractTerms, NoticeMethod, NoticeRule
from contracts_app.rules.contract import check_contract
from contracts_app.rules.draft import ContractDraft, NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from contracts_app.rules.text import clean_line, clean_lines, label
from core.errors import UserError

_TERMS = [field.name for field in fields(TermsDraft)]
_RULE = [field.name for field in fields(NoticeRuleDraft) if field.name != "methods"]
_METHOD = [field.name for field in fields(NoticeMethodDraft)]
_PARTS = {"tags", "further_vendor_ids", "further_entity_ids", "named_user_ids", "terms", "notice_rules"}
HEADER = [field.name for field in fields(ContractDraft) if field.name not in _PARTS]
_LINES = {"description", "addressee", "address"}


class InvalidContract(UserError):
    """What was entered cannot be true of a contract; ``fields`` says what is wrong where."""

    code = "invalid"


def draft_of(contract: Contract) -> ContractDraft:
    """Return what is recorded now, as a draft (seven queries)."""
    header = {name: getattr(contract, name) for name in HEADER}
    return ContractDraft(
        **header,
        tags=tuple(contract.tag_links.order_by("tag__name").values_list("tag__name", flat=True)),
        further_vendor_ids=_ids(contract.further_vendors, "vendor_id"),
        further_entity_ids=_ids(contract.further_entities, "entity_id"),
        named_user_ids=_ids(contract.accesses, "user_id"),
        terms=terms_draft_of(contract),
        notice_rules=notice_drafts_of(contract),
    )


def _ids(links: Any, name: str) -> tuple[int, ...]:
    return tuple(links.order_by("pk").values_list(name, flat=True))


def terms_draft_of(contract: Contract) -> TermsDraft:
    """Return the recorded terms as a draft (blank where none are recorded)."""
    terms = ContractTerms.unscoped.filter(contract_id=contract.pk).first() or ContractTerms()
    return TermsDraft(**{name: getattr(terms, name) for name in _TERMS})


def notice_drafts_of(contract: Contract) -> tuple[NoticeRuleDraft, ...]:
    """Return the recorded notice rules as drafts, in the order they were recorded."""
    rules = list(NoticeRule.unscoped.filter(contract_id=contract.pk).order_by("pk"))
    methods: dict[int, list[NoticeMethodDraft]] = {}
    for row in NoticeMethod.unscoped.filter(rule__contract_id=contract.pk).order_by("pk"):
        draft = NoticeMethodDraft(**{name: getattr(row, name) for name in _METHOD})
        methods.setdefault(row.rule_id, []).append(draft)
    return tuple(
        NoticeRuleDraft(
            **{name: getattr(rule, name) for name in _RULE}, methods=tuple(methods.get(rule.pk, ()))
        )
        for rule in rules
    )


def cleaned(draft: ContractDraft) -> ContractDraft:
    """Return ``draft`` with clean text and with each tag and party once."""
    return replace(
        _clean(draft),
        number=clean_line(draft.number or "") or None,
        tags=tuple(dict.fromkeys(label(tag) for tag in draft.tags)),
        further_vendor_ids=tuple(dict.fromkeys(draft.further_vendor_ids)),
        further_entity_ids=tuple(dict.fromkeys(draft.further_entity_ids)),
        named_user_ids=tuple(dict.fromkeys(draft.named_user_ids)),
        terms=cleaned_terms(draft.terms) if draft.terms else None,
        notice_rules=tuple(map(cleaned_rule, draft.notice_rules)),
    )


def cleaned_terms(terms: TermsDraft) -> TermsDraft:
    """Return ``terms`` with clean text."""
    return _clean(terms)


def cleaned_rule(rule: NoticeRuleDraft) -> NoticeRuleDraft:
    """Return ``rule`` with clean text, its calendar in capitals."""
    methods = tuple(map(_clean, rule.methods))
    return replace(_clean(rule), calendar=rule.calendar.strip().upper(), methods=methods)


def _clean(draft: Any) -> Any:
    texts = {
        field.name: (clean_lines if field.name in _LINES else clean_line)(value)
        for field in fields(draft)
        if isinstance(value := getattr(draft, field.name), str)
    }
    return replace(draft, **texts)


def checked(draft: ContractDraft) -> ContractDraft:
    """Return the cleaned draft.

    Raises:
        InvalidContract: It breaks a rule; ``fields`` says which.
    """
    draft = cleaned(draft)
    refuse(check_contract(draft))
    return draft


def refuse(problems: dict[str, list[str]]) -> None:
    """Raise ``InvalidContract`` when there is a problem."""
    if problems:
        first = next(iter(problems.values()))[0]
        count = sum(len(texts) for texts in problems.values())
        message = first if count == 1 else f"{count} entries are wrong. The first: {first}"
        raise InvalidContract(message, fields=problems)
