"""The embedded mailbox keeps messages whole, in order, and gives them only to who may read them."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives

from core.mail import mailbox
from core.mail.mailbox import MailboxBackend
from tests.support.people import a_user


@pytest.fixture(autouse=True)
def own_mailbox(settings, tmp_path: Path) -> Path:
    """Keep mail in a folder that only this test has."""
    settings.EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
    settings.MAILBOX_DIR = tmp_path / "mailbox"
    return settings.MAILBOX_DIR


def send(subject: str = "Hello", html: str = "<p>Hi</p>", to: str = "boss@termkeeper.invalid") -> str:
    """Send one message and return its name in the mailbox."""
    message = EmailMultiAlternatives(subject, "Hi", "tk@example.invalid", [to])
    message.attach_alternative(html, "text/html")
    message.attach("a b.txt", "content", "text/plain")
    assert MailboxBackend().send_messages([message]) == 1
    return mailbox.message_names()[0]


@pytest.fixture
def admin(client, db):
    """Return a browser in which an administrator is signed in."""
    client.force_login(a_user("boss", "administrator"))
    return client


def test_messages_are_listed_newest_first():
    for number in range(3):
        send(f"Message {number}")
    subjects = [envelope.subject for envelope in mailbox.envelopes(mailbox.message_names())]
    assert subjects == ["Message 2", "Message 1", "Message 0"]


def test_no_half_written_message_is_ever_listed(own_mailbox):
    send()
    (own_mailbox / ".1234567890123456789-abcdefabcdef-12345678.part").write_text("half")
    (own_mailbox / "stranger.eml").write_text("not ours")
    assert len(mailbox.message_names()) == 1


def test_a_folder_that_cannot_be_written_is_an_error(settings, tmp_path):
    (tmp_path / "file").write_text("")
    settings.MAILBOX_DIR = tmp_path / "file"
    with pytest.raises(OSError, match="file"):
        send()


@pytest.mark.parametrize("name", ["../secret", "1-2-3", "", "a" * 50])
def test_a_name_never_leads_out_of_the_folder(name):
    with pytest.raises(FileNotFoundError):
        mailbox.open_message(name)


def test_the_page_lists_and_opens_messages(admin):
    name = send("Hello <b>you</b>")
    listed = admin.get("/mailbox/").content.decode()
    assert "Hello &lt;b&gt;you&lt;/b&gt;" in listed
    opened = admin.get(f"/mailbox/{name}/").content.decode()
    sandbox = 'sandbox="allow-popups allow-popups-to-escape-sandbox"'
    assert f'src="/mailbox/{name}/html/" {sandbox}' in opened


def test_the_html_part_can_do_nothing(admin):
    name = send(html="<script>alert(1)</script>")
    answer = admin.get(f"/mailbox/{name}/html/")
    policy = answer["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'")
    assert "script-src" not in policy
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


@pytest.mark.parametrize(
    ("html", "shown"),
    [
        ("<p>Hello</p>", '<base target="_blank"><p>Hello</p>'),
        (
            '<!doctype html><html><HEAD class="a"><title>A</title></HEAD></html>',
            '<!doctype html><html><HEAD class="a"><base target="_blank"><title>A</title></HEAD></html>',
        ),
        ("<header>Hello</header>", '<base target="_blank"><header>Hello</header>'),
    ],
)
def test_the_links_of_a_mail_open_tabs_of_their_own(admin, html, shown):
    name = send(html=html)
    assert admin.get(f"/mailbox/{name}/html/").content.decode().strip() == shown


def test_an_attachment_is_a_download(admin):
    name = send()
    answer = admin.get(f"/mailbox/{name}/files/0/")
    assert answer.content == b"content"
    assert answer["Content-Disposition"] == 'attachment; filename="ab.txt"'
    assert admin.get(f"/mailbox/{name}/files/9/").status_code == 404


def test_everybody_reads_the_mail_that_was_sent_to_them_and_no_other(client, db):
    send("For the boss")
    mine = send("For Pia", to="Pia <PIA@termkeeper.invalid>")
    client.force_login(a_user("pia", "requester"))
    listed = client.get("/mailbox/").content.decode()
    assert "For Pia" in listed
    assert "For the boss" not in listed
    assert "somebody else" not in listed
    assert client.get(f"/mailbox/{mine}/").status_code == 200


def test_mail_about_an_account_is_closed_to_everybody_but_its_addressee(admin):
    name = send("Set a new password", to="ana@termkeeper.invalid")
    listed = admin.get("/mailbox/").content.decode()
    assert "About somebody else&#x27;s account" in listed
    assert "Set a new password" not in listed
    assert "ana@" not in listed
    for part in ("", "html/", "files/0/"):
        assert admin.get(f"/mailbox/{name}/{part}").status_code == 404, part


def test_with_a_mail_server_there_is_no_mailbox(admin, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    assert admin.get("/mailbox/").status_code == 404


def test_older_messages_follow_on_the_next_page(admin):
    for number in range(52):
        send(f"Message {number}")
    first = admin.get("/mailbox/").content.decode()
    assert "Older messages" in first
    names = mailbox.message_names()
    second = admin.get("/mailbox/", {"after": names[49]}).content.decode()
    assert "Message 1<" in second
    assert "Message 51" not in second


def test_older_mail_of_ones_own_is_found_behind_that_of_others(client, db):
    send("For Pia", to="pia@termkeeper.invalid")
    for number in range(60):
        send(f"Message {number}")
    client.force_login(a_user("pia", "requester"))
    page = client.get("/mailbox/")
    assert [line.envelope.subject for line in page.context["lines"]] == ["For Pia"]
    assert "Older messages" not in page.content.decode()
