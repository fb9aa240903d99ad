"""Loads the papers of some demo contracts, and reads them at once: their pages need no worker."""

from __future__ import annotations

import datetime as dt
import inspect
from dataclasses import dataclass
from importlib.resources import files
from typing import Any, Final

from accounts.models import User
from contracts_app.actions.categories import answer_categories
from contracts_app.actions.documents import add_document, add_version
from contracts_app.actions.reading import keep_text
from contracts_app.models import ClauseCategory, Contract, Document, DocumentVersion
from contracts_app.rules.clause import ClauseSource
from contracts_app.rules.clause_split import split_clauses
from contracts_app.rules.document import VersionDraft
from core.audit import Actor
from core.models import Job
from core.text import extract_text


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the demo: whose, what, and its versions as (file, days ago in force, note)."""

    contract: str
    kind: str
    title: str
    versions: tuple[tuple[str, int, str], ...]


PAPERS: Final = (
    Paper(
        "Hosting framework",
        "agreement",
        "Hosting framework agreement",
        (
            ("hosting-agreement-1.md", 990, "signed by both sides"),
            ("hosting-agreement-2.md", 210, "as renegotiated, signed by both sides"),
        ),
    ),
    Paper("Hosting framework", "sla", "Service level agreement", (("hosting-sla-1.md", 990, "annex 1"),)),
    Paper("Hosting framework", "amendment", "Amendment 1", (("hosting-amendment-1.md", 400, "signed"),)),
    Paper(
        "Customer relationship platform",
        "order_form",
        "Order form",
        (("crm-order.md", 300, "signed by both sides"),),
    ),
    Paper(
        "Customer relationship platform",
        "dpa",
        "Data processing agreement",
        (("crm-dpa.md", 300, "signed by both sides"),),
    ),
    Paper(
        "Voice and mobile services",
        "agreement",
        "Agreement on voice and mobile services",
        (("telecom-agreement.md", 700, "signed by both sides"),),
    ),
    Paper("Mutual non-disclosure", "nda", "Mutual non-disclosure agreement", (("nda.md", 800, "signed"),)),
)

#: What the demo answers: the answer, and of how many at most; all else waits in the queue.
ANSWERED: Final = {
    "cap_on_liability": (ClauseCategory.State.CONFIRMED, 3),
    "service_levels": (ClauseCategory.State.CONFIRMED, 2),
    "audit_rights": (ClauseCategory.State.CONFIRMED, 1),
    "exit": (ClauseCategory.State.CONFIRMED, 2),
    "expiration_date": (ClauseCategory.State.REJECTED, 1),
}
ANSWERED_BY: Final = "lea"


def load_papers(*, actor: Actor, now: dt.datetime, on: dt.date) -> str:
    """Write the documents of demo contracts, their dates counted from ``on``; return what in words.

    Runs inside the transaction of the whole demo.
    """
    titles = {paper.contract for paper in PAPERS}
    scope = Contract.objects.for_system("demo: the contracts that get documents")
    contracts = {row.title: row for row in scope.filter(title__in=titles)}
    add, again = inspect.unwrap(add_document), inspect.unwrap(add_version)
    count = 0
    for paper in PAPERS:
        if paper.contract not in contracts:
            continue
        document: Document | None = None
        for name, days, note in paper.versions:
            draft = VersionDraft(
                name=name,
                data=(files("contracts_app.demo") / "papers" / name).read_bytes(),
                effective_date=on - dt.timedelta(days=days),
                note=note,
            )
            if document is None:
                document = add(
                    actor=actor,
                    contract=contracts[paper.contract],
                    kind=paper.kind,
                    title=paper.title,
                    version=draft,
                    now=now,
                )
            else:
                again(actor=actor, document=document, version=draft, now=now)
            _read(actor, document, draft, now)
            count += 1
    answered = _answer(now)
    return f"{count} versions of documents, {answered} answers about their clauses"


def _answer(now: dt.datetime) -> int:
    """Let legal answer some of what is suggested, so that the lists show every state; return how many."""
    person = User.objects.filter(username=ANSWERED_BY, is_active=True).first()
    if person is None:
        return 0
    rows = ClauseCategory.objects.for_system("demo: suggestions that somebody answers")
    answer = inspect.unwrap(answer_categories)
    done = 0
    for category, (state, most) in ANSWERED.items():
        found = rows.filter(state=ClauseCategory.State.SUGGESTED, category=category)
        found = found.order_by("-clause__version__number", "pk")
        ids = list(found.values_list("pk", flat=True)[:most])
        done += len(answer(actor=Actor.person(person), category_ids=ids, state=state, now=now))
    return done


def _read(actor: Actor, document: Document, draft: VersionDraft, now: dt.datetime) -> None:
    """Read a version here, so that no worker is needed to see its text."""
    versions: Any = DocumentVersion.objects.for_system("demo: a version to be read")
    version = versions.filter(document=document).order_by("-number")[0]
    extracted = extract_text(draft.name, draft.data)
    source = ClauseSource(
        extracted.text, extracted.page_starts, extracted.headings, is_markdown=extracted.is_markdown
    )
    inspect.unwrap(keep_text)(
        actor=actor,
        version=version,
        extracted=extracted,
        clauses=split_clauses(source),
        forget_corrections=False,
        now=now,
    )
    job_id, version.job = version.job_id, None
    version.save(update_fields=["job"])
    Job.objects.filter(pk=job_id).delete()
