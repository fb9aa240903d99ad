"""One's own settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.actions.users import change_own_settings
from accounts.forms import MySettingsForm
from accounts.models import RoleAssignment
from core.access import signed_in
from core.pages.forms import refusals_on


@signed_in
def my_settings(request: HttpRequest) -> HttpResponse:
    """Change one's own name, time zone, language and way of being reminded; see roles; choose the theme."""
    user = request.user
    facts = ("full_name", "timezone", "language", "reminder_rhythm")
    initial = {name: getattr(user, name) for name in facts}
    form = MySettingsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_own_settings(actor=request.actor, **form.cleaned_data)  # type: ignore[attr-defined]
            messages.success(request, "Your settings are saved.")
            return redirect("my_settings")
    roles = RoleAssignment.objects.for_system("one's own roles").filter(user=user)
    context = {
        "title": "My settings",
        "form": form,
        "roles": roles.select_related("department").order_by("role", "department__name"),
    }
    return render(request, "accounts/my_settings.html", context, status=422 if form.errors else 200)
