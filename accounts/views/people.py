"""People under Settings: list, create, change, deactivate, roles."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actions.roles import assign_role, revoke_role
from accounts.actions.users import (
    PersonDraft,
    change_user,
    create_user,
    deactivate_user,
    reactivate_user,
)
from accounts.filters import PersonFilter
from accounts.forms import ChangePersonForm, PersonForm, RoleForm
from accounts.models import RoleAssignment, User
from accounts.rules.roles import ROLE_LABELS
from core import clock
from core.access import policy
from core.ledger import activity_of
from core.mail import mailbox
from core.mail.languages import language_of
from core.pages.activity import SHOWN, sentences_of
from core.pages.columns import Column
from core.pages.forms import ReasonForm, form_page, refusals_on
from core.pages.listing import Empty, Listing

PEOPLE = Listing(
    page="people",
    noun="person",
    nouns="people",
    columns=(
        Column(
            "full_name", "Name", str, "full_name", template="accounts/cells/name.html",
            is_heading=True, order=10,
        ),
        Column("username", "User name", lambda row: row.username, "username", order=20),
        Column("email", "E-mail", lambda row: row.email, "email", order=30),
        Column("department", "Department", lambda row: row.department or "", "department__name", order=40),
        Column("roles", "Roles", lambda row: role_words(row), order=50),
        Column(
            "state", "State", lambda row: "Active" if row.is_active else "Deactivated", "is_active",
            kind="status", template="accounts/cells/state.html", order=60,
        ),
    ),
    filterset=PersonFilter,
    default_sort="full_name",
    csv_verb="users.manage",
    prepare=lambda people: people.select_related("department").prefetch_related(
        "role_assignments__department"
    ),
)  # fmt: skip


def role_words(user: User) -> str:
    """Return the roles of ``user`` in words: "Legal in IT Procurement, Auditor"."""
    held = sorted(user.role_assignments.all(), key=lambda held: (held.role, held.department_id or 0))
    return ", ".join(
        f"{ROLE_LABELS[row.role]} in {row.department}" if row.department_id else ROLE_LABELS[row.role]
        for row in held
    )


@policy("users.manage")
def person_list(request: HttpRequest) -> HttpResponseBase:
    """List the people, those deactivated included."""
    empty = Empty(
        "Nobody yet", "People who sign in are listed here.", reverse("person_create"), "Add a person"
    )
    on = clock.today(timezone.get_current_timezone_name())
    return PEOPLE.open(request, User.objects.all(), on=on, empty=empty).respond(
        "accounts/person_list.html", {"title": "People"}
    )


@policy("users.manage")
def person_create(request: HttpRequest) -> HttpResponse:
    """Add a person; they set their password through a link by mail."""
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            user = create_user(actor=request.actor, draft=PersonDraft(**form.cleaned_data))  # type: ignore[attr-defined]
            messages.success(request, f"{user} is added. {_first_password(user)}")
            return redirect("person", user.pk)
    return form_page(
        request, form, title="Add a person", verb="Add person", cancel_url=reverse("person_list")
    )


def _first_password(user: User) -> str:
    """Say how a new person gets a password: by a link in a mail, which only its addressee may read."""
    if mailbox.is_in_use():
        return (
            "No mail leaves this machine, so set their first password there with"
            f" “manage.py changepassword {user.username}”."
        )
    return "They set a password by “Forgot the password” on the sign-in page."


@policy("users.manage")
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a person, their roles, and what was changed about them."""
    user = get_object_or_404(User.objects.select_related("department", "manager"), pk=pk)
    roles = RoleAssignment.objects.for_system("roles on a person's page").filter(user=user)
    past = RoleAssignment.history.filter(user_id=user.pk).select_related("department").order_by("history_id")
    names = {
        (
            "accounts.roleassignment",
            row.id,
        ): f"the role {ROLE_LABELS[row.role]} in {row.department or 'every department'}"
        for row in past
    }
    entries = activity_of([("accounts.user", user.pk), *names], request.user, limit=SHOWN)
    context = {
        "title": str(user),
        "person": user,
        "roles": roles.select_related("department").order_by("role", "department__name"),
        "form": RoleForm(),
        "language": settings.MESSAGE_LANGUAGES[language_of(user)],
        "sentences": sentences_of(entries, main="accounts.user", names=names),
    }
    return render(request, "accounts/person.html", context)


@policy("users.manage")
def person_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the facts of a person."""
    user = get_object_or_404(User, pk=pk)
    facts = ("full_name", "email", "department", "manager", "language", "timezone")
    form = ChangePersonForm(request.POST or None, initial={name: getattr(user, name) for name in facts})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_user(actor=request.actor, user=user, changes=form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, "Your changes are saved.")
            return redirect("person", pk)
    cancel = reverse("person", args=[pk])
    return form_page(request, form, title=f"Change {user}", verb="Save changes", cancel_url=cancel)


@policy("users.manage")
def person_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a person's access away, asking why."""
    user = get_object_or_404(User, pk=pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            deactivate_user(actor=because, user=user)
            messages.success(request, f"{user} can no longer sign in.")
            return redirect("person", pk)
    return form_page(
        request,
        form,
        title=f"Deactivate {user}",
        verb="Deactivate person",
        danger=True,
        intro="They can no longer sign in, and their API tokens stop working. Contracts keep them as owner"
        " until somebody else takes over; reminders go to the next in line.",
        cancel_url=reverse("person", args=[pk]),
    )


@policy("users.manage")
@require_POST
def person_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person their access back."""
    user = get_object_or_404(User, pk=pk)
    reactivate_user(actor=request.actor, user=user)  # type: ignore[attr-defined]
    messages.success(request, f"{user} can sign in again.")
    return redirect("person", pk)


@policy("users.manage")
def role_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a person a role."""
    user = get_object_or_404(User, pk=pk)
    form = RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            held = assign_role(actor=request.actor, user=user, **form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, f"{user} is now {held.get_role_display()}.")
            return redirect("person", pk)
    cancel = reverse("person", args=[pk])
    return form_page(request, form, title=f"Give {user} a role", verb="Give role", cancel_url=cancel)


@policy("users.manage")
def role_revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a role away, asking why."""
    held = get_object_or_404(
        RoleAssignment.objects.for_system("a role to take away").select_related("user", "department"), pk=pk
    )
    form = ReasonForm(request.POST or None)
    person_url = reverse("person", args=[held.user_id])
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            revoke_role(actor=because, assignment=held)
            messages.success(request, f"{held.user} is no longer {held.get_role_display()}.")
            return redirect(person_url)
    return form_page(
        request,
        form,
        title=f"Take the role {held.get_role_display()} from {held.user}",
        verb="Take role away",
        danger=True,
        cancel_url=person_url,
    )
