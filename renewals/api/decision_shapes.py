"""What the API says about decisions, notices, how ours were served, and exit tasks."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from core.api.shapes import ReadShape
from core.models import StoredFile
from renewals.models import Decision, ExitTask, Notice, Service


class DecisionRow(ReadShape):
    """What somebody decided about an act-by date of the contract; it counts while it is ``in_force``.

    ``proposed`` waits for a second person. All dates are those of the exit that was decided, inclusive; of a
    decision that ends the contract by notice those of its ``notice_rule``, but for ``act_by_date``. Where the
    exit moves with the day, ``exit_date`` holds for a notice given by ``given_by_date``, null elsewhere.
    """

    contract_id = serializers.IntegerField(read_only=True)
    decided_by = serializers.CharField(source="decided_by.username", read_only=True)
    approved_by = serializers.CharField(source="approved_by.username", read_only=True, allow_null=True)
    ended_by = serializers.CharField(source="ended_by.username", read_only=True, allow_null=True)
    notice_id = serializers.IntegerField(source="notice.id", read_only=True, allow_null=True)

    class Meta:
        model = Decision
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "kind", "status", "reason", "term_number", "act_by_date", "send_by_date",
            "notice_by_date", "exit_date", "given_by_date", "notice_rule",
            "amount_at_stake", "currency", "needs_notice",
            "needs_approval",
            "approval_because", "decided_by", "decided_at", "approved_by", "approved_at", "ended_by",
            "ended_at", "ended_because", "notice_id",
        )  # fmt: skip


class DecisionDetail(DecisionRow):
    """A decision with what the person saw: ``snapshot`` is frozen, sections of label and value."""

    deadline_version = serializers.IntegerField(source="deadline.version", read_only=True)
    snapshot = serializers.JSONField(read_only=True)

    class Meta(DecisionRow.Meta):
        fields: ClassVar[tuple[str, ...]] = (*DecisionRow.Meta.fields, "deadline_version", "snapshot")


class KeptFile(ReadShape):
    """A file in the file store, known by its SHA-256; it is downloaded on the pages."""

    class Meta:
        model = StoredFile
        fields: ClassVar[tuple[str, ...]] = ("name", "media_type", "size", "sha256")


class ServiceShape(ReadShape):
    """One time that a notice of ours was sent."""

    proof = KeptFile(read_only=True, allow_null=True)
    recorded_by = serializers.CharField(source="recorded_by.username", read_only=True)

    class Meta:
        model = Service
        fields: ClassVar[tuple[str, ...]] = (
            "id", "status", "method", "address", "sent_date", "tracking_number", "deemed_received_date",
            "received_date", "status_note", "proof", "recorded_by", "recorded_at",
        )  # fmt: skip
        link = "notice"
        order: ClassVar = ("sent_date", "pk")


class ExitTaskShape(ReadShape):
    """What must be done because the vendor ends the contract."""

    owner = serializers.CharField(source="owner.username", read_only=True, allow_null=True)
    done_by = serializers.CharField(source="done_by.username", read_only=True, allow_null=True)

    class Meta:
        model = ExitTask
        fields: ClassVar[tuple[str, ...]] = ("id", "kind", "due_date", "owner", "done_by", "done_at", "note")
        link = "notice"
        order: ClassVar = ("due_date", "pk")


class ExitTaskRow(ExitTaskShape):
    """An exit task with where it comes from; ``outcome`` is that of the vendor's notice.

    A task is owed while it is not done and the notice is open (empty) or accepted.
    """

    contract_id = serializers.IntegerField(source="notice.contract_id", read_only=True)
    notice_id = serializers.IntegerField(read_only=True)
    outcome = serializers.CharField(source="notice.outcome", read_only=True)

    class Meta(ExitTaskShape.Meta):
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "notice_id", "outcome", *ExitTaskShape.Meta.fields[1:],
        )  # fmt: skip


class NoticeRow(ReadShape):
    """A notice, ours or the vendor's; ``exit_date`` is the last day in force that it leads to.

    ``stated_exit_date`` is what our letter says, for a notice given by ``given_by_date`` where the exit moves
    with the day. Ours is ``closed`` once its service is proved. The ``outcome`` of the vendor's is empty
    while it is open.
    """

    contract_id = serializers.IntegerField(read_only=True)
    decision_id = serializers.IntegerField(read_only=True, allow_null=True)

    class Meta:
        model = Notice
        fields: ClassVar[tuple[str, ...]] = (
            "id", "contract_id", "direction", "kind", "status", "outcome", "decision_id", "exit_date",
            "stated_exit_date", "given_by_date",
            "send_by_date", "notice_by_date", "letter_date", "received_date", "effective_date",
            "answer_by_date", "created_at", "closed_at",
        )  # fmt: skip


class NoticeDetail(NoticeRow):
    """A notice with its words, its files, how ours was served, and the tasks of the vendor's.

    ``subject`` of a vendor's notice says how it was dealt with, ``body`` what it says.
    """

    created_by = serializers.CharField(source="created_by.username", read_only=True)
    closed_by = serializers.CharField(source="closed_by.username", read_only=True, allow_null=True)
    letter_pdf = KeptFile(read_only=True, allow_null=True)
    letter_docx = KeptFile(read_only=True, allow_null=True)
    vendor_letter = KeptFile(read_only=True, allow_null=True)
    services = ServiceShape(many=True, read_only=True)
    exit_tasks = ExitTaskShape(many=True, read_only=True)

    class Meta(NoticeRow.Meta):
        fields: ClassVar[tuple[str, ...]] = (
            *NoticeRow.Meta.fields, "language", "sender", "recipient", "addressee", "address", "method",
            "form", "clause_ref", "test", "term_number", "subject", "body", "signatory", "created_by",
            "closed_by", "closed_because", "letter_pdf", "letter_docx", "vendor_letter", "services",
            "exit_tasks",
        )  # fmt: skip
