"""``/api/v1/contracts/{id}/amendments/``: what changed clauses and terms of a contract, from when on.

Recording and withdrawing run the actions of the pages: who may, and what cannot be true, are theirs.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from contracts_app.actions.amendments import record_amendment, withdraw_amendment
from contracts_app.actions.contracts import NoticeMethodDraft
from contracts_app.api.inputs import MOST_ITEMS, NoticeInput, TermsInput
from contracts_app.api.of_contract import OfContract
from contracts_app.models import AmendedTerm, Amendment, AmendmentChange, NoticeRule
from contracts_app.rules.amendment import (
    LONGEST_NOTE,
    LONGEST_TITLE,
    MOST_CHANGES,
    AmendmentDraft,
    ClauseChange,
)
from contracts_app.rules.term_fields import YES, Values, rule_field, written
from core import clock
from core.api.inputs import DayField, IdField, StrictInput, read_input
from core.api.shapes import ReadShape
from core.reminders.shapes import date_in


class ChangeShape(ReadShape):
    """One change of one clause, in the order in which they are made.

    ``number`` is the clause that is replaced or deleted, or that of the new one; ``after`` the clause behind
    which a new one goes, empty for the end.
    """

    class Meta:
        model = AmendmentChange
        fields: ClassVar[tuple[str, ...]] = ("action", "number", "after", "heading", "text")
        link = "amendment"
        order: ClassVar = ("order",)


class AmendedTermShape(ReadShape):
    """One field of the terms (``terms.end_date``) or of a notice rule (``notice.us.non_renewal.quantity``).

    Empty is the usual value, or none. ``old_value`` counts from ``applied_at`` on, which is null until the
    terms on record have the new value.
    """

    class Meta:
        model = AmendedTerm
        fields: ClassVar[tuple[str, ...]] = ("field", "old_value", "new_value", "applied_at")
        link = "amendment"
        order: ClassVar = ("field",)


class AmendmentRow(ReadShape):
    """An amendment; it counts from ``effective_date`` on, unless it is withdrawn.

    ``effective_date`` and ``recorded_at`` are two things. ``order_on_day`` is its place among those of one
    day. ``problem`` says why its terms could not be applied, or what a withdrawal left as it was.
    """

    contract_id = serializers.IntegerField(read_only=True)
    document_id = serializers.IntegerField(read_only=True, allow_null=True)
    paper_id = serializers.IntegerField(read_only=True, allow_null=True)
    recorded_by = serializers.CharField(source="recorded_by.username", read_only=True, allow_null=True)
    withdrawn_by = serializers.CharField(source="withdrawn_by.username", read_only=True, allow_null=True)

    class Meta:
        model = Amendment
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "title", "effective_date", "order_on_day", "document_id", "paper_id", "note",
            "problem", "recorded_by", "recorded_at", "withdrawn_by", "withdrawn_at", "withdrawn_reason",
        )  # fmt: skip


class AmendmentDetail(AmendmentRow):
    """An amendment with everything that it changes."""

    clauses = ChangeShape(source="changes", many=True, read_only=True)
    terms = AmendedTermShape(many=True, read_only=True)

    class Meta(AmendmentRow.Meta):
        fields: ClassVar[tuple[str, ...]] = (*AmendmentRow.Meta.fields, "clauses", "terms")


class ChangeInput(StrictInput):
    """One change of one clause."""

    action = serializers.ChoiceField(AmendmentChange.Action.choices)
    number = serializers.CharField(max_length=200)
    after = serializers.CharField(required=False, allow_blank=True, default="", max_length=200)
    heading = serializers.CharField(required=False, allow_blank=True, default="", max_length=500)
    text = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)


class RuleName(StrictInput):
    """A notice rule by party and kind."""

    party = serializers.ChoiceField(NoticeRule.Party.choices)
    kind = serializers.ChoiceField(NoticeRule.Kind.choices)


class AmendmentInput(StrictInput):
    """An amendment to be recorded. Of terms and notice rules only what is named is changed."""

    title = serializers.CharField(max_length=LONGEST_TITLE)
    effective_date = DayField(help_text="The first day on which it counts.")
    order_on_day = serializers.IntegerField(
        required=False, allow_null=True, default=None, min_value=1, max_value=1_000,
        help_text="Its place among the amendments of that day. Left out, the last.",
    )  # fmt: skip
    document_id = IdField(
        required=False, allow_null=True, default=None, help_text="The document whose clauses it changes."
    )
    paper_id = IdField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The version that is its paper.",
    )
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
    clauses = ChangeInput(many=True, required=False, max_length=MOST_CHANGES)
    terms = TermsInput(required=False)
    notice_rules = NoticeInput(many=True, required=False, max_length=MOST_ITEMS)
    removed_notice_rules = RuleName(many=True, required=False, max_length=MOST_ITEMS)
    accepts_misfits = serializers.BooleanField(
        required=False, default=False,
        help_text="Record it although a change of a clause cannot be made (it is refused by name otherwise).",
    )  # fmt: skip


class WithdrawInput(StrictInput):
    """Why an amendment is withdrawn."""

    reason = serializers.CharField(max_length=LONGEST_NOTE)


class AmendmentViewSet(OfContract):
    """What changed clauses and terms of the contract."""

    policy: ClassVar[dict[str, str]] = {
        "list": "documents.view",
        "retrieve": "documents.view",
        "create": "contracts.edit",
        "withdraw": "contracts.edit",
    }
    model = Amendment
    row_shape = AmendmentRow
    detail_shape = AmendmentDetail
    moves: ClassVar[frozenset[str]] = frozenset({"withdraw"})
    orderings: ClassVar[dict[str, str]] = {
        "id": "pk",
        "effective_date": "effective_date",
        "recorded_at": "recorded_at",
    }
    default_ordering = "effective_date"

    @extend_schema(request=AmendmentInput, responses={201: AmendmentDetail})
    def create(self, request: Request, contract_pk: int) -> HttpResponse:
        """Record an amendment; terms that count by today follow at once, others on their day.

        A change that cannot be made in the text is refused with ``clauses_do_not_fit`` until
        ``accepts_misfits`` is true.
        """
        values = read_input(AmendmentInput(data=request.data))
        contract, now = self.contract(), clock.now()
        return self.written(
            request,
            record_amendment,
            status=201,
            contract=contract,
            draft=draft_from(values),
            on=date_in(contract.department.timezone, now),
            now=now,
        )

    @extend_schema(request=WithdrawInput, responses=AmendmentDetail)
    def withdraw(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Withdraw an amendment that was recorded in error; it stays readable and counts no more."""
        amendment, version = self.wanted(request, pk)
        values = read_input(WithdrawInput(data=request.data))
        now = clock.now()
        return self.written(
            request,
            withdraw_amendment,
            amendment=amendment,
            reason=values["reason"],
            on=date_in(amendment.contract.department.timezone, now),
            now=now,
            expected_version=version,
        )


def draft_from(values: Mapping[str, Any]) -> AmendmentDraft:
    """Return the amendment that checked input describes."""
    plain = ("title", "effective_date", "order_on_day", "document_id", "paper_id", "note")
    return AmendmentDraft(
        **{name: values[name] for name in plain},
        clauses=tuple(ClauseChange(**one) for one in values.get("clauses", ())),
        terms=_terms(values),
        is_accepting_misfits=values["accepts_misfits"],
    )


def _terms(values: Mapping[str, Any]) -> Values:
    found = {f"terms.{name}": written(value) for name, value in values.get("terms", {}).items()}
    for rule in values.get("notice_rules", ()):
        at = rule_field(rule.get("party", "us"), rule.get("kind", "non_renewal"))
        found[at] = YES
        for name, value in rule.items():
            if name == "methods":
                value = tuple(NoticeMethodDraft(**method) for method in value)
            if name not in ("party", "kind"):
                found[f"{at}.{name}"] = written(value)
    for rule in values.get("removed_notice_rules", ()):
        found[rule_field(rule["party"], rule["kind"])] = ""
    return found
