"""Reading a version: its text and clauses, told in the page, once however often it runs."""

import pytest

from contracts_app.actions.reading import UnableToRead, read_again
from contracts_app.models import Clause, DocumentText, DocumentVersion
from core.jobs import JobCancelled
from core.models import Job
from tests.support.contract_documents import TERMS, a_document, a_version, clauses_of, read, version_of
from tests.support.contracts import SYSTEM, a_contract, history_of
from tests.support.documents import a_docx, a_pdf

pytestmark = pytest.mark.django_db
READ, UNREADABLE, WAITING = (
    DocumentVersion.State.READ,
    DocumentVersion.State.UNREADABLE,
    DocumentVersion.State.WAITING,
)
TRACKED = (
    "<w:p><w:r><w:t>1. Fees are </w:t></w:r>"
    '<w:del w:author="Ana"><w:r><w:delText>ten</w:delText></w:r></w:del>'
    '<w:ins w:author="Ana"><w:r><w:t>twenty</w:t></w:r></w:ins></w:p>'
)


def test_a_version_waits_until_a_worker_has_read_it():
    version = version_of(a_document(a_contract(), is_read=False))
    assert (version.state, version.is_being_read) == (WAITING, True)
    assert read(version).state == READ


def test_the_clauses_joined_are_the_text():
    version = version_of(a_document(a_contract()))
    clauses = clauses_of(version)
    assert [clause.number for clause in clauses] == ["", "1", "1.1", "2", "2.1"]
    assert "".join(clause.text for clause in clauses) == TERMS == version.text.text
    assert all(version.text.text[one.start :].startswith(one.text) for one in clauses)


def test_progress_is_told_while_it_is_read():
    told: list[tuple[int, int, str]] = []
    version = version_of(a_document(a_contract(), is_read=False))
    read(version, lambda *step: told.append(step))
    assert told[0] == (0, 3, "Reading the text")
    assert "clauses" in told[-1][2]


def test_a_cancelled_reading_keeps_nothing():
    version = version_of(a_document(a_contract(), is_read=False))

    def stop(done: int, total: int, message: str) -> None:
        if message.startswith("Keeping"):
            raise JobCancelled("Cancelled.")

    with pytest.raises(JobCancelled):
        read(version, stop)
    assert not Clause.unscoped.filter(version=version).exists()
    assert not DocumentText.unscoped.filter(version=version).exists()


def test_reading_twice_changes_nothing():
    version = version_of(a_document(a_contract()))
    before = [(one.pk, one.row_version) for one in clauses_of(version)]
    again = read(version)
    assert [(one.pk, one.row_version) for one in clauses_of(version)] == before
    assert history_of(version.text) == ["+"]
    assert again.row_version == version.row_version


def test_a_text_without_numbers_is_one_clause():
    version = version_of(a_document(a_contract(), "We agree to host it for you, gladly.\n"))
    assert [(one.number, one.level) for one in clauses_of(version)] == [("", 0)]


def test_a_file_without_text_is_kept_with_the_reason():
    version = version_of(a_document(a_contract(), name="scan.pdf", data=a_pdf()))
    assert version.state == UNREADABLE
    assert version.problem == "“scan.pdf” holds no text."
    assert version.file.size > 0


def test_tracked_changes_are_shown_and_said():
    version = version_of(a_document(a_contract(), name="draft.docx", data=a_docx(TRACKED)))
    assert version.state == READ
    assert "{--ten--}{++twenty++}" in version.text.text
    assert version.problem.startswith("Holds 2 tracked changes by Ana that nobody accepted or rejected")


def test_a_version_whose_task_gave_up_says_so_and_can_be_read_again():
    version = version_of(a_document(a_contract(), is_read=False))
    Job.objects.filter(pk=version.job_id).update(state=Job.State.FAILED, error="Given up.")
    version = version_of(version.document)
    assert (version.effective_state, version.effective_problem) == (UNREADABLE, "Given up.")
    assert read(read_again(actor=SYSTEM, version=version)).state == READ


def test_a_version_that_is_being_read_is_not_read_a_second_time():
    version = version_of(a_document(a_contract(), is_read=False))
    with pytest.raises(UnableToRead):
        read_again(actor=SYSTEM, version=version)


def test_pages_are_counted_and_clauses_know_theirs():
    version = version_of(a_document(a_contract()))
    assert version.page_count is None
    assert {one.page for one in clauses_of(version)} == {None}


def test_each_version_has_clauses_of_its_own():
    document = a_document(a_contract())
    second = a_version(document, TERMS + "\n3. Term\n")
    assert len(clauses_of(second)) == len(clauses_of(version_of(document, 1))) + 1
