"""What the API says about deadlines."""

from __future__ import annotations

from typing import ClassVar

from django.db.models import Case, F, Func, JSONField, TextField, Value, When
from django.db.models.fields.json import KeyTextTransform, KeyTransform
from django.db.models.functions import Coalesce
from rest_framework import serializers

from contracts_app.models import Contract
from core.api.shapes import MadeField, ReadShape
from renewals.models import Deadline
from renewals.rules import Consequence
from renewals.rules.answer_output import CLAUSE_STEP, EXIT_MOVES, EXIT_RULE
from renewals.rules.both_rules import CONVENIENCE


class DeadlineContract(ReadShape):
    """The contract that a deadline is about."""

    vendor = serializers.CharField(source="vendor.name", read_only=True)
    department = serializers.CharField(source="department.name", read_only=True)
    owner = serializers.CharField(source="owner.username", read_only=True, allow_null=True)

    class Meta:
        model = Contract
        fields: ClassVar = ("id", "number", "title", "type", "status", "vendor", "department", "owner")


_MOVES_HELP = (
    "True: the earliest exit moves with each day; it is that of a notice given on the day of `computed_at`."
)
_RULE_HELP = "Which rule of ours gives it: the leading one, or that on convenience beside it."
_CLAUSE_HELP = "The clause of this rule."
_RULES = ["leading", CONVENIENCE]


class _ExitMoves(serializers.BooleanField, MadeField):
    expression = Coalesce(KeyTransform(EXIT_MOVES, "details"), Value(False, JSONField()))


class _ExitRule(serializers.ChoiceField, MadeField):
    expression = Coalesce(KeyTextTransform(EXIT_RULE, "details"), Value("leading"))


class _ExitClause(serializers.CharField, MadeField):
    expression = Case(
        When(
            details__has_key=EXIT_RULE,
            then=Coalesce(
                Func(
                    F("steps"),
                    template=f"(jsonb_path_query_first(%(expressions)s, '$[*] ? "
                    f"""(@.code == "{CLAUSE_STEP}").params.clause') #>> '{{}}')""",
                    output_field=TextField(),
                ),
                Value(""),
            ),
        ),
        default=F("clause_ref"),
        output_field=TextField(),
    )


class DeadlineRow(ReadShape):
    """What a contract's terms mean now; all dates inclusive. ``act_by_date`` is the day to look at first."""

    contract = DeadlineContract(read_only=True)
    earliest_exit_moves = _ExitMoves(read_only=True, help_text=_MOVES_HELP)
    earliest_exit_rule = _ExitRule(choices=_RULES, read_only=True, help_text=_RULE_HELP)
    earliest_exit_clause = _ExitClause(read_only=True, help_text=_CLAUSE_HELP)

    class Meta:
        model = Deadline
        fields: ClassVar = (
            "contract", "status", "act_by_date", "send_by_date", "notice_by_date", "earliest_notice_date",
            "term_number", "term_start", "term_end", "renewal_date", "earliest_exit_date",
            "earliest_exit_moves", "earliest_exit_rule", "earliest_exit_clause", "next_review_date",
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
    earliest_exit_moves = serializers.BooleanField(help_text=_MOVES_HELP)
    earliest_exit_rule = serializers.ChoiceField(_RULES, help_text=_RULE_HELP)
    earliest_exit_clause = serializers.CharField(help_text=_CLAUSE_HELP)
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
