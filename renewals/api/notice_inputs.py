"""What is sent about notices: the vendor's with its outcome, how ours were sent, and exit tasks."""

from __future__ import annotations

from rest_framework import serializers

from core.api.inputs import DayField, StrictInput
from renewals.actions.exit_tasks import LONGEST_NOTE
from renewals.actions.vendor_notices import KINDS
from renewals.rules.vendor_notice import TRANSITIONS


class ServiceInput(StrictInput):
    """How and when a notice of ours was sent."""

    method = serializers.CharField(max_length=60)
    address = serializers.CharField(required=False, allow_blank=True, default="", max_length=2_000)
    sent_date = DayField()
    tracking_number = serializers.CharField(required=False, allow_blank=True, default="", max_length=100)
    received_date = DayField(
        required=False, allow_null=True, default=None, help_text="Only where its arrival is known."
    )


class VendorNoticeInput(StrictInput):
    """What a vendor's notice says."""

    kind = serializers.ChoiceField([(kind.value, kind.label) for kind in KINDS])
    received_date = DayField(help_text="The day on which we received it.")
    effective_date = DayField(
        help_text="The last day in force; of a price increase, the first day of the new price."
    )
    answer_by_date = DayField(
        required=False,
        allow_null=True,
        default=None,
        help_text="The last day to object or to answer; null where nothing need be answered.",
    )
    statement = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=20_000, help_text="What it says."
    )


class OutcomeInput(StrictInput):
    """What became of a vendor's notice."""

    verb = serializers.ChoiceField([(move.verb, move.label) for move in TRANSITIONS])
    reason = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=700,
        help_text="Needed with every verb but `accept`.",
    )


class DoneInput(StrictInput):
    """What was done."""

    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)
