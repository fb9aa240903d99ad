"""Documents with clauses, and amendments to them, for tests."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any

from contracts_app.actions.amendments import record_amendment
from contracts_app.models import Amendment, Clause, Contract, Document, DocumentText, DocumentVersion
from contracts_app.rules.amendment import AmendmentDraft, ClauseChange
from contracts_app.rules.clause import ClauseSource
from contracts_app.rules.clause_split import split_clauses
from core import clock
from core.audit import Actor, acting
from core.models import StoredFile

SYSTEM = Actor.system("test")
AGREEMENT = """Hosting Agreement
1. Services
1.1 The vendor hosts the service.
1.2 The vendor supports it:
(a) by phone;
(b) by mail.
2. Fees
2.1 Fees are due within 30 days.
2.2 Late fees bear interest.
3. Term
3.1 The term is one year.
"""


def day(text: str) -> dt.date:
    """Return a date written in ISO 8601."""
    return dt.date.fromisoformat(text)


def a_version(
    document: Document, text: str = AGREEMENT, effective: str | None = "2025-01-01", **fields: Any
) -> DocumentVersion:
    """Store the next version of a document with its text and clauses."""
    now = fields.pop("created_at", None) or clock.now()
    digest = hashlib.sha256(text.encode()).hexdigest()
    with acting(SYSTEM):
        file = StoredFile.unscoped.create(
            sha256=digest, size=len(text), media_type="text/plain", name="agreement.txt", kind="document",
            created_at=now,
        )  # fmt: skip
        version = DocumentVersion.unscoped.create(
            document=document,
            number=document.versions.count() + 1,
            file=file,
            effective_date=day(effective) if effective else None,
            state=DocumentVersion.State.READ,
            created_at=now,
            **fields,
        )
        DocumentText.unscoped.create(version=version, text=text, text_sha256=digest, read_at=now)
        Clause.unscoped.bulk_create(
            Clause(
                version=version, order=one.order, number=one.number, heading=one.heading, level=one.level,
                text=one.text, start=one.start,
            )
            for one in split_clauses(ClauseSource(text))
        )  # fmt: skip
    return version


def a_document(contract: Contract, text: str = AGREEMENT, effective: str | None = "2025-01-01") -> Document:
    """Store a document of a contract with its first version."""
    with acting(SYSTEM):
        document = Document.unscoped.create(
            contract=contract, kind="agreement", title="Hosting agreement", created_at=clock.now()
        )
    a_version(document, text, effective)
    return document


def replaces(number: str, text: str, heading: str = "") -> ClauseChange:
    """Return the replacement of a clause."""
    return ClauseChange(action="replace", number=number, text=text, heading=heading)


def inserts(number: str, text: str, after: str = "") -> ClauseChange:
    """Return the insertion of a clause."""
    return ClauseChange(action="insert", number=number, after=after, text=text)


def deletes(number: str) -> ClauseChange:
    """Return the deletion of a clause."""
    return ClauseChange(action="delete", number=number)


def an_amendment(
    contract: Contract,
    effective: str,
    *clauses: ClauseChange,
    document: Document | None = None,
    terms: dict[str, str] | None = None,
    on: str | None = None,
    actor: Actor = SYSTEM,
    now: dt.datetime | None = None,
    **fields: Any,
) -> Amendment:
    """Record an amendment through the product's own action, on the day ``on`` (today when left out)."""
    known = Amendment.unscoped.filter(contract=contract).count()
    facts: dict[str, Any] = {"title": f"Amendment {known + 1}", "note": "Agreed."} | fields
    draft = AmendmentDraft(
        effective_date=day(effective),
        document_id=document.pk if document else None,
        clauses=clauses,
        terms=terms or {},
        **facts,
    )
    now = now or clock.now()
    return record_amendment(
        actor=actor, contract=contract, draft=draft, on=day(on) if on else now.date(), now=now
    )


def numbers_of(clauses: Sequence[Any]) -> list[str]:
    """Return the numbers of clauses that have one, in order."""
    return [one.number for one in clauses if one.number]
