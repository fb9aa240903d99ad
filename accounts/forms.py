"""Forms about people, roles and departments, and the words of the sign-in form."""

from __future__ import annotations

from typing import Any
from zoneinfo import available_timezones

from allauth.account.forms import LoginForm
from django import forms
from django.conf import settings
from django.db.models import QuerySet

from accounts.models import Department, User
from accounts.rules.roles import ROLE_LABELS
from core.pages.choosing import KINDS, Kind
from core.pages.forms import PageForm


def _departments(verb: str) -> Kind:
    """Return how a department is chosen by typing its name, among those where a person has a right."""

    def rows(user: Any) -> QuerySet[Department]:
        allowed = user.departments_with(verb)
        return Department.unscoped.all() if allowed is None else Department.unscoped.filter(pk__in=allowed)

    return Kind(
        "department",
        rows,
        lambda department: department.name,
        lambda departments, text: departments.filter(name__iexact=text),
        lambda departments, text: departments.filter(name__icontains=text).order_by("name", "pk"),
    )


#: Choosing a department whose contracts a person may see, or make reports of.
DEPARTMENT, REPORTED_DEPARTMENT = "department", "reported-department"
KINDS[DEPARTMENT] = _departments("contracts.view")
KINDS[REPORTED_DEPARTMENT] = _departments("reports.make")

ZONE_HINT = "A place of the time zone database, for example Europe/Berlin."

LANGUAGE_HINT = "Of what comes by mail, and of the calendar feed. The pages are in English."

RHYTHM_HINT = (
    "Once a day: one message at seven in the morning of your time zone. What must be done within "
    "a week comes by itself all the same."
)


def zone_choices() -> list[tuple[str, str]]:
    """Return the time zones to choose from, by place."""
    return [
        (name, name.replace("_", " "))
        for name in sorted(available_timezones())
        if "/" in name or name == "UTC"
    ]


def language_choices() -> list[tuple[str, str]]:
    """Return the languages that messages are written in, each by its own name."""
    return list(settings.MESSAGE_LANGUAGES.items())


class SignInForm(LoginForm):
    """The sign-in form in our words."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "User name or e-mail"
        self.fields["login"].widget.attrs["autofocus"] = True
        self.fields["password"].label = "Password"
        self.fields["password"].help_text = ""


class MySettingsForm(PageForm):
    """What a person sets about themselves."""

    full_name = forms.CharField(label="Name", max_length=200, help_text="As colleagues know you.")
    timezone = forms.ChoiceField(label="Time zone", choices=zone_choices, help_text=ZONE_HINT)
    language = forms.ChoiceField(
        label="Language of messages", choices=language_choices, help_text=LANGUAGE_HINT
    )
    reminder_rhythm = forms.ChoiceField(
        label="Reminders by mail", choices=User.Rhythm.choices, help_text=RHYTHM_HINT
    )


class PersonForm(PageForm):
    """A new person; without a password they sign in through the link for a forgotten password."""

    full_name = forms.CharField(label="Name", max_length=200)
    username = forms.CharField(
        label="User name",
        max_length=150,
        help_text="Letters, figures and @ . + - _ only; it cannot be changed.",
    )
    email = forms.EmailField(label="E-mail", help_text="Reminders and the link to set a password go here.")
    department: Any = forms.ModelChoiceField(queryset=None, required=False, empty_label="None")
    manager: Any = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="None",
        help_text="Next in line when mail cannot be delivered.",
    )
    language = forms.ChoiceField(
        label="Language of messages", choices=language_choices, initial="en", help_text=LANGUAGE_HINT
    )
    timezone = forms.ChoiceField(label="Time zone", choices=zone_choices, initial="UTC", help_text=ZONE_HINT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.for_system("choices of the person form")
        fields: dict[str, Any] = self.fields
        fields["department"].queryset = departments.filter(is_active=True).order_by("name")
        fields["manager"].queryset = User.objects.filter(is_active=True).order_by("full_name", "username")


class ChangePersonForm(PersonForm):
    """The facts of a person; the user name stays."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["username"]


class RoleForm(PageForm):
    """A role for a person, in one department or everywhere."""

    role = forms.ChoiceField(choices=list(ROLE_LABELS.items()))
    department: Any = forms.ModelChoiceField(
        queryset=None, required=False, empty_label="Every department", label="In"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        departments = Department.objects.for_system("choices of the role form")
        self.fields["department"].queryset = departments.filter(is_active=True).order_by("name")  # type: ignore[attr-defined]


class DepartmentForm(PageForm):
    """A department of our own organization."""

    name = forms.CharField(max_length=200)
    timezone = forms.ChoiceField(
        label="Time zone",
        choices=zone_choices,
        initial="UTC",
        help_text=f"Its reminders go by this day. {ZONE_HINT}",
    )


class ViewForm(PageForm):
    """The name of a saved view, and whether everybody has it."""

    name = forms.CharField(max_length=60, help_text="What its tab says.")
    is_shared = forms.BooleanField(
        label="Share with everybody who may open this list",
        required=False,
        help_text="Everybody sees only the rows that they may see.",
    )

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_share:
            del self.fields["is_shared"]


class NewViewForm(ViewForm):
    """A view to save: the list it is of, and the query of the list's address."""

    page = forms.CharField(max_length=40, widget=forms.HiddenInput)
    query = forms.CharField(max_length=20_000, required=False, widget=forms.HiddenInput)
