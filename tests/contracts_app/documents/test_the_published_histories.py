"""Every published history of real terms, loaded as the versions of a document: nothing is lost on the way."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from contracts_app.models import Document, DocumentText, DocumentVersion
from contracts_app.rules.blame import Step, ways_of
from contracts_app.rules.clause import Clause
from core.files import content_store
from tests.support.contract_documents import a_document, a_version, clauses_of, version_of
from tests.support.contracts import a_contract
from tests.support.needs import needs_shared

pytestmark = pytest.mark.django_db

HISTORY = needs_shared("data/clause_history")
NAMES = sorted(path.name for path in HISTORY.iterdir() if path.is_dir())


def published(name: str) -> list[tuple[Path, dt.datetime]]:
    """Return the files of a history in their order, each with when it was published."""
    told = json.loads((HISTORY / name / "versions.json").read_text())["versions"]
    files = sorted((HISTORY / name).glob("*.md"))
    assert len(files) == len(told)
    return [(path, dt.datetime.fromisoformat(one["date"])) for path, one in zip(files, told, strict=True)]


def loaded(name: str) -> tuple[Document, list[DocumentVersion]]:
    """Record a history as a person would: a document, then each version; a worker reads every one."""
    (first, at), *later = published(name)
    document = a_document(a_contract(), data=first.read_bytes(), name=first.name, title=name, now=at)
    versions = [version_of(document)]
    for path, recorded in later:
        versions.append(a_version(document, "", data=path.read_bytes(), name=path.name, now=recorded))
    return document, versions


def clauses_on_record(version: DocumentVersion) -> tuple[Clause, ...]:
    """Return the clauses that were kept, as comparing takes them."""
    return tuple(
        Clause(
            number=row.number,
            heading=row.heading,
            level=row.level,
            text=row.text,
            order=row.order,
            start=row.start,
            page=row.page,
        )
        for row in clauses_of(version)
    )


@pytest.mark.parametrize("name", NAMES)
def test_a_history_loads_as_versions_loses_nothing_and_every_clause_traces_back(name: str):
    files = published(name)
    _, versions = loaded(name)

    assert [version.number for version in versions] == list(range(1, len(files) + 1))
    steps = []
    for version, (path, _) in zip(versions, files, strict=True):
        assert version.state == DocumentVersion.State.READ, version.problem
        assert content_store().read(version.file.sha256) == path.read_bytes()
        clauses = clauses_on_record(version)
        text = DocumentText.unscoped.get(version=version).text
        assert "".join(clause.text for clause in clauses) == text == path.read_bytes().decode("utf-8-sig")
        steps.append(Step(f"Version {version.number}", version.created_at.date(), "", clauses))

    last = ways_of(steps).by_step[-1]
    assert len(last) == len(steps[-1].clauses)
    for clause, way in zip(steps[-1].clauses, last, strict=True):
        assert [stage.step for stage in way.stages] == list(range(way.first, len(steps)))
        assert way.stages[-1].order == clause.order
        assert all(row.old is None for row in way.stages[0].rows), "it stood before it first appeared"


def test_a_text_that_was_reverted_is_told_as_the_version_that_it_brings_back():
    document, _ = loaded("commonpaper_csa")
    versions = DocumentVersion.objects.for_system("a test").filter(document=document).with_same_file()
    back = dict(versions.filter(same_as__isnull=False).values_list("number", "same_as"))
    assert back[8] == 6
