"""What is sent to record or change a contract; the rules themselves are those of the actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar

from rest_framework import serializers

from contracts_app.actions.contracts import ContractDraft, NoticeMethodDraft, NoticeRuleDraft, TermsDraft
from contracts_app.models import Contract, ContractTerms, NoticeMethod, NoticeRule
from contracts_app.rules.lifecycle import TRANSITIONS
from core.api.inputs import IdField, StrictInput, WholeList

MOST_ITEMS = 100


class TermsInput(StrictInput, serializers.ModelSerializer):
    """The agreed duration; dates inclusive as printed. In a PATCH, what is not named stays."""

    class Meta:
        model = ContractTerms
        fields: ClassVar[tuple[str, ...]] = (
            "term_type", "start_date", "end_date", "initial_term_quantity", "initial_term_unit",
            "renewal_term_quantity", "renewal_term_unit", "max_renewals", "after_last_term",
            "minimum_term_quantity", "minimum_term_unit", "renewal_as_initial", "renewal_by_agreement",
            "start_event", "renewals_exercised", "end_event",
            "end_event_date", "minimum_event", "minimum_event_date", "clause_ref",
        )  # fmt: skip


class MethodInput(StrictInput, serializers.ModelSerializer):
    """A permitted way to serve a notice."""

    class Meta:
        model = NoticeMethod
        fields: ClassVar[tuple[str, ...]] = (
            "method", "deemed_business_days", "deemed_calendar_days", "address",
        )  # fmt: skip


class NoticeInput(StrictInput, serializers.ModelSerializer):
    """One notice provision; a contract has at most one for each party and kind."""

    methods = MethodInput(many=True, required=False, max_length=MOST_ITEMS)

    class Meta:
        model = NoticeRule
        list_serializer_class = WholeList
        fields: ClassVar[tuple[str, ...]] = (
            "party", "kind", "quantity", "unit", "anchor", "fixed_day", "test", "earliest_quantity",
            "earliest_unit", "roll", "calendar", "timezone", "cutoff_time", "cure_period_quantity",
            "cure_period_unit", "minimum_quantity", "minimum_unit", "addressee", "form", "clause_ref",
            "methods",
        )  # fmt: skip


def _ids(**kwargs: Any) -> serializers.ListField:
    return serializers.ListField(child=IdField(), required=False, max_length=MOST_ITEMS, **kwargs)


class ContractChange(StrictInput, serializers.ModelSerializer):
    """What may be changed of a contract. Lists are replaced as a whole."""

    vendor_id = IdField()
    department_id = IdField()
    entity_id = IdField(required=False, allow_null=True)
    owner_id = IdField(required=False, allow_null=True, help_text="Null: the department's queue.")
    backup_owner_id = IdField(required=False, allow_null=True)
    parent_id = IdField(required=False, allow_null=True)
    supersedes_id = IdField(required=False, allow_null=True)
    number = serializers.CharField(
        required=False, allow_blank=True, max_length=60, help_text="Blank: the next free one."
    )
    tags = serializers.ListField(
        child=serializers.CharField(max_length=60), required=False, max_length=MOST_ITEMS
    )
    further_vendor_ids = _ids()
    further_entity_ids = _ids()
    named_user_ids = _ids()
    terms = TermsInput(required=False)
    notice_rules = NoticeInput(many=True, required=False, max_length=MOST_ITEMS)

    class Meta:
        model = Contract
        fields: ClassVar[tuple[str, ...]] = (
            "number", "title", "type", "vendor_id", "department_id", "entity_id", "owner_id",
            "backup_owner_id", "parent_id", "supersedes_id", "is_confidential", "value_amount",
            "value_currency", "description", "governing_law", "tags", "further_vendor_ids",
            "further_entity_ids", "named_user_ids", "terms", "notice_rules",
        )  # fmt: skip


class ContractInput(ContractChange):
    """A contract to be recorded."""

    class Meta(ContractChange.Meta):
        fields: ClassVar[tuple[str, ...]] = (*ContractChange.Meta.fields, "status")


class TransitionInput(StrictInput):
    """A move along the lifecycle."""

    verb = serializers.ChoiceField(sorted({move.verb for move in TRANSITIONS}))
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2000)


def draft_from(values: Mapping[str, Any]) -> ContractDraft:
    """Return the contract that checked input describes."""
    return ContractDraft(**changes_from(values, TermsDraft()))


def changes_from(values: Mapping[str, Any], terms: TermsDraft) -> dict[str, Any]:
    """Return new values by field of a draft.

    Args:
        values: Checked input; only what is named is changed.
        terms: The present terms, which partial new ones are laid over.
    """
    changes = dict(values)
    for name in ("tags", "further_vendor_ids", "further_entity_ids", "named_user_ids"):
        if name in changes:
            changes[name] = tuple(changes[name])
    if "terms" in changes:
        changes["terms"] = replace(terms, **changes["terms"])
    if "notice_rules" in changes:
        changes["notice_rules"] = tuple(_rule_from(rule) for rule in changes["notice_rules"])
    return changes


def _rule_from(values: Mapping[str, Any]) -> NoticeRuleDraft:
    methods = tuple(NoticeMethodDraft(**method) for method in values.get("methods", ()))
    return NoticeRuleDraft(**{**values, "methods": methods})
