"""The steps by which amendments reach the terms on record, inside a transaction that holds the contract."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction

from contracts_app.actions.amended_text import dates_of, for_system
from contracts_app.actions.changing import apply_changes
from contracts_app.actions.drafting import (
    InvalidContract,
    cleaned_rule,
    cleaned_terms,
    notice_drafts_of,
    refuse,
    terms_draft_of,
)
from contracts_app.models import AmendedTerm, Amendment, Contract
from contracts_app.rules.amended_terms import Relinked, TermChange, put_in, take_out, terms_before
from contracts_app.rules.draft import NoticeRuleDraft
from contracts_app.rules.problems import Problems, add
from contracts_app.rules.term_fields import (
    YES,
    UnknownTerm,
    Values,
    difference,
    drafts_of,
    rule_field,
    rule_name_of,
    values_of,
)
from contracts_app.rules.terms import check_notice_rules, check_terms
from core.audit import Actor
from core.audit.action import tell_database
from core.rules.wording import short_date


@dataclass(frozen=True, slots=True)
class Applied:
    """What applying amendments that are due did: those that reached the terms, and those that could not."""

    done: tuple[Amendment, ...] = ()
    failed: tuple[Amendment, ...] = ()


def record_of(contract: Contract) -> Values:
    """Return the terms on record, by field."""
    return values_of(terms_draft_of(contract), notice_drafts_of(contract))


def term_change(row: AmendedTerm) -> TermChange:
    """Return what an amendment does to a field; its amendment is best joined."""
    return TermChange(
        row.pk,
        dates_of(row.amendment).place,
        row.field,
        row.old_value,
        row.new_value,
        row.applied_at is not None,
    )


def standing_terms(contract: Contract) -> list[AmendedTerm]:
    """Return what amendments of a contract do to its terms, the withdrawn ones left out."""
    rows = AmendedTerm.unscoped.filter(amendment__contract_id=contract.pk)
    return list(rows.filter(amendment__withdrawn_at__isnull=True).select_related("amendment"))


def amended_values(contract: Contract, amendment: Amendment, terms: Mapping[str, str]) -> Values:
    """Return what an amendment sets, cleaned, with everything that follows from it.

    A field of a notice rule that does not exist yet brings the rule; a rule that goes takes its fields.

    Args:
        contract: The locked contract.
        amendment: Already stored, so that it has its place.
        terms: New values by field, as entered.

    Raises:
        InvalidContract: A field does not exist, a text is no value of it, or the terms that it leads to
            cannot be true.
    """
    changes = [term_change(row) for row in standing_terms(contract)]
    before = terms_before(dates_of(amendment).place, record_of(contract), changes)
    wanted = dict(terms)
    try:
        for name in terms:
            rule = rule_name_of(name)
            if rule and name != rule and terms[name] and rule not in wanted and rule not in before:
                wanted[rule] = YES
        draft, rules = drafts_of({**before, **wanted})
    except UnknownTerm as wrong:
        refuse({"terms": [str(wrong)]})
        raise
    draft, rules = cleaned_terms(draft), tuple(map(cleaned_rule, rules))
    refuse(named(check_terms(draft), check_notice_rules(rules), rules))
    after = values_of(draft, rules)
    return {name: after.get(name, "") for name in wanted} | difference(before, after)


def named(terms: Problems, rules: Problems, drafts: Sequence[NoticeRuleDraft]) -> Problems:
    """Return problems under the names of their fields: ``terms.end_date``, ``notice.us.non_renewal.unit``."""
    found = {f"terms.{name}": texts for name, texts in terms.items()}
    for path, texts in rules.items():
        place, _, rest = path.partition(".")
        rule = drafts[int(place)]
        found[f"{rule_field(rule.party, rule.kind)}.{rest}"] = texts
    return found


def apply_amendment(
    actor: Actor, contract: Contract, amendment: Amendment, on: dt.date, now: dt.datetime
) -> None:
    """Let the terms on record follow an amendment that counts by now.

    Raises:
        InvalidContract: The terms that it leads to cannot be true.
    """
    rows = standing_terms(contract)
    record = record_of(contract)
    for row in rows:
        if row.amendment_id == amendment.pk and row.applied_at is None:
            link = put_in(term_change(row), record.get(row.field, ""), _applied(rows, row.field))
            row.old_value, row.applied_at = link.own.old, now
            row.save(update_fields=["old_value", "applied_at"])
            _relink(rows, link)
            record[row.field] = link.record
    reason = f"{amendment.title}, effective {short_date(amendment.effective_date)}"
    _write(actor.with_reason(reason), contract, record, on)


def unapply_amendment(actor: Actor, contract: Contract, amendment: Amendment, on: dt.date) -> list[str]:
    """Let the terms on record be as without an amendment; return the fields kept as corrected by hand.

    Raises:
        InvalidContract: The terms that it leads to cannot be true.
    """
    rows = standing_terms(contract)
    record = record_of(contract)
    kept = []
    for row in (one for one in rows if one.amendment_id == amendment.pk and one.applied_at is not None):
        link = take_out(term_change(row), record.get(row.field, ""), _applied(rows, row.field))
        _relink(rows, link)
        record[row.field] = link.record
        if link.is_kept and link.record != row.old_value:
            kept.append(row.field)
    _write(actor, contract, record, on)
    return kept


def apply_due(actor: Actor, contract: Contract, on: dt.date, now: dt.datetime) -> Applied:
    """Apply every amendment of a locked contract whose day has come, in order; each is all or nothing.

    One that cannot be applied says why and stops none of the others; the next run tries again.
    """
    due = for_system(Amendment).filter(contract_id=contract.pk, effective_date__lte=on)
    waiting = due.standing().filter(terms__applied_at__isnull=True, terms__isnull=False)
    done, failed = [], []
    for amendment in waiting.in_order().distinct():
        try:
            with transaction.atomic():
                apply_amendment(actor, contract, amendment, on, now)
        except InvalidContract as refused:
            failed.append(amendment)
            _note(amendment, refused.message)
        else:
            done.append(amendment)
            _note(amendment, "")
    return Applied(tuple(done), tuple(failed))


def _applied(rows: Iterable[AmendedTerm], field: str) -> list[TermChange]:
    """Return the applied changes of a field."""
    return [term_change(one) for one in rows if one.field == field and one.applied_at is not None]


def _relink(rows: Iterable[AmendedTerm], link: Relinked) -> None:
    """Give the change behind its new old value."""
    if link.behind is None:
        return
    for row in rows:
        if row.pk == link.behind.key:
            row.old_value = link.behind.old
            row.save(update_fields=["old_value"])


def _write(actor: Actor, contract: Contract, record: Mapping[str, str], on: dt.date) -> None:
    draft, rules = drafts_of({name: text for name, text in record.items() if text})
    tell_database(actor)
    try:
        apply_changes(actor, contract, {"terms": draft, "notice_rules": rules}, on)
    except InvalidContract as refused:
        raise _renamed(refused, rules) from refused


def _renamed(refused: InvalidContract, rules: Sequence[NoticeRuleDraft]) -> InvalidContract:
    """Return a refusal with its fields named as amendments name them."""
    fields: Problems = {}
    for path, texts in refused.fields.items():
        head, _, rest = path.partition(".")
        name = next(iter(named({}, {rest: texts}, rules))) if head == "notice_rules" else path
        for text in texts:
            add(fields, name, text)
    return InvalidContract(refused.message, fields=fields)


def _note(amendment: Amendment, problem: str) -> None:
    if amendment.problem != problem:
        amendment.problem = problem
        amendment.save(update_fields=["problem"])
