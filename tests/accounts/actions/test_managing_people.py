"""Adding, changing and deactivating people; roles; departments: state, history, refusals, second calls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from accounts.actions.departments import change_department, create_department, set_department_active
from accounts.actions.refusal import InvalidAccount, UnableToChangeAccount
from accounts.actions.roles import assign_role, revoke_role
from accounts.actions.users import (
    PersonDraft,
    change_own_settings,
    change_user,
    create_user,
    deactivate_user,
    reactivate_user,
)
from accounts.models import Department, RoleAssignment, User
from core.audit import Actor
from core.errors import NotAllowed
from tests.support.people import a_department, a_user

pytestmark = pytest.mark.django_db
DRAFT = PersonDraft(
    username="Ines", full_name=" Ines Krüger ", email="ines@firm.invalid", timezone="Europe/Berlin"
)


@pytest.fixture
def admin() -> Actor:
    return Actor.person(a_user("root", "administrator"))


def test_a_language_that_no_message_is_written_in_is_refused_and_nothing_is_stored(admin):
    with pytest.raises(InvalidAccount) as refusal:
        create_user(actor=admin, draft=replace(DRAFT, language="tlh"))
    assert "Choose one of: English, Deutsch." in refusal.value.fields["language"][0]

    user = create_user(actor=admin, draft=replace(DRAFT, language="de"))
    with pytest.raises(InvalidAccount, match="tlh"):
        change_own_settings(actor=Actor.person(user), full_name="Ines", timezone="UTC", language="tlh")
    assert User.objects.get(pk=user.pk).language == "de"


def kinds(row) -> list[str]:
    return list(row.history.order_by("history_id").values_list("history_type", flat=True))


def test_a_person_is_added_without_a_password_and_without_a_role(admin):
    user = create_user(actor=admin, draft=DRAFT)

    user.refresh_from_db()
    assert (user.username, user.full_name, user.has_usable_password()) == ("ines", "Ines Krüger", False)
    assert not user.can("vendors.view")
    assert user.history.get().history_actor == admin.name


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"username": "INES"}, "username"),
        ({"username": "two words"}, "username"),
        ({"username": "other", "email": "INES@firm.invalid"}, "email"),
        ({"username": "other", "email": "nobody"}, "email"),
        ({"username": "other", "full_name": " "}, "full_name"),
        ({"username": "other", "timezone": "Mars/Base"}, "timezone"),
    ],
    ids=["name taken", "blank in name", "address taken", "no address", "no name", "no zone"],
)
def test_a_person_that_cannot_be_is_refused_at_the_field(admin, facts, field):
    create_user(actor=admin, draft=DRAFT)
    before = User.objects.count()
    wanted = {"username": "x", "full_name": "X", "email": "x@firm.invalid", "timezone": "UTC"} | facts

    with pytest.raises(InvalidAccount) as refusal:
        create_user(actor=admin, draft=PersonDraft(**wanted))

    assert field in refusal.value.fields
    assert User.objects.count() == before


def test_a_change_is_kept_once_and_a_new_address_clears_the_bounce(admin):
    user = a_user("tom", has_bounced=True)

    change_user(actor=admin, user=user, changes={"email": "tom@new.invalid"})
    change_user(actor=admin, user=user, changes={"email": "tom@new.invalid"})

    user.refresh_from_db()
    assert (user.email, user.has_bounced) == ("tom@new.invalid", False)
    assert kinds(user) == ["+", "~"]


def test_a_manager_who_reports_to_the_person_is_refused_as_a_circle(admin):
    ana, tom = a_user("ana"), a_user("tom")
    change_user(actor=admin, user=tom, changes={"manager": ana})

    for manager in (ana, tom):
        with pytest.raises(InvalidAccount) as refusal:
            change_user(actor=admin, user=ana, changes={"manager": manager})
        assert list(refusal.value.fields) == ["manager"]


def test_people_change_their_own_name_and_zone_and_nobody_elses():
    tom = a_user("tom")

    change_own_settings(actor=Actor.person(tom), full_name="Tom Weiss", timezone="Asia/Tokyo")

    tom.refresh_from_db()
    assert (tom.full_name, tom.timezone) == ("Tom Weiss", "Asia/Tokyo")
    with pytest.raises(NotAllowed):
        change_own_settings(actor=Actor.system("test"), full_name="x", timezone="UTC")


def test_deactivating_needs_a_reason_and_ends_every_right(admin):
    tom = a_user("tom", "procurement")

    with pytest.raises(InvalidAccount):
        deactivate_user(actor=admin, user=tom)
    deactivate_user(actor=admin.with_reason("Left"), user=tom)

    fresh = User.objects.get(pk=tom.pk)
    assert not fresh.can("vendors.view")
    assert fresh.history.latest().history_change_reason == "Left"
    with pytest.raises(UnableToChangeAccount):
        deactivate_user(actor=admin.with_reason("Again"), user=tom)
    reactivate_user(actor=admin, user=tom)
    with pytest.raises(UnableToChangeAccount):
        reactivate_user(actor=admin, user=tom)
    assert kinds(fresh) == ["+", "~", "~"]


def test_nobody_deactivates_themselves_and_the_last_administrator_stays(admin):
    system = Actor.system("test", reason="Cleaning up")

    with pytest.raises(UnableToChangeAccount, match="yourself"):
        deactivate_user(actor=admin.with_reason("Holiday"), user=admin.user)
    with pytest.raises(UnableToChangeAccount, match="last administrator"):
        deactivate_user(actor=system, user=admin.user)
    with pytest.raises(UnableToChangeAccount, match="last administrator"):
        revoke_role(actor=system, assignment=RoleAssignment.unscoped.get())

    a_user("second", "administrator")
    deactivate_user(actor=system, user=admin.user)
    assert not User.objects.get(pk=admin.user.pk).is_active


def test_a_role_is_given_once_and_taken_away_with_a_reason(admin):
    tom, legal = a_user("tom"), a_department("Legal")

    held = assign_role(actor=admin, user=tom, role="legal", department=legal)
    again = assign_role(actor=admin, user=tom, role="legal", department=legal)
    assert held == again
    assert User.objects.get(pk=tom.pk).can("contracts.edit", legal.pk)

    with pytest.raises(InvalidAccount):
        revoke_role(actor=admin, assignment=held)
    revoke_role(actor=admin.with_reason("Moved"), assignment=held)
    revoke_role(actor=admin.with_reason("Moved"), assignment=held)

    assert not User.objects.get(pk=tom.pk).can("contracts.edit", legal.pk)
    assert kinds(held) == ["+", "-"]


@pytest.mark.parametrize("role", ["king", "", "Legal"])
def test_a_role_that_does_not_exist_is_refused(admin, role):
    with pytest.raises(InvalidAccount):
        assign_role(actor=admin, user=a_user("tom"), role=role, department=None)


def test_roles_are_given_only_to_people_and_in_departments_in_use(admin):
    gone = a_user("gone", is_active=False)
    closed = set_department_active(
        actor=admin.with_reason("Merged"), department=a_department("Closed"), is_active=False
    )

    with pytest.raises(UnableToChangeAccount):
        assign_role(actor=admin, user=gone, role="legal", department=None)
    with pytest.raises(UnableToChangeAccount):
        assign_role(actor=admin, user=a_user("tom"), role="legal", department=closed)


def test_a_department_is_made_renamed_and_taken_out_of_use(admin):
    department = create_department(actor=admin, name="  IT   Procurement ", timezone="Europe/Berlin")
    assert department.name == "IT Procurement"

    change_department(actor=admin, department=department, name="Procurement", timezone="UTC")
    change_department(actor=admin, department=department, name="Procurement", timezone="UTC")
    set_department_active(actor=admin.with_reason("Merged"), department=department, is_active=False)

    assert kinds(department) == ["+", "~", "~"]
    with pytest.raises(InvalidAccount):
        create_department(actor=admin, name="PROCUREMENT")
    with pytest.raises(UnableToChangeAccount):
        set_department_active(actor=admin.with_reason("x"), department=department, is_active=False)
    assert Department.unscoped.filter(name__iexact="procurement").count() == 1


def test_only_administrators_manage_people():
    tom = Actor.person(a_user("tom", "procurement", "legal", "auditor"), reason="x")
    someone, department = a_user("someone"), a_department()

    for attempt in (
        lambda: create_user(actor=tom, draft=DRAFT),
        lambda: change_user(actor=tom, user=someone, changes={"full_name": "x"}),
        lambda: deactivate_user(actor=tom, user=someone),
        lambda: reactivate_user(actor=tom, user=someone),
        lambda: assign_role(actor=tom, user=tom.user, role="administrator", department=None),
        lambda: revoke_role(actor=tom, assignment=RoleAssignment.unscoped.first()),
        lambda: create_department(actor=tom, name="Mine"),
        lambda: change_department(actor=tom, department=department, name="Mine", timezone="UTC"),
        lambda: set_department_active(actor=tom, department=department, is_active=False),
    ):
        with pytest.raises(NotAllowed):
            attempt()
