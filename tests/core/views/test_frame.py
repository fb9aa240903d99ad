"""Home, search, palette, help, theme, settings, and the pages for what goes wrong."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from core import registry
from core.pages.queue import QueueItem
from core.pages.status import StatusWord
from tests.support.people import a_user
from tests.vendors.support import a_contact, a_vendor

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@pytest.fixture
def reader(client):
    client.force_login(
        a_user("ana", "procurement", full_name="Ana Ruiz", timezone="Asia/Tokyo"), backend=BACKEND
    )
    return client


@pytest.mark.parametrize(
    ("utc_hour", "greeting"),
    [(0, "Good morning, Ana"), (4, "Good afternoon, Ana"), (10, "Good evening, Ana")],
)
def test_home_greets_by_the_readers_own_clock(reader, utc_hour, greeting):
    with time_machine.travel(dt.datetime(2026, 11, 20, utc_hour, tzinfo=dt.UTC), tick=False):
        html = reader.get("/").content.decode()

    assert greeting in html
    assert "Fri 20 Nov 2026" in html


def test_home_shows_the_most_urgent_first_and_how_many_there_are(reader, monkeypatch):
    items = [
        QueueItem(StatusWord("act", "Act by Tue 1 Dec"), dt.date(2026, 12, 1), "Later", "/l/"),
        QueueItem(StatusWord("review", "Approve"), None, "Undated", "/u/"),
        QueueItem(StatusWord("act", "Act by Mon 23 Nov"), dt.date(2026, 11, 23), "Sooner", "/s/"),
    ]
    source = registry.HomeQueue("test", lambda user, on, limit: items, count=lambda user, on: 11)
    queues = registry.Registry("test queues")
    queues.register(source)
    monkeypatch.setattr(registry, "home_queues", queues)

    html = reader.get("/").content.decode()

    assert html.index("Sooner") < html.index("Later") < html.index("Undated")
    assert "3 of 11" in html


def test_the_search_finds_by_name_and_by_contact_and_only_what_the_reader_may_see(reader):
    vendor = a_vendor("Société Nord")
    a_contact(vendor, name="Ines Krüger")

    for words in ("societe", "kruger", "so no"):
        assert reverse("vendor", args=[vendor.pk]) in reader.get("/search/", {"q": words}).content.decode()

    stranger = Client()
    stranger.force_login(a_user("new"), backend=BACKEND)
    assert "Nothing matches" in stranger.get("/search/", {"q": "societe"}).content.decode()


@pytest.mark.parametrize("words", ["", "x", "nothing here", "' | & ! :*", "\x00", "x" * 5000])
def test_the_search_survives_whatever_is_typed(reader, words):
    assert reader.get("/search/", {"q": words}).status_code == 200


def test_the_palette_offers_pages_commands_and_things(reader):
    a_vendor("Nordlicht")

    everything = reader.get("/palette/").content.decode()
    fitting = reader.get("/palette/", {"q": "nordl"}).content.decode()

    assert "Record a vendor" in everything
    assert "Nordlicht" in fitting
    assert "Record a vendor" not in fitting


def test_the_palette_offers_no_command_that_the_reader_may_not_use(client):
    client.force_login(a_user("tom", "requester"), backend=BACKEND)

    assert "Record a vendor" not in client.get("/palette/").content.decode()


def test_the_theme_is_kept_on_the_device_and_stands_in_the_page(client):
    response = client.post("/theme/", {"theme": "dark", "next": "/help/"})

    assert response.url == "/help/"
    assert '<html lang="en" data-bs-theme="dark">' in client.get(reverse("account_login")).content.decode()


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_the_theme_sends_nobody_to_another_site(client, target):
    assert client.post("/theme/", {"theme": "dark", "next": target}).url == "/"


def test_an_unknown_theme_changes_nothing(client):
    response = client.post("/theme/", {"theme": "pink"})

    assert "theme" not in response.cookies
    client.cookies["theme"] = "pink"
    assert 'data-bs-theme="auto"' in client.get(reverse("account_login")).content.decode()


def test_nothing_changes_on_get(client):
    assert client.get("/theme/").status_code == 405


def test_help_explains_the_dates_the_words_and_the_keys(reader):
    html = reader.get("/help/").content.decode()

    for said in ("Act by", "Notice by", "Ctrl", "Unknown: renewal term"):
        assert said in html


def test_settings_lists_only_what_the_reader_may_open(reader, client):
    assert "People" not in reader.get("/settings/").content.decode()
    client.force_login(a_user("root", "administrator"), backend=BACKEND)
    assert "People" in client.get("/settings/").content.decode()


def test_an_address_that_does_not_exist_says_what_to_do(reader):
    response = reader.get("/nowhere/")

    assert response.status_code == 404
    assert "There is no such page" in response.content.decode()


def test_a_form_without_its_secret_is_refused_in_words():
    client = Client(enforce_csrf_checks=True)
    client.force_login(a_user("ana", "procurement"), backend=BACKEND)

    response = client.post(reverse("vendor_create"), {"name": "x"})

    assert response.status_code == 403
    assert "This form is out of date" in response.content.decode()


def test_a_page_without_the_right_says_which_right_it_needs(client):
    client.force_login(a_user("new"), backend=BACKEND)

    response = client.get(reverse("vendor_list"))

    assert response.status_code == 403
    assert "vendors.view" in response.content.decode()


def test_a_failure_of_ours_is_a_page_of_its_own_that_names_the_request(reader, monkeypatch):
    def broken(*args: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("core.views.home._greeting", broken)
    reader.raise_request_exception = False

    response = reader.get("/")

    assert response.status_code == 500
    assert "Something broke on our side" in response.content.decode()
    assert "RuntimeError" not in response.content.decode()


@pytest.mark.parametrize("path", ["/", "/search/", "/palette/", "/help/", "/settings/", "/settings/mine/"])
def test_strangers_are_sent_to_the_door(client, path):
    response = client.get(path)

    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_pages_allow_no_script_and_no_style_but_our_files(reader):
    policy = reader.get("/")["Content-Security-Policy"]

    assert "script-src 'self';" in policy + ";"
    assert "style-src 'self';" in policy + ";"
    assert "unsafe" not in policy
