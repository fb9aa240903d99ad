"""The ledger: what happened, as text that no later change of the schema can reword."""

from __future__ import annotations

from django.db import models

#: Stands for "nothing before" in the chain.
NO_HEAD = "0" * 64


class LedgerEntry(models.Model):
    """One thing that happened: a history row that was written, an export, a sign-in, a mail …

    ``body`` is the entry as JSON text and ``digest`` the SHA-256 of that text in hex; both
    are final. The other columns repeat what the body says, to search by. ``history_id`` is the
    id of the history row in the history table of ``subject_model``, empty for other events.
    Rows are written by the audit triggers or by ``core.ledger.record_event``, and never change.
    """

    kind = models.CharField(max_length=100)
    subject_model = models.CharField(max_length=80)
    subject_id = models.CharField(max_length=64)
    history_id = models.BigIntegerField(null=True)
    occurred_at = models.DateTimeField()
    actor = models.CharField(max_length=80)
    body = models.TextField()
    digest = models.CharField(max_length=64)

    class Meta:
        verbose_name_plural = "ledger entries"
        indexes = [models.Index(fields=["subject_model", "subject_id"], name="core_ledger_by_subject")]

    def __str__(self) -> str:
        return f"{self.kind} {self.subject_id}"


class LedgerBlock(models.Model):
    """A link of the chain: the entries that one sealing found, under one digest.

    ``root`` is the root of the Merkle tree over the digests of the entries, in order of position.
    ``previous`` is the head of the block before. ``skip`` is the head of an older block
    (``sequence`` with its lowest set bit cleared), so that the path from a head printed years later
    back to this block is short. ``head`` is the SHA-256 of all that; it is what is exported.
    """

    sequence = models.BigIntegerField(primary_key=True)
    previous = models.CharField(max_length=64)
    skip = models.CharField(max_length=64)
    root = models.CharField(max_length=64)
    entry_count = models.PositiveIntegerField()
    sealed_at = models.DateTimeField()
    head = models.CharField(max_length=64, unique=True)

    def __str__(self) -> str:
        return f"{self.sequence} {self.head}"


class LedgerSeal(models.Model):
    """The place of one entry in the chain: block, and position in the block counted from 0."""

    entry = models.OneToOneField(
        LedgerEntry, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False, related_name="seal"
    )
    block = models.ForeignKey(
        LedgerBlock, on_delete=models.DO_NOTHING, db_constraint=False, related_name="seals", db_index=False
    )
    position = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["block", "position"], name="core_ledger_seal_place")]

    def __str__(self) -> str:
        return f"{self.entry_id} at {self.block_id}/{self.position}"
