"""Documents: a PDF of a hundred pages read and split, and a hundred thousand clauses searched by words and category.

Comes last: it adds documents to the contracts that are there.
"""

from __future__ import annotations

import datetime as dt
import statistics
from collections.abc import Callable, Iterator
from itertools import islice

from django.db import connection
from django.test import RequestFactory

from bench.harness import Figure, line, seconds
from bench.people import person
from contracts_app.actions.reading import clause_vector
from contracts_app.models import Clause, ClauseCategory, Contract, Document, DocumentVersion
from contracts_app.panels import find_clauses
from contracts_app.rules.clause import ClauseSource
from contracts_app.rules.clause_split import split_clauses
from contracts_app.views.clause_listing import CLAUSES
from contracts_app.views.clause_suggestions import SUGGESTIONS, open_suggestions
from core.audit import Actor, acting
from core.models import StoredFile
from core.pages.listing import Empty
from core.text import extract_text

CLAUSE_COUNT = 100_000
PER_DOCUMENT = 200
ASKED = 40
CAPS = "category=cap_on_liability&type=hosting&status=active"
CONFIRMED = "category=audit_rights&answer=confirmed&status=in_force"
_NOW = dt.datetime(2026, 11, 20, tzinfo=dt.UTC)
_SUBJECTS = (
    "liability", "confidentiality", "termination", "audit", "insurance", "escrow", "sub-processors", "credits",
)  # fmt: skip
#: The category of each subject's clauses.
_CATEGORIES = {
    "Liability": "cap_on_liability", "Termination": "termination_for_convenience", "Audit": "audit_rights",
    "Insurance": "insurance", "Escrow": "source_code_escrow", "Sub-Processors": "subcontracting",
    "Credits": "service_credits",
}  # fmt: skip
_WORDS = (
    "The Provider shall {subject} within {days} days as set out in Schedule {number}, and the Customer may"
    " claim what follows from it under the law that governs this agreement, number {number}."
)


def _clause(number: int) -> tuple[str, str, str]:
    subject = _SUBJECTS[number * 7 % len(_SUBJECTS)]
    words = _WORDS.format(subject=subject, days=number % 90, number=number)
    return f"{number // 10}.{number % 10}", subject.title(), f"{number // 10}.{number % 10} {words}\n"


def paged_pdf(pages: int) -> bytes:
    """Return a PDF of ``pages`` pages of numbered clauses."""
    objects: list[bytes] = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>")
    kids = []
    for page in range(pages):
        lines = [b"BT /F1 9 Tf 50 790 Td 15 TL"]
        for row in range(12):
            number, heading, words = _clause(10 + page * 12 + row)
            half = words.find(" ", 90)
            for text in (f"{number} {heading}.", words[:half].removeprefix(number), words[half:].strip()):
                lines.append(b"(" + text.encode("latin-1").replace(b"(", b"").replace(b")", b"") + b") Tj T*")
        content = b"\n".join([*lines, b"ET"])
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        kids.append(len(objects) + 1)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % len(objects)
        )
    named = b" ".join(b"%d 0 R" % kid for kid in kids)
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (named, pages)
    out, places = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    return out + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


def _rows(versions: list[DocumentVersion]) -> Iterator[Clause]:
    number = 0
    for version in versions:
        place = 0
        for order in range(PER_DOCUMENT):
            number += 1
            label, heading, words = _clause(number)
            vector = clause_vector(label, heading, words)
            yield Clause(
                version=version, order=order, number=label, heading=heading, level=2, text=words,
                start=place, search_vector=vector,
            )  # fmt: skip
            place += len(words)


def _categories(clauses: list[Clause]) -> list[ClauseCategory]:
    """Suggest a category for seven of eight clauses; every third is confirmed."""
    return [
        ClauseCategory(
            clause=clause, version_id=clause.version_id, category=_CATEGORIES[clause.heading],
            points=clause.order % 20 + 5, state="suggested" if clause.order % 3 else "confirmed",
            decided_at=None if clause.order % 3 else _NOW,
        )
        for clause in clauses
        if clause.heading in _CATEGORIES
    ]  # fmt: skip


