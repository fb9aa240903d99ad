"""Documents of contracts for tests, added through the product's own actions and read by its own task."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from contracts_app.actions.documents import add_document, add_version
from contracts_app.models import Clause, Contract, Document, DocumentVersion
from contracts_app.rules.document import VersionDraft
from contracts_app.tasks import run_reading
from core.audit import Actor
from core.models import Job
from tests.support.contracts import NOW, SYSTEM

TERMS = """\
# Hosting agreement

1. Services

1.1 The Provider hosts.

2. Fees

2.1 Fees are due monthly.
"""


def _silent(done: int, total: int, message: str) -> None:
    """Tell nobody."""


def read(
    version: DocumentVersion, report: Callable[[int, int, str], None] = _silent, **params: Any
) -> DocumentVersion:
    """Do the task that reads a version, as a worker would, and return the version as it is then."""
    row = DocumentVersion.unscoped.select_related("job").get(pk=version.pk)
    job = row.job
    assert job is not None
    job.params |= params
    run_reading(job, report)
    Job.objects.filter(pk=job.pk).update(state=Job.State.DONE)
    return DocumentVersion.unscoped.select_related("job", "document", "file").get(pk=version.pk)


def a_document(
    contract: Contract,
    text: str = TERMS,
    *,
    kind: str = "agreement",
    title: str = "Hosting agreement",
    name: str = "agreement.md",
    data: bytes | None = None,
    effective_date: dt.date | None = None,
    note: str = "",
    actor: Actor = SYSTEM,
    now: dt.datetime = NOW,
    is_read: bool = True,
) -> Document:
    """Add a document whose first version says ``text``, and let it be read (not where ``is_read`` is off)."""
    draft = VersionDraft(
        name=name,
        data=text.encode() if data is None else data,
        effective_date=effective_date,
        note=note,
    )
    made = add_document(actor=actor, contract=contract, kind=kind, title=title, version=draft, now=now)
    if is_read:
        read(version_of(made))
    return made


def a_version(
    document: Document,
    text: str,
    *,
    name: str = "agreement.md",
    data: bytes | None = None,
    effective_date: dt.date | None = None,
    note: str = "",
    actor: Actor = SYSTEM,
    now: dt.datetime = NOW,
    is_read: bool = True,
) -> DocumentVersion:
    """Add the next version of a document, and let it be read (not where ``is_read`` is off)."""
    draft = VersionDraft(
        name=name,
        data=text.encode() if data is None else data,
        effective_date=effective_date,
        note=note,
    )
    made = add_version(actor=actor, document=document, version=draft, now=now)
    return read(made) if is_read else made


def version_of(document: Document, number: int = 1) -> DocumentVersion:
    """Return a version of a document by its number."""
    return DocumentVersion.unscoped.select_related("document", "file", "job").get(
        document=document, number=number
    )


def clauses_of(version: DocumentVersion) -> list[Clause]:
    """Return the clauses of a version in order."""
    return list(Clause.unscoped.filter(version=version).order_by("order"))
