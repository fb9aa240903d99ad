"""Deadlines: by which day somebody must act on a contract, and why; one row for each answer that changed."""

from __future__ import annotations

from django.db import models
from django.db.models import Case, F, Func, IntegerField, Q, When
from django.db.models.fields.json import KT
from django.db.models.functions import Cast, Substr

from renewals.querysets import RUNNING, DeadlineQuerySet
from renewals.rules import DeadlineStatus
from renewals.rules.decision import DecisionPoint, point_of


def _reachable(column: str) -> models.GeneratedField:
    """Return the column of a date of the exit that can still be reached, kept by the database.

    That is the present exit, and once this term's is missed the next one (as ``point_of`` says).
    """
    day_field = models.DateField(null=True)
    day = KT(f"details__next_exit__{column}")
    parts = [Cast(Substr(day, start, length), IntegerField()) for start, length in ((1, 4), (6, 2), (9, 2))]
    return models.GeneratedField(
        expression=Case(
            When(status__in=RUNNING, then=F(column)),
            # A cast from text to date depends on a setting of the session and is refused here.
            When(status="missed", then=Func(*parts, function="make_date", output_field=day_field)),
        ),
        output_field=day_field,
        db_persist=True,
    )


class Deadline(models.Model):
    """One version of what a contract's terms mean. Versions are added, never changed, and never deleted.

    Only ``is_current`` and ``superseded_at`` of a version change, when the next one replaces it.
    All dates are inclusive and in the contract's own ``timezone``. ``amount_at_stake`` is the value
    of the present term in ``currency``, null when it is not known. ``steps`` are codes with their
    parameters; ``details`` has what no list sorts by (``renewals.rules.answer_output.details_as_json``).
    ``reachable_act_by_date`` and the two beside it are those of the exit that can still be reached; null
    where nobody can act any more. ``digest`` tells whether an answer differs from this one; ``reason`` says
    why it was written.
    """

    class Status(models.TextChoices):
        UNKNOWN = DeadlineStatus.UNKNOWN.value, "Unknown"
        EXPIRED = DeadlineStatus.EXPIRED.value, "Ended"
        FINAL_TERM = DeadlineStatus.FINAL_TERM.value, "Last term"
        NO_DEADLINE = DeadlineStatus.NO_DEADLINE.value, "No deadline"
        OPEN = DeadlineStatus.OPEN.value, "Before the window"
        IN_WINDOW = DeadlineStatus.IN_WINDOW.value, "In the notice window"
        MISSED = DeadlineStatus.MISSED.value, "Missed"

    contract = models.ForeignKey("contracts_app.Contract", on_delete=models.PROTECT, related_name="deadlines")
    version = models.PositiveIntegerField()
    is_current = models.BooleanField(default=True)
    status = models.CharField(max_length=12, choices=Status.choices)
    term_number = models.PositiveIntegerField(null=True)
    term_start = models.DateField(null=True)
    term_end = models.DateField(null=True)
    renewal_date = models.DateField(null=True)
    earliest_notice_date = models.DateField(null=True)
    notice_by_date = models.DateField(null=True)
    send_by_date = models.DateField(null=True)
    act_by_date = models.DateField(null=True)
    reachable_notice_by_date = _reachable("notice_by_date")
    reachable_send_by_date = _reachable("send_by_date")
    reachable_act_by_date = _reachable("act_by_date")
    earliest_exit_date = models.DateField(null=True)
    next_review_date = models.DateField(null=True)
    next_change_date = models.DateField(null=True)
    if_nobody_acts = models.CharField(max_length=20, blank=True, default="")
    readings = models.JSONField(default=list)
    steps = models.JSONField(default=list)
    missing = models.JSONField(default=list)
    details = models.JSONField(default=dict)
    calendar = models.CharField(max_length=60, blank=True, default="")
    calendar_version = models.CharField(max_length=40, blank=True, default="")
    clause_ref = models.CharField(max_length=60, blank=True, default="")
    amount_at_stake = models.DecimalField(max_digits=19, decimal_places=4, null=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    timezone = models.CharField(max_length=64, default="UTC")
    digest = models.CharField(max_length=32)
    reason = models.CharField(max_length=200, blank=True, default="")
    computed_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)

    unscoped = models.Manager()
    objects = DeadlineQuerySet.as_scoped_manager()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        constraints = [
            models.UniqueConstraint(fields=["contract", "version"], name="renewals_deadline_version_unique"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(is_current=True), name="renewals_deadline_one_current"
            ),
            models.CheckConstraint(
                condition=Q(is_current=True, superseded_at__isnull=True)
                | Q(is_current=False, superseded_at__isnull=False),
                name="renewals_deadline_current_not_superseded",
            ),
        ]
        indexes = [
            # Two hold all that a sum needs, so that sums never touch the rows.
            models.Index(
                fields=["reachable_act_by_date", "contract"],
                include=["currency", "amount_at_stake"],
                condition=Q(is_current=True, reachable_act_by_date__isnull=False),
                name="renewals_deadline_to_act_on",
            ),
            models.Index(
                fields=["status", "contract"],
                include=["currency", "amount_at_stake"],
                condition=Q(is_current=True),
                name="renewals_deadline_by_status",
            ),
            *(
                models.Index(
                    fields=[column, "contract"],
                    condition=Q(is_current=True),
                    name=f"renewals_deadline_{name}",
                )
                for column, name in (
                    ("act_by_date", "act_by"),
                    ("notice_by_date", "notice_by"),
                    ("send_by_date", "send_by"),
                    ("reachable_notice_by_date", "can_notice"),
                    ("reachable_send_by_date", "can_send"),
                    ("term_end", "ends"),
                    ("renewal_date", "renews"),
                    ("amount_at_stake", "stake"),
                )
            ),
            models.Index(
                fields=["next_change_date"],
                condition=Q(is_current=True, next_change_date__isnull=False),
                name="renewals_deadline_changes",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} ({self.contract_id}, version {self.version})"

    @property
    def point(self) -> DecisionPoint:
        """Return the exit that is to be decided now: the present one, or the next once this is missed."""
        return point_of(
            self.status,
            act_by_date=self.act_by_date,
            send_by_date=self.send_by_date,
            notice_by_date=self.notice_by_date,
            last_day=self.earliest_exit_date or self.term_end,
            details=self.details,
        )
