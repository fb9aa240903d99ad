"""The leverage pack as a PDF: made by a worker with progress, kept once, given to its reader alone."""

from __future__ import annotations

import io

import pikepdf
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from core.audit import acting
from core.jobs import drain
from core.models import Job, StoredFile
from tests.support.needs import needs_pango
from tests.support.pages import give_password_at, signed_in
from tests.support.people import a_user
from tests.support.reminding import SETTING_UP, due_in

pytestmark = pytest.mark.usefixtures("committed_db")


@pytest.fixture(autouse=True)
def with_pango():
    needs_pango()


@pytest.fixture
def ana(committed_db):
    return a_user("ana", "procurement", full_name="Ana Ruiz")


def make(client, contract):
    """Ask for a pack and let a worker make it; return job and file."""
    answer = client.post(reverse("contract_pack_pdf", args=[contract.pk]))
    job = Job.objects.latest("pk")
    assert answer.url == reverse("job", args=[job.pk])
    drain()
    job.refresh_from_db()
    return job, StoredFile.objects.for_system("test").filter(subject_id=str(job.pk)).first()


def text_of(data: bytes) -> list[str]:
    pages = pypdfium2.PdfDocument(data)
    return [page.get_textpage().get_text_bounded().replace("\u00a0", " ") for page in pages]


def content_of(answer) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_it_is_made_listed_and_given_to_its_reader_alone(ana):
    contract = due_in(120, owner=ana, title="Hosting framework")
    client = signed_in(ana)
    job, file = make(client, contract)
    assert (job.state, job.error) == ("done", "")
    assert (job.progress_done, job.progress_total) == (8, 8)
    assert job.result["file"] == file.pk
    assert file.name in client.get(reverse("contract_pack", args=[contract.pk])).content.decode()
    got = client.get(reverse("file_download", args=[file.pk]))
    assert content_of(got).startswith(b"%PDF-")
    assert "attachment" in got["Content-Disposition"]
    other = signed_in(a_user("other", "procurement", "administrator"))
    assert other.get(reverse("file_download", args=[file.pk])).status_code == 404
    assert file.name not in other.get(reverse("contract_pack", args=[contract.pk])).content.decode()


def test_every_page_says_of_what_as_of_when_for_whom_and_with_which_hash(ana):
    contract = due_in(120, owner=ana, title="Hosting “framework” \\A } <b>")
    client = signed_in(ana)
    job, file = make(client, contract)
    data = content_of(client.get(reverse("file_download", args=[file.pk])))
    pages = text_of(data)
    assert 2 <= len(pages) <= 4
    for number, page in enumerate(pages, start=1):
        assert f"Leverage pack {contract.number} as of" in page
        assert "made by Ana Ruiz" in page
        assert f"Page {number} of {len(pages)}" in page
        assert job.result["sha256_of_content"] in page
    whole = " ".join(" ".join(pages).split())
    for said in ("Hosting “framework” \\A } <b>", "Act by", "Terms and prices so far", "Open questions"):
        assert said in whole
    with pikepdf.open(io.BytesIO(data)) as document:
        assert document.Root.MarkInfo.Marked


def test_a_confidential_contract_is_marked_on_every_page(ana):
    contract = due_in(120, owner=ana, is_confidential=True)
    client = signed_in(ana)
    _, file = make(client, contract)
    pages = text_of(content_of(client.get(reverse("file_download", args=[file.pk]))))
    assert all("Confidential · for Ana Ruiz" in page for page in pages)


def test_a_job_that_runs_twice_keeps_one_file(ana):
    contract = due_in(120, owner=ana)
    make(signed_in(ana), contract)
    Job.objects.update(state="queued")
    drain()
    assert StoredFile.objects.for_system("test").count() == 1


def test_who_lost_sight_of_the_contract_gets_neither_a_new_pack_nor_the_old_one(ana):
    boss = a_user("boss")
    contract = due_in(120, owner=boss, backup_owner=ana, is_confidential=True)
    client = signed_in(ana)
    _, file = make(client, contract)
    client.post(reverse("contract_pack_pdf", args=[contract.pk]))
    with acting(SETTING_UP):
        type(contract).unscoped.filter(pk=contract.pk).update(backup_owner=None)
    drain()
    late = Job.objects.latest("pk")
    assert (late.state, late.result) == ("failed", None)
    assert "may not see it any more" in late.error
    assert client.get(reverse("file_download", args=[file.pk])).status_code == 404


def test_who_neither_decides_nor_makes_reports_is_told_so_and_no_job_is_made(ana):
    contract = due_in(120, owner=ana)
    looker = signed_in(a_user("rita", "requester", department=contract.department))
    answer = looker.post(reverse("contract_pack_pdf", args=[contract.pk]), follow=True)
    assert "You may not make the leverage pack" in answer.content.decode()
    assert Job.objects.count() == 0


def test_an_unlocked_screen_is_not_enough_to_take_a_pack_away(ana):
    contract = due_in(120, owner=ana)
    client = signed_in(ana)
    give_password_at(client, ana, 0)
    answer = client.post(reverse("contract_pack_pdf", args=[contract.pk]))
    assert "reauthenticate" in answer.url
    assert Job.objects.count() == 0


def test_the_command_writes_the_pack_of_one_reader(ana, tmp_path, capsys):
    contract = due_in(120, owner=ana)
    call_command("leverage_pack", contract.number, "--for", "ana", "--out", str(tmp_path / "pack.pdf"))
    assert "made by Ana Ruiz" in text_of((tmp_path / "pack.pdf").read_bytes())[0]
    said = capsys.readouterr().out.splitlines()
    assert len(said) == 1
    assert f"{contract.number} as of" in said[0]


@pytest.mark.parametrize(
    ("number", "user", "said"),
    [
        ("C-0", "ana", "There is no contract “C-0” that Ana Ruiz may see"),
        ("secret", "ana", "There is no contract"),
        ("C-0", "nobody", "There is no active user “nobody”"),
    ],
)
def test_the_command_says_in_one_line_why_not(ana, tmp_path, number, user, said):
    boss = a_user("boss")
    secret = due_in(120, owner=boss, is_confidential=True)
    named = secret.number if number == "secret" else number
    with pytest.raises(CommandError, match=said):
        call_command("leverage_pack", named, "--for", user, "--out", str(tmp_path / "pack.pdf"))
    assert list(tmp_path.glob("*.pdf")) == []
