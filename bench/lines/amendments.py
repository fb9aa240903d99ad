"""What a contract says as of a day: fifty amendments laid over a long agreement, clauses and terms."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

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
    """Measure the page and the API answer of one contract, today and as we knew it the day before."""
    contract = Contract.unscoped.filter(is_confidential=False, status="active").order_by("pk")[11]
    if not contract.amendments.exists():
        _fill(contract)
    client = Client()
    client.force_login(person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    today = clock.today()
    page, data = (
        reverse("contract_text", args=[contract.pk]),
        reverse("api:contract-as-of", args=[contract.pk]),
    )
    for name, address, known_on in (
        ("text in force with 50 amendments, page", page, today),
        ("text in force with 50 amendments, as we knew it before", page, today - dt.timedelta(days=1)),
        ("as-of with 50 amendments, API", data, today),
    ):
        query = {"date": today.isoformat(), "known_on": known_on.isoformat()}
        if (status := client.get(address, query).status_code) != 200:
            raise RuntimeError(f"{status} from {address}")
        took = sorted(seconds(lambda: client.get(address, query)) for _ in range(15))[7] * 1000  # noqa: B023
        yield Figure(name, round(took, 1), "ms p50", None, "", None, "<= 200 ms", took <= 200)


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
        _amend(contract, document, number, now)


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
