"""People, roles, departments and one's own settings in the browser's forms."""

from __future__ import annotations

import pytest
from django.core import mail
from django.urls import reverse

from accounts.models import Department, RoleAssignment, User
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
LANGUAGE = {"language": "de"}


@pytest.fixture
def admin(client):
    client.force_login(a_user("root", "administrator"), backend=BACKEND)
    return client


def test_a_person_is_added_given_a_role_and_sets_a_password_by_mail(admin, client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    data = {
        "username": "ines",
        "full_name": "Ines",
        "email": "ines@firm.invalid",
        "timezone": "UTC",
    } | LANGUAGE

    admin.post(reverse("person_create"), data)
    ines = User.objects.get(username="ines")
    admin.post(reverse("role_add", args=[ines.pk]), {"role": "legal", "department": ""})
    page = admin.get(reverse("person", args=[ines.pk])).content.decode()
    client.logout()
    client.post(reverse("account_reset_password"), {"email": "ines@firm.invalid"})

    assert "<strong>Legal</strong>" in page
    assert "added the role Legal in every department" in page
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    password = "an entirely new passphrase"
    client.post(form.redirect_chain[-1][0], {"password1": password, "password2": password})
    assert client.post(reverse("account_login"), {"login": "ines", "password": password}).status_code == 302


def test_the_list_of_people_finds_by_name_role_and_state(admin):
    a_user("vera", "vendor_manager", full_name="Vera Lang")
    a_user("gone", is_active=False)

    def names(query: str) -> set[str]:
        lines = admin.get(reverse("person_list") + query).context["listing"].lines
        return {line.row.username for line in lines}

    assert names("") == {"root", "vera", "gone"}
    assert names("?q=lang") == {"vera"}
    assert names("?role=administrator") == {"root"}
    assert names("?state=deactivated") == {"gone"}


def test_a_person_is_changed_deactivated_and_reactivated(admin):
    tom = a_user("tom")
    data = {"full_name": "Tom Weiss", "email": "tom@firm.invalid", "timezone": "Europe/Berlin"} | LANGUAGE

    admin.post(reverse("person_change", args=[tom.pk]), data)
    admin.post(reverse("person_deactivate", args=[tom.pk]), {"reason": "Left"})
    tom.refresh_from_db()
    assert (tom.full_name, tom.timezone, tom.language) == ("Tom Weiss", "Europe/Berlin", "de")
    assert not tom.is_active

    admin.post(reverse("person_reactivate", args=[tom.pk]))
    tom.refresh_from_db()
    assert tom.is_active


def test_taking_the_last_administrator_away_is_refused_on_the_form(admin):
    held = RoleAssignment.unscoped.get()

    response = admin.post(reverse("role_revoke", args=[held.pk]), {"reason": "Cleaning up"})

    assert response.status_code == 422
    assert "last administrator" in response.content.decode()


def test_a_department_is_made_renamed_and_taken_out_of_use_and_back(admin):
    admin.post(reverse("department_create"), {"name": "IT", "timezone": "UTC"})
    department = Department.unscoped.get()
    admin.post(reverse("department_change", args=[department.pk]), {"name": "IT 2", "timezone": "UTC"})
    admin.post(reverse("department_deactivate", args=[department.pk]), {"reason": "Merged"})
    assert "Out of use" in admin.get(reverse("department_list")).content.decode()
    admin.post(reverse("department_reactivate", args=[department.pk]))

    department.refresh_from_db()
    assert (department.name, department.is_active) == ("IT 2", True)


CHOSEN = {"full_name": "Tom W", "timezone": "Asia/Tokyo", "reminder_rhythm": "daily", "language": "de"}


def test_people_see_and_change_their_own_settings_and_roles(client):
    department = a_department("Legal")
    client.force_login(a_user("tom", "legal", department=department), backend=BACKEND)

    page = client.get(reverse("my_settings")).content.decode()
    saved = client.post(reverse("my_settings"), CHOSEN)
    refused = client.post(reverse("my_settings"), CHOSEN | {"full_name": "", "timezone": "Mars"})
    unclear = client.post(reverse("my_settings"), CHOSEN | {"reminder_rhythm": "weekly"})

    assert "in Legal" in page
    assert saved.status_code == 302
    assert refused.status_code == 422
    assert unclear.status_code == 422
    tom = User.objects.get(username="tom")
    assert (tom.timezone, tom.reminder_rhythm, tom.language) == ("Asia/Tokyo", "daily", "de")


def test_everybody_may_read_what_each_role_may_do(client):
    client.force_login(a_user("new"), backend=BACKEND)

    html = client.get(reverse("role_table")).content.decode()

    assert "Vendor manager" in html
    assert "<code>contracts.edit</code>" in html


@pytest.mark.parametrize("name", ["person_list", "person_create", "department_list", "department_create"])
def test_who_does_not_manage_people_gets_none_of_these_pages(client, name):
    client.force_login(a_user("tom", "procurement"), backend=BACKEND)

    assert client.get(reverse(name)).status_code == 403


def test_who_reads_messages_in_german_has_the_pages_in_english(client):
    tom = a_user("tom", "administrator", language="de")
    client.force_login(tom, backend=BACKEND)
    german = {"HTTP_ACCEPT_LANGUAGE": "de-DE,de;q=0.9"}

    page = client.get(reverse("my_settings"), **german)
    refused = client.post(reverse("my_settings"), CHOSEN | {"full_name": ""}, **german)
    api = client.get("/api/v1/departments/?page_size=x&id=x", **german)

    html = page.content.decode()
    assert '<html lang="en"' in html
    assert "Language of messages" in html
    assert '<option value="de" selected>Deutsch</option>' in html
    assert "Fill this in." in refused.content.decode()
    assert api.headers["Content-Language"] == page.headers["Content-Language"] == "en"


def test_the_link_to_set_a_password_comes_in_the_language_of_the_person(client, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tom = a_user("tom", language="de")

    page = client.post(reverse("account_reset_password"), {"email": tom.email}, follow=True)

    (message,) = mail.outbox
    assert message.subject == "Neues Passwort für Termkeeper festlegen"
    assert "Der Link gilt einmal und nur 3 Tage lang." in message.body
    assert "Neues Passwort festlegen: http" in message.body
    assert '<html lang="de">' in message.alternatives[0].content
    assert "List-Id" not in message.extra_headers
    assert "Look into your mail" in page.content.decode()
