"""Terms that are sent to be explained: the shape is documented here, and read by the rules."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from contracts_app.models import ContractTerms, NoticeRule
from contracts_app.models.terms import PeriodUnit

_OPTIONAL: dict[str, Any] = {"required": False, "allow_null": True}


class PeriodInput(serializers.Serializer):
    """A length of time."""

    n = serializers.IntegerField(min_value=1)
    unit = serializers.ChoiceField(PeriodUnit.choices)


class SpanInput(serializers.Serializer):
    """A length of notice."""

    n = serializers.IntegerField(min_value=0)
    unit = serializers.ChoiceField(NoticeRule.Unit.choices)


class DeliveryInput(serializers.Serializer):
    """A permitted way to serve a notice."""

    method = serializers.CharField()
    deemed_business_days = serializers.IntegerField(min_value=0, max_value=366, **_OPTIONAL)
    deemed_calendar_days = serializers.IntegerField(min_value=0, max_value=366, **_OPTIONAL)


class TermPreview(serializers.Serializer):
    """The duration; a first term is given by its length or by its last day."""

    type = serializers.ChoiceField(ContractTerms.TermType.choices, **_OPTIONAL)
    start_date = serializers.DateField(**_OPTIONAL)
    initial_term = PeriodInput(**_OPTIONAL)
    end_date = serializers.DateField(**_OPTIONAL)
    renewal_term = PeriodInput(**_OPTIONAL)
    max_renewals = serializers.IntegerField(min_value=0, **_OPTIONAL)
    renewals_exercised = serializers.IntegerField(
        min_value=0, help_text="Options exercised, or renewals agreed, so far.", **_OPTIONAL
    )
    after_last_term = serializers.ChoiceField(ContractTerms.AfterLastTerm.choices, **_OPTIONAL)
    minimum_term = PeriodInput(**_OPTIONAL)
    renewal_as_initial = serializers.BooleanField(
        help_text="Each renewal lasts as long as the first term.", **_OPTIONAL
    )
    renewal_by_agreement = serializers.BooleanField(
        help_text="A fixed term that both sides may agree to renew.", **_OPTIONAL
    )
    start_event = serializers.CharField(
        help_text="With what the first term begins, where its first day waits for that.", **_OPTIONAL
    )
    end_event = serializers.CharField(
        help_text="The event that the first term counts from; end_date is then the latest end.", **_OPTIONAL
    )
    end_event_date = serializers.DateField(
        help_text="The day of that event; null until it is known.", **_OPTIONAL
    )
    minimum_event = serializers.CharField(
        help_text="The event that minimum_term counts from, where that is not start_date.", **_OPTIONAL
    )
    minimum_event_date = serializers.DateField(
        help_text="The day of that event; null until it is known.", **_OPTIONAL
    )


class NoticePreview(serializers.Serializer):
    """The notice rule."""

    quantity = serializers.IntegerField(min_value=0, **_OPTIONAL)
    unit = serializers.ChoiceField(NoticeRule.Unit.choices, **_OPTIONAL)
    anchor = serializers.ChoiceField(NoticeRule.Anchor.choices, **_OPTIONAL)
    fixed_day = serializers.CharField(help_text="MM-DD", **_OPTIONAL)
    test = serializers.ChoiceField(NoticeRule.Test.choices, **_OPTIONAL)
    earliest = SpanInput(**_OPTIONAL)
    roll = serializers.ChoiceField(NoticeRule.Roll.choices, **_OPTIONAL)
    minimum = PeriodInput(help_text="From the start; no exit by this rule before it is over.", **_OPTIONAL)
    methods = DeliveryInput(many=True, **_OPTIONAL)
    calendar = serializers.CharField(help_text="E.g. GB-ENG, DE-BY, or several: GB-ENG+US-NY.", **_OPTIONAL)
    timezone = serializers.CharField(help_text="IANA name.", **_OPTIONAL)
    cutoff_time = serializers.TimeField(**_OPTIONAL)


class PreviewInput(serializers.Serializer):
    """Terms and a day: what do they mean on that day?"""

    id = serializers.JSONField(required=False, help_text="Anything; comes back unchanged.")
    as_of = serializers.DateField(**_OPTIONAL, help_text="The day asked about; today when left out.")
    term = TermPreview()
    notice = NoticePreview(**_OPTIONAL)
    convenience = NoticePreview(
        help_text="Termination for convenience, where that is agreed beside it.", **_OPTIONAL
    )
