"""Notices: what we tell the vendor, and what the vendor tells us, in legal form; and how ours were served."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import Q

from core.audit import AuditedModel
from renewals.models.decision import Decision
from renewals.querysets import NoticeQuerySet, ServiceQuerySet
from renewals.rules.letter import LANGUAGES, NoticeKind
from renewals.rules.service import ServiceStatus
from renewals.rules.vendor_notice import VendorOutcome


class Notice(AuditedModel):
    """A notice about a contract, ours or the vendor's.

    Ours comes from a ``decision`` and has a letter: ``subject`` and ``body`` are its words, paragraphs parted
    by empty lines; ``letter_pdf`` and ``letter_docx`` are the files made of them, null until they are made
    and again when the words change. ``exit_date`` is the last day in force that it leads to, for a vendor's
    notice as well; ``stated_exit_date`` is what the letter says, and where the exit moves with the day, this
    holds if it is given by ``given_by_date``. It is closed when proof of its service is on record;
    ``closed_because`` says why that was done although nobody knows when it arrived. A vendor's
    notice was received on ``received_date``, takes effect on ``effective_date``, and must be answered by
    ``answer_by_date``; its ``outcome`` says what became of it, and ``subject`` how it was dealt with.
    Accepted, it ends the contract. ``vendor_letter`` is the letter as it was received.
    """

    class Direction(models.TextChoices):
        OURS = "ours", "Ours"
        THEIRS = "theirs", "The vendor's"

    class Kind(models.TextChoices):
        NON_RENEWAL = NoticeKind.NON_RENEWAL.value, "Non-renewal"
        TERMINATION = NoticeKind.TERMINATION.value, "Termination"
        OPTION_EXERCISE = NoticeKind.OPTION_EXERCISE.value, "Exercise of the option"
        PRICE_INCREASE = NoticeKind.PRICE_INCREASE.value, "Price increase"

    class Status(models.TextChoices):
        OPEN = "open", "Open"
        CLOSED = "closed", "Closed"

    class Outcome(models.TextChoices):
        ACCEPTED = VendorOutcome.ACCEPTED.value, "Accepted"
        REFUSED = VendorOutcome.REFUSED.value, "Refused"
        SETTLED = VendorOutcome.SETTLED.value, "Dealt with"
        WITHDRAWN = VendorOutcome.WITHDRAWN.value, "Withdrawn by the vendor"

    contract = models.ForeignKey("contracts_app.Contract", on_delete=models.PROTECT, related_name="notices")
    decision = models.OneToOneField(Decision, null=True, on_delete=models.PROTECT, related_name="notice")
    direction = models.CharField(max_length=10, choices=Direction.choices)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.OPEN)
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    language = models.CharField(max_length=2, choices=list(LANGUAGES.items()), default="en")
    sender = models.CharField(max_length=200, blank=True, default="")
    sender_address = models.TextField(blank=True, default="")
    recipient = models.CharField(max_length=300, blank=True, default="")
    addressee = models.TextField(blank=True, default="")
    address = models.TextField(blank=True, default="")
    method = models.CharField(max_length=60, blank=True, default="")
    form = models.CharField(max_length=200, blank=True, default="")
    clause_ref = models.CharField(max_length=60, blank=True, default="")
    test = models.CharField(max_length=10, blank=True, default="")
    term_number = models.PositiveIntegerField(null=True)
    send_by_date = models.DateField(null=True)
    notice_by_date = models.DateField(null=True)
    exit_date = models.DateField(null=True)
    stated_exit_date = models.DateField(null=True)
    given_by_date = models.DateField(null=True)
    letter_date = models.DateField(null=True)
    subject = models.CharField(max_length=700, blank=True, default="")
    body = models.TextField(blank=True, default="")
    signatory = models.CharField(max_length=200, blank=True, default="")
    letter_pdf = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    letter_docx = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    vendor_letter = models.ForeignKey(
        "core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+"
    )
    received_date = models.DateField(null=True)
    effective_date = models.DateField(null=True)
    answer_by_date = models.DateField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(null=True)
    closed_because = models.TextField(blank=True, default="")

    objects = NoticeQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(direction="ours", decision__isnull=False)
                | Q(direction="theirs", decision__isnull=True, received_date__isnull=False),
                name="renewals_notice_ours_or_theirs",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in NoticeKind]) & Q(status__in=["open", "closed"]),
                name="renewals_notice_words_known",
            ),
            models.CheckConstraint(
                condition=Q(outcome="")
                | Q(direction="theirs", status="closed", outcome__in=[one.value for one in VendorOutcome]),
                name="renewals_notice_outcome_of_theirs",
            ),
            models.CheckConstraint(
                condition=Q(status="open", closed_at__isnull=True)
                | Q(status="closed", closed_at__isnull=False),
                name="renewals_notice_closed_once",
            ),
        ]
        indexes = [models.Index(fields=["contract", "direction"], name="renewals_notice_by_contract")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_direction_display().lower()})"

    @property
    def said_exit_date(self) -> dt.date | None:
        """The last day in force that the letter of a notice of ours says; None where it says none."""
        return self.stated_exit_date or (self.decision.exit_date if self.decision else None)


class Service(AuditedModel):
    """One time that a notice of ours was sent, with how, when, and the proof of it.

    ``deemed_received_date`` follows from the method as agreed (null: nothing is agreed for it);
    ``received_date`` is the day on which it is known to have arrived, which counts before that.
    """

    class Status(models.TextChoices):
        SERVED = ServiceStatus.SERVED.value, "Served"
        ACKNOWLEDGED = ServiceStatus.ACKNOWLEDGED.value, "Acknowledged"
        DISPUTED = ServiceStatus.DISPUTED.value, "Disputed"
        WITHDRAWN = ServiceStatus.WITHDRAWN.value, "Withdrawn"

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="services")
    method = models.CharField(max_length=60)
    address = models.TextField(blank=True, default="")
    sent_date = models.DateField()
    tracking_number = models.CharField(max_length=100, blank=True, default="")
    deemed_received_date = models.DateField(null=True)
    received_date = models.DateField(null=True)
    status = models.CharField(max_length=12, choices=Status.choices, default=Status.SERVED)
    status_note = models.TextField(blank=True, default="")
    proof = models.ForeignKey("core.StoredFile", null=True, on_delete=models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    objects = ServiceQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[status.value for status in ServiceStatus]),
                name="renewals_service_status_known",
            ),
            models.CheckConstraint(
                condition=Q(received_date__isnull=True) | Q(received_date__gte=models.F("sent_date")),
                name="renewals_service_not_before_sent",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.method}, {self.sent_date.isoformat()}"

    @property
    def counts_from(self) -> dt.date | None:
        """The day on which it was received or counts as received; None where that is not known."""
        return self.received_date or self.deemed_received_date
