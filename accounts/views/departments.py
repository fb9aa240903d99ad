"""Departments under Settings, and the table of what each role may do."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.actions.departments import change_department, create_department, set_department_active
from accounts.forms import DepartmentForm
from accounts.models import Department
from accounts.rules.roles import ROLE_LABELS, ROLE_VERBS, VERBS
from core.access import policy, signed_in
from core.pages.forms import ReasonForm, form_page, refusals_on


def _department(pk: int) -> Department:
    return get_object_or_404(Department.objects.for_system("departments are managed as a whole"), pk=pk)


@policy("users.manage")
def department_list(request: HttpRequest) -> HttpResponse:
    """List the departments, those in use first."""
    departments = Department.objects.for_system("departments are managed as a whole")
    context = {"title": "Departments", "departments": departments.order_by("-is_active", "name")}
    return render(request, "accounts/department_list.html", context)


@policy("users.manage")
def department_create(request: HttpRequest) -> HttpResponse:
    """Add a department."""
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            department = create_department(actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, f"{department} is added.")
            return redirect("department_list")
    cancel = reverse("department_list")
    return form_page(request, form, title="Add a department", verb="Add department", cancel_url=cancel)


@policy("users.manage")
def department_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Rename a department or change its time zone."""
    department = _department(pk)
    initial = {"name": department.name, "timezone": department.timezone}
    form = DepartmentForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_department(actor=request.actor, department=department, **form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, "Your changes are saved.")
            return redirect("department_list")
    cancel = reverse("department_list")
    return form_page(request, form, title=f"Change {department}", verb="Save changes", cancel_url=cancel)


@policy("users.manage")
def department_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a department out of use, asking why."""
    department = _department(pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            set_department_active(actor=because, department=department, is_active=False)
            messages.success(request, f"{department} is out of use.")
            return redirect("department_list")
    return form_page(
        request,
        form,
        title=f"Deactivate {department}",
        verb="Deactivate department",
        danger=True,
        intro="Its contracts and roles stay; it is offered for no new ones.",
        cancel_url=reverse("department_list"),
    )


@policy("users.manage")
@require_POST
def department_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a department back into use."""
    department = _department(pk)
    set_department_active(actor=request.actor, department=department, is_active=True)  # type: ignore[attr-defined]
    messages.success(request, f"{department} is in use again.")
    return redirect("department_list")


@signed_in
def role_table(request: HttpRequest) -> HttpResponse:
    """Show what each role may do, so that people know which role to ask for."""
    rows = [(verb, text, [verb in ROLE_VERBS[role] for role in ROLE_LABELS]) for verb, text in VERBS.items()]
    context = {"title": "What each role may do", "roles": list(ROLE_LABELS.values()), "rows": rows}
    return render(request, "accounts/role_table.html", context)
