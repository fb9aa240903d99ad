"""What is sent about notices: the vendor's with its outcome, how ours were sent, and exit tasks."""

from __future__ import annotations

from rest_framework import serializers

from core.api.inputs import DayField, IdField, StrictInput
from renewals.actions.exit_tasks import LONGEST_NOTE
from renewals.actions.vendor_notices import KINDS
from renewals.rules.letter import LANGUAGES
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


class PrepareInput(StrictInput):
    """In which language and of which day the letter of a notice of ours is."""

    language = serializers.ChoiceField(list(LANGUAGES.items()), default="en")
    letter_date = DayField(help_text="The day that the letter bears; the exit follows it where it moves.")


class CloseInput(StrictInput):
    """When a notice of ours arrived, where nothing else tells it, or why nobody knows."""

    received_date = DayField(required=False, allow_null=True, default=None)
    reason = serializers.CharField(required=False, allow_blank=True, default="", max_length=2_000)


class TaskInput(StrictInput):
    """Whom an exit task is with, and by when."""

    owner_id = IdField(allow_null=True, help_text="Null: whoever owns the contract.")
    due_date = DayField()


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
