"""Stored files: who gets one, and how it is sent."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from core import registry
from core.audit import Actor, acting
from core.files import RefusedFile, save_file
from core.models import LedgerEntry, StoredFile
from tests.support.documents import a_pdf
from tests.support.people import a_user

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def kind(monkeypatch):
    monkeypatch.setattr(registry.file_kinds, "_entries", dict(registry.file_kinds._entries))
    registry.file_kinds.register(
        registry.FileKind(
            "proof", "Proof", lambda user, file: user.username == "ana", extensions=("pdf", "txt")
        )
    )


def stored(name="Proof of service.pdf", data=None) -> StoredFile:
    with acting(Actor.system("test")):
        return save_file(actor=Actor.system("test"), name=name, data=data or a_pdf(), kind="proof", now=NOW)


def get(client, user, file):
    client.force_login(user)
    return client.get(reverse("file_download", args=[file.pk]))


def test_a_file_is_sent_as_an_attachment_that_cannot_run(client):
    answer = get(client, a_user("ana"), stored())
    assert answer.status_code == 200
    assert answer.content == a_pdf()
    assert answer["Content-Disposition"] == 'attachment; filename="Proof of service.pdf"'
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert "no-store" in answer["Cache-Control"]


def test_a_download_is_in_the_ledger_with_the_person(client):
    user, file = a_user("ana"), stored()
    get(client, user, file)
    entry = LedgerEntry.objects.get(kind="core.file.downloaded")
    assert (entry.actor, entry.subject_id) == (f"user:{user.pk}", str(file.pk))


def test_who_may_not_have_a_file_gets_the_same_answer_as_for_one_that_does_not_exist(client):
    file = stored()
    eva = a_user("eva", "administrator")
    assert get(client, eva, file).status_code == 404
    assert client.get(reverse("file_download", args=[file.pk + 1])).status_code == 404
    assert not LedgerEntry.objects.filter(kind="core.file.downloaded").exists()


def test_nobody_gets_a_file_without_signing_in(client):
    answer = client.get(reverse("file_download", args=[stored().pk]))
    assert answer.status_code == 302


def test_a_file_of_a_kind_that_nobody_registered_is_not_handed_out(client, monkeypatch):
    file = stored()
    monkeypatch.setattr(registry.file_kinds, "_entries", {})
    assert get(client, a_user("ana"), file).status_code == 404


def test_a_refused_file_is_not_recorded():
    with pytest.raises(RefusedFile), acting(Actor.system("test")):
        save_file(actor=Actor.system("test"), name="a.exe", data=b"MZ", kind="proof", now=NOW)
    assert not StoredFile.unscoped.exists()


def test_each_upload_has_a_row_and_a_history_but_the_same_bytes_are_stored_once():
    one, two = stored(), stored("Other name.pdf")
    assert one.sha256 == two.sha256
    assert (one.name, two.name) == ("Proof of service.pdf", "Other name.pdf")
    assert StoredFile.history.count() == 2
