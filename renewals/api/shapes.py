"""What the API says about deadlines."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from contracts_app.models import Contract
from core.api.shapes import ReadShape
from renewals.models import Deadline
from renewals.rules import Consequence


class DeadlineContract(ReadShape):
    """The contract that a deadline is about."""

    vendor = serializers.CharField(source="vendor.name", read_only=True)
    department = serializers.CharField(source="department.name", read_only=True)
    owner = serializers.CharField(source="owner.username", read_only=True, allow_null=True)

    class Meta:
        model = Contract
        fields: ClassVar = ("id", "number", "title", "type", "status", "vendor", "department", "owner")


class DeadlineRow(ReadShape):
    """What a contract's terms mean now; all dates inclusive. ``act_by_date`` is the day to look at first."""

    contract = DeadlineContract(read_only=True)

    class Meta:
        model = Deadline
        fields: ClassVar = (
            "contract", "status", "act_by_date", "send_by_date", "notice_by_date", "earliest_notice_date",
            "term_number", "term_start", "term_end", "renewal_date", "earliest_exit_date", "next_review_date",
            "if_nobody_acts", "amount_at_stake", "currency", "timezone", "missing", "computed_at",
        )  # fmt: skip


class ReadingShape(serializers.Serializer):
    """One way to read the clause, and the last day to give notice under it."""

    rule = serializers.CharField()
    notice_by_date = serializers.DateField(allow_null=True)


class AnswerShape(serializers.Serializer):
    """What terms mean on a day; dates inclusive, null where there is none."""

    id = serializers.JSONField(help_text="As it was sent; null when none was.")
    status = serializers.ChoiceField(Deadline.Status.choices)
    term_number = serializers.IntegerField(allow_null=True)
    term_start = serializers.DateField(allow_null=True)
    term_end = serializers.DateField(allow_null=True)
    renewal_date = serializers.DateField(allow_null=True)
    earliest_notice_date = serializers.DateField(allow_null=True)
    notice_by_date = serializers.DateField(allow_null=True)
    send_by_date = serializers.DateField(allow_null=True)
    earliest_exit_date = serializers.DateField(allow_null=True)
    earliest_exit_rule = serializers.CharField(
        required=False, help_text="Where termination for convenience gives the earliest exit: `convenience`."
    )
    readings = ReadingShape(many=True)
    steps = serializers.ListField(child=serializers.CharField(), help_text="Why these dates, in sentences.")
    missing = serializers.ListField(
        child=serializers.CharField(), help_text="Facts that are needed and unknown."
    )


class ContractDeadlineShape(AnswerShape):
    """The deadline of a contract: the answer, and the day by which somebody must act."""

    id = None
    earliest_exit_moves = serializers.BooleanField(
        help_text="True: the earliest exit moves with each day; it is that of a notice given on the day of "
        "`computed_at`."
    )
    earliest_exit_rule = serializers.ChoiceField(
        ["leading", "convenience"],
        help_text="Which rule of ours gives it: the leading one, or that on convenience beside it.",
    )
    earliest_exit_clause = serializers.CharField(help_text="The clause of this rule.")
    contract_id = serializers.IntegerField()
    act_by_date = serializers.DateField(allow_null=True)
    next_review_date = serializers.DateField(allow_null=True)
    if_nobody_acts = serializers.ChoiceField([one.value for one in Consequence], allow_null=True)
    amount_at_stake = serializers.DecimalField(19, 4, allow_null=True)
    currency = serializers.CharField()
    calendar = serializers.CharField()
    calendar_version = serializers.CharField()
    clause_ref = serializers.CharField()
    timezone = serializers.CharField()
    version = serializers.IntegerField(help_text="Grows with every answer that differs from the one before.")
    computed_at = serializers.DateTimeField()