def fill() -> None:
    """Give contracts documents with a hundred thousand clauses in all."""
    contracts = list(Contract.unscoped.order_by("pk")[: CLAUSE_COUNT // PER_DOCUMENT])
    with acting(Actor.system("bench")):
        file = StoredFile.unscoped.create(
            sha256="0" * 64, size=1, media_type="text/plain", name="x.txt", kind="x", created_at=_NOW
        )
        papers = [
            Document(contract=contracts[number % len(contracts)], kind="agreement", title="Terms", created_at=_NOW)
            for number in range(CLAUSE_COUNT // PER_DOCUMENT)
        ]  # fmt: skip
        Document.unscoped.bulk_create(papers)
        versions = [
            DocumentVersion(document=paper, number=1, file=file, state="read", created_at=_NOW)
            for paper in papers
        ]
        DocumentVersion.unscoped.bulk_create(versions)
        rows = _rows(versions)
        while batch := list(islice(rows, 2_000)):
            ClauseCategory.unscoped.bulk_create(_categories(Clause.unscoped.bulk_create(batch)))
    with connection.cursor() as cursor:
        cursor.execute(
            "ANALYZE contracts_app_clause, contracts_app_document, contracts_app_documentversion,"
            " contracts_app_clausecategory"
        )


def _figure(name: str, ask: Callable[[str], object], words: list[str], reach: float) -> Figure:
    ask(words[0])
    taken = sorted(seconds(lambda asked=asked: ask(asked)) * 1000 for asked in words)  # type: ignore[misc]
    p95 = taken[int(len(taken) * 0.95)]
    return Figure(
        name, round(p95, 1), "ms p95", None, "", None, f"<= {reach:.0f} ms", p95 <= reach,
        {"p50_ms": round(statistics.median(taken), 1)},
    )  # fmt: skip


def _found(words: str) -> list[object]:
    found = list(find_clauses(person(), words, 21))
    if not found:
        raise RuntimeError(f"nothing is found for {words!r}")
    return list(found)


def _listed(words: str) -> list[object]:
    seen = Clause.objects.visible_to(person()).of_latest_versions().matching(words)
    assert CLAUSES.prepare is not None
    return list(CLAUSES.prepare(seen).order_by("pk")[:51])


def _narrowed(asked: str) -> list[object]:
    """Ask as the list of clauses does: the count and the first page, with categories."""
    request = RequestFactory().get(f"/clauses/?{asked}")
    request.user = person()
    seen = Clause.objects.visible_to(person()).of_latest_versions()
    listing = CLAUSES.open(request, seen, on=_NOW.date(), empty=Empty("", ""))
    return [*listing.page.rows, listing.count]


def _queued(asked: str) -> list[object]:
    request = RequestFactory().get(f"/clauses/suggestions/?{asked}")
    request.user = person()
    listing = SUGGESTIONS.open(request, open_suggestions(person()), on=_NOW.date(), empty=Empty("", ""))
    return [*listing.page.rows, listing.count]


@line("clauses")
def measure(**_rest: int) -> list[Figure]:
    """Measure reading and splitting a PDF of a hundred pages, and searching a hundred thousand clauses."""
    data = paged_pdf(100)
    clauses: list[object] = []

    def read() -> None:
        extracted = extract_text("a.pdf", data)
        clauses.extend(split_clauses(ClauseSource(extracted.text, extracted.page_starts)))

    took = seconds(read)
    fill()
    exact = [f"liability {number * 8 + 8}" for number in range(1, ASKED)]
    broad = ["liability", "provider", "customer claim", "audit", "a"] * (ASKED // 5)
    return [
        Figure(
            "PDF of 100 pages: text and clauses", round(took, 2), "s", None, "", None, "<= 10 s", took <= 10,
            {"clauses": len(clauses)},
        ),
        _figure("clause search, a word and a number", _found, exact, 50),
        _figure("clause search, broad words", _found, broad, 50),
        _figure("clause list, a word and a number", _listed, exact, 50),
        _figure("clause list, broad words", _listed, broad, 50),
        _figure("liability caps of active hosting contracts", _narrowed, [CAPS] * ASKED, 50),
        _figure("clauses of a category, confirmed", _narrowed, [CONFIRMED] * ASKED, 50),
        _figure("suggestions to answer", _queued, ["", "category=insurance"] * (ASKED // 2), 50),
    ]  # fmt: skip
