"""What a contract says as of a day: fifty amendments laid over a long agreement, clauses and terms.

The amendments were recorded at different times. What history says cannot be dated back; so what was known
"before" is asked a day later, when everything of today is read from the history: the terms with every change,
the old values of every amendment, the effective dates of versions.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from unittest.mock import patch

from django.test import Client
from django.urls import reverse

from bench.harness import Figure, line, seconds
from bench.people import person
from contracts_app.actions.amendments import record_amendment
from contracts_app.models import Clause, Contract, Document, DocumentVersion
from contracts_app.rules.amendment import AmendmentDraft, ClauseChange
from core import clock
from core.audit import Actor, acting
from core.models import StoredFile

AMENDMENTS, SECTIONS, PARTS = 50, 40, 10
SYSTEM = Actor.system("bench")
WORDS = "The vendor does what is agreed here, in time, with care and at its own cost. " * 4


@line("amendments")
def measure(**_rest: int) -> Iterator[Figure]:
    """Measure the page and the API answer of one contract, today and as we knew it before."""
    contract = Contract.unscoped.filter(is_confidential=False, status="active").order_by("pk")[11]
    if not contract.amendments.exists():
        _fill(contract)
    client = Client()
    client.force_login(person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    page, data = (
        reverse("contract_text", args=[contract.pk]),
        reverse("api:contract-as-of", args=[contract.pk]),
    )
    today = clock.today()
    yield _figure(client, "text in force with 50 amendments, page", page, today)
    yield _figure(client, "as-of with 50 amendments, API", data, today)
    later = clock.now() + dt.timedelta(days=1)
    with patch.object(clock, "now", lambda: later):
        yield _figure(client, "text in force with 50 amendments, as we knew it before", page, today)
        yield _figure(client, "as-of with 50 amendments, as we knew it before, API", data, today)


def _figure(client: Client, name: str, address: str, known_on: dt.date) -> Figure:
    query = {"date": known_on.isoformat(), "known_on": known_on.isoformat()}
    answer = client.get(address, query)
    if answer.status_code != 200 or f"Amendment {AMENDMENTS}" not in answer.content.decode():
        raise RuntimeError(f"{answer.status_code} from {address}, or not every amendment is told")
    took = sorted(seconds(lambda: client.get(address, query)) for _ in range(15))[7] * 1000
    return Figure(name, round(took, 1), "ms p50", None, "", None, "<= 200 ms", took <= 200)


def _fill(contract: Contract) -> None:
    """Give the contract an agreement of some 440 clauses and fifty amendments to it."""
    now = clock.now()
    with acting(SYSTEM):
        document = Document.unscoped.create(
            contract=contract, kind="agreement", title="Agreement", created_at=now
        )
        file = StoredFile.unscoped.create(
            sha256="0" * 64,
            size=1,
            media_type="text/plain",
            name="agreement.txt",
            kind="document",
            created_at=now,
        )
        version = DocumentVersion.unscoped.create(
            document=document,
            number=1,
            file=file,
            effective_date=dt.date(2020, 1, 1),
            state="read",
            created_at=now,
        )
        Clause.unscoped.bulk_create(_clauses(version))
    for number in range(1, AMENDMENTS + 1):
        _amend(contract, document, number, now - dt.timedelta(days=10 * (AMENDMENTS - number)))


def _clauses(version: DocumentVersion) -> list[Clause]:
    found: list[Clause] = []
    start = 0
    for section in range(1, SECTIONS + 1):
        for part in range(PARTS + 1):
            name = f"{section}.{part}" if part else str(section)
            text = f"{name} {WORDS if part else 'Section'}\n"
            found.append(
                Clause(
                    version=version,
                    order=len(found),
                    number=name,
                    level=2 if part else 1,
                    text=text,
                    start=start,
                )
            )
            start += len(text)
    return found


def _amend(contract: Contract, document: Document, number: int, now: dt.datetime) -> None:
    """Record one amendment: it replaces, inserts and deletes a clause and changes a term."""
    section = (number - 1) % SECTIONS + 1
    changes = (
        ClauseChange(action="replace", number=f"{section}.1", text=f"{WORDS} Amended {number} times."),
        ClauseChange(action="insert", number=f"{section}.{PARTS + number}", text=WORDS),
        ClauseChange(action="delete", number=f"{section}.{2 + number // SECTIONS}"),
    )
    draft = AmendmentDraft(
        title=f"Amendment {number}",
        effective_date=dt.date(2020, 1, 1) + dt.timedelta(days=number * 30),
        document_id=document.pk,
        clauses=changes,
        terms={"terms.clause_ref": f"14.{number}"},
    )
    record_amendment(actor=SYSTEM, contract=contract, draft=draft, on=now.date(), now=now)
