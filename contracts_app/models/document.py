"""Documents: the papers of a contract, in all their versions."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from contracts_app.querysets import ContractPartQuerySet, DocumentTextQuerySet, DocumentVersionQuerySet
from core.audit import AuditedModel


class Document(AuditedModel):
    """One paper of a contract (the signed agreement, its DPA, a price schedule) in all its versions."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", "Signed agreement"
        AMENDMENT = "amendment", "Amendment"
        ORDER_FORM = "order_form", "Order form"
        SOW = "sow", "Statement of work"
        SLA = "sla", "Service level agreement"
        DPA = "dpa", "Data processing agreement"
        BAA = "baa", "Business associate agreement"
        NDA = "nda", "Non-disclosure agreement"
        SECURITY = "security", "Security requirements"
        PRICES = "prices", "Price schedule"
        EXIT_PLAN = "exit_plan", "Exit plan"
        DRAFT = "draft", "Draft"
        CORRESPONDENCE = "correspondence", "Correspondence"
        OTHER = "other", "Other"

    contract = models.ForeignKey("contracts_app.Contract", on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    title = models.CharField(max_length=300)
    created_at = models.DateTimeField()

    objects = ContractPartQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return self.title


class DocumentVersion(AuditedModel):
    """One version of a document: a file that never changes, under the SHA-256 of its bytes.

    ``number`` counts from 1 within the document. ``effective_date`` is the first day on which this
    version is the agreed text; blank for what was never agreed (a draft). ``created_at`` is when we
    recorded it: the two dates are two things. ``note`` says what the version is ("signed by both
    sides"). ``state`` tells of the reading of its text, which a task does; ``problem`` why it
    could not be read, or what a reader must know (tracked changes, scanned pages). ``job`` is the task
    that reads it, or read it last. A trigger of the database refuses to give a version another file,
    number, document or record date.
    """

    AUDIT_EXCLUDED = ("job",)

    class State(models.TextChoices):
        WAITING = "waiting", "Being read"
        READ = "read", "Read"
        UNREADABLE = "unreadable", "Cannot be read"

    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    file = models.ForeignKey("core.StoredFile", on_delete=models.PROTECT, related_name="+")
    effective_date = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=12, choices=State.choices, default=State.WAITING)
    problem = models.TextField(blank=True, default="")
    page_count = models.PositiveIntegerField(null=True, blank=True)
    job = models.ForeignKey("core.Job", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField()

    objects = DocumentVersionQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["document", "number"], name="contracts_document_version_once"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "read", "unreadable"]),
                name="contracts_document_version_state_known",
            ),
            models.CheckConstraint(
                condition=Q(number__gte=1), name="contracts_document_version_counts_from_one"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document} v{self.number}"

    @property
    def effective_state(self) -> str:
        """The state, or what became of the reading when its task ended without a word (given up, failed)."""
        if self.state == self.State.WAITING and self.job and not self.job.is_open:
            return self.State.UNREADABLE
        return self.state

    @property
    def effective_problem(self) -> str:
        """Why it could not be read, or what a reader must know; blank where there is nothing to say."""
        if self.effective_state != self.state and self.job:
            return self.job.error or "The reading was cancelled."
        return self.problem

    @property
    def state_label(self) -> str:
        """The state in words."""
        return str(self.State(self.effective_state).label)

    @property
    def is_being_read(self) -> bool:
        """Tell whether a worker reads it, or will."""
        return bool(self.job and self.job.is_open)


class DocumentText(AuditedModel):
    """The text that was read from a version, as its clauses are slices of it.

    ``page_starts`` and ``headings`` (pairs of place and depth) are what the splitter needs to know of the
    layout. The text is not copied into the history, which keeps its SHA-256: it can be read again
    from the file at any time, and says the same. Words are looked for in the clauses.
    """

    AUDIT_EXCLUDED = ("text", "page_starts", "headings")

    version = models.OneToOneField(DocumentVersion, on_delete=models.CASCADE, related_name="text")
    text = models.TextField()
    text_sha256 = models.CharField(max_length=64)
    page_starts = models.JSONField(default=list)
    headings = models.JSONField(default=list)
    is_markdown = models.BooleanField(default=False)
    read_at = models.DateTimeField()

    objects = DocumentTextQuerySet.as_scoped_manager()

    class Meta(AuditedModel.Meta):
        abstract = False

    def __str__(self) -> str:
        return f"Text of {self.version}"
