"""Sealing the ledger and verifying the whole audit trail."""

from __future__ import annotations

import tempfile
from pathlib import Path

from bench.harness import Figure, line, seconds
from core import clock
from core.ledger import export_heads, seal
from core.ledger.verifying import verify
from core.models import LedgerEntry


@line("ledger")
def measure(**_rest: int) -> list[Figure]:
    """Measure sealing of everything that was written so far, once, and one verification."""
    unsealed = LedgerEntry.objects.filter(seal__isnull=True).count()
    sealing = seconds(lambda: seal(clock.now))
    with tempfile.TemporaryDirectory() as folder:
        heads = Path(folder) / "heads.jsonl"
        export_heads(heads)
        reports = []
        verifying = seconds(lambda: reports.append(verify(heads)))
    report = reports[0]
    if not report.is_clean:
        raise RuntimeError(f"the audit trail is broken: {report.findings[0]}")
    sealed_rate = unsealed / sealing
    rate = report.counts["entries"] / verifying
    return [
        Figure(
            "sealing the ledger", round(sealed_rate), "entries/s", None, "", None, ">= 10,000 entries/s",
            sealed_rate >= 10_000 or not unsealed, {"entries": unsealed},
        ),
        Figure(
            "audit_verify, whole history", round(rate), "entries/s", None, "", None, ">= 5,000 entries/s",
            rate >= 5_000, {"entries": report.counts["entries"], "seconds": round(verifying, 1)},
        ),
    ]  # fmt: skip
