"""Which headers can be true of a contract.

1. A contract has a title, a known type and a known status.
2. A value is a finite decimal from 0 to below 10^15 in a known currency, with no more decimals than
   that currency has. A currency may stand without a value (free of charge is 0, unknown is blank).
3. Owner and backup owner are different people; a backup needs an owner.
4. The further parties do not repeat the main ones.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from contracts_app.rules.draft import ContractDraft
from contracts_app.rules.lifecycle import STATUS_LABELS
from contracts_app.rules.problems import Problems, add, check_choice, check_length
from contracts_app.rules.terms import check_notice_rules, check_terms
from core.money import decimals_of, known_currencies, minor_units

TYPES: Final = (
    "msa", "sow", "order_form", "saas", "license", "maintenance", "hosting", "outsourcing", "consulting",
    "nda", "dpa", "baa", "amendment", "other",
)  # fmt: skip
LARGEST_VALUE: Final = Decimal(10) ** 15
LONGEST_DESCRIPTION: Final = 20_000
LONGEST_TAG: Final = 60
MOST_TAGS: Final = 50


def check_contract(draft: ContractDraft) -> Problems:
    """Return what cannot be true of ``draft``, by field path; empty when nothing is wrong."""
    problems: Problems = {}
    if not draft.title:
        add(problems, "title", "The title is missing. Enter what the contract is about.")
    check_length(problems, "title", draft.title, 500)
    check_length(problems, "number", draft.number or "", 60)
    check_length(problems, "description", draft.description, LONGEST_DESCRIPTION)
    check_length(problems, "governing_law", draft.governing_law, 100)
    check_choice(problems, "type", draft.type, TYPES, blank=False)
    check_choice(problems, "status", draft.status, STATUS_LABELS, blank=False)
    check_value(problems, draft.value_amount, draft.value_currency)
    _check_people(problems, draft)
    _check_parties(problems, draft)
    check_tags(problems, draft.tags)
    if draft.terms:
        problems |= {f"terms.{field}": texts for field, texts in check_terms(draft.terms).items()}
    problems |= {
        f"notice_rules.{field}": texts for field, texts in check_notice_rules(draft.notice_rules).items()
    }
    return problems


def check_value(problems: Problems, amount: Decimal | None, currency: str) -> None:
    """Refuse an amount that is not money: not finite, negative, too large, too precise, no currency."""
    if currency and not _is_currency(currency):
        add(problems, "value_currency", f"“{currency}” is no currency. Use a code such as EUR, GBP or USD.")
        return
    if amount is None:
        return
    if not amount.is_finite():
        add(problems, "value_amount", "This is not a number. Enter an amount such as 412000.00.")
    elif amount < 0:
        add(problems, "value_amount", "The value is negative. Enter zero or more.")
    elif amount >= LARGEST_VALUE:
        add(problems, "value_amount", "The value is too large. It must be below 1,000,000,000,000,000.")
    elif not currency:
        add(problems, "value_currency", "A value needs its currency. Use a code such as EUR, GBP or USD.")
    else:
        _check_decimals(problems, amount, currency)


def _is_currency(code: str) -> bool:
    return code in known_currencies()


def _check_decimals(problems: Problems, amount: Decimal, currency: str) -> None:
    found, allowed = decimals_of(amount), minor_units(currency)
    if found > allowed:
        has = "no decimals" if not allowed else f"at most {allowed} decimals"
        add(problems, "value_amount", f"{amount} has {found} decimals; {currency} has {has}. Round it.")


def _check_people(problems: Problems, draft: ContractDraft) -> None:
    if draft.backup_owner_id is None:
        return
    if draft.owner_id is None:
        add(problems, "backup_owner_id", "A backup owner needs an owner. Choose the owner first.")
    elif draft.owner_id == draft.backup_owner_id:
        add(problems, "backup_owner_id", "The backup owner is the owner. Choose another person, or nobody.")


def _check_parties(problems: Problems, draft: ContractDraft) -> None:
    if draft.vendor_id in draft.further_vendor_ids:
        add(problems, "further_vendor_ids", "The vendor of the contract is repeated here. Leave it out.")
    if draft.entity_id is not None and draft.entity_id in draft.further_entity_ids:
        add(problems, "further_entity_ids", "The contracting entity is repeated here. Leave it out.")


def check_tags(problems: Problems, tags: tuple[str, ...]) -> None:
    """Refuse tags that are empty, too long or too many."""
    if len(tags) > MOST_TAGS:
        add(problems, "tags", f"{len(tags)} tags are too many; at most {MOST_TAGS} fit.")
    for tag in tags:
        if not tag:
            add(problems, "tags", "One tag is empty. Remove it.")
        check_length(problems, "tags", tag, LONGEST_TAG)
