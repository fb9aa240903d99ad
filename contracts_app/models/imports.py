"""Imports of a register: each run, and which contract stands for which row of which source."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from contracts_app.querysets import ImportRunQuerySet

STATES = ["draft", "checking", "checked", "running", "done", "refused", "failed", "cancelled"]


class ImportRun(models.Model):
    """One import of a register, from the upload of its file to the result.

    A run is a record of work, not of the business: the contracts it writes have their history
    (actor ``import:<id>``), and its start and result are events in the ledger. ``mapping`` is TOML.
    Counts are rows of the file; ``errors`` holds the first ones, ``error_report`` all of them as CSV.
    """

    class State(models.TextChoices):
        DRAFT = "draft", "Columns to be mapped"
        CHECKING = "checking", "Being checked"
        CHECKED = "checked", "Checked, to be confirmed"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        REFUSED = "refused", "Refused"
        FAILED = "failed", "Failed"
        CANCELLED = "cancelled", "Cancelled"

    source = models.CharField(max_length=60)
    file_name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    stored_file = models.ForeignKey(
        "core.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    mapping = models.TextField(blank=True, default="")
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAFT)
    is_skipping_bad_rows = models.BooleanField(default=False)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    job = models.ForeignKey("core.Job", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    row_count = models.PositiveIntegerField(default=0)
    created_count = models.PositiveIntegerField(default=0)
    updated_count = models.PositiveIntegerField(default=0)
    unchanged_count = models.PositiveIntegerField(default=0)
    failed_count = models.PositiveIntegerField(default=0)
    errors = models.JSONField(default=list)
    error_report = models.ForeignKey(
        "core.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    message = models.TextField(blank=True, default="")
    created_at = models.DateTimeField(db_default=Now())
    finished_at = models.DateTimeField(null=True, blank=True)

    unscoped = models.Manager()
    objects = ImportRunQuerySet.as_scoped_manager()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        indexes = [models.Index(fields=["-created_at", "-id"], name="contracts_import_by_created")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=STATES),
                name="contracts_import_state_known",
            )
        ]

    def __str__(self) -> str:
        return f"Import {self.pk} of {self.source}"

    @property
    def effective_state(self) -> str:
        """The state, or what became of it when its job ended without a word (cancelled early, given up)."""
        if self.state in {self.State.CHECKING, self.State.RUNNING} and self.job and not self.job.is_open:
            if self.state == self.State.CHECKING:
                return self.State.DRAFT
            return self.State.CANCELLED if self.job.state == self.job.State.CANCELLED else self.State.FAILED
        return self.state

    @property
    def effective_message(self) -> str:
        """A sentence about how it ended, blank when there is nothing to say."""
        ended = self.effective_state != self.state
        return self.message or (self.job.error if ended and self.job else "")

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(self.State(self.effective_state).label)

    @property
    def is_under_way(self) -> bool:
        """Tell whether a worker has it, or will."""
        return self.effective_state in {self.State.CHECKING, self.State.RUNNING}

    @property
    def is_open(self) -> bool:
        """Tell whether its mapping can still be changed."""
        return self.effective_state in {self.State.DRAFT, self.State.CHECKED}


class ImportedRow(models.Model):
    """What a register last said about one contract, kept to tell whether its row changed since.

    ``digest`` is over the mapped fields as they were read; a row with the same digest is left
    alone, even when a person has changed the contract meanwhile. ``run`` wrote the contract last.
    """

    contract = models.OneToOneField(
        "contracts_app.Contract", primary_key=True, on_delete=models.CASCADE, related_name="imported_row"
    )
    run = models.ForeignKey("contracts_app.ImportRun", on_delete=models.PROTECT, related_name="rows")
    row = models.PositiveIntegerField()
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"Row {self.row} of {self.run}"
