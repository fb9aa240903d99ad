"""Forms that say what is to happen to picked contracts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms

from contracts_app.forms.choosing import ChosenField, give_user
from contracts_app.forms.steps import reason_field
from core.pages.forms import PageForm
from core.rules.number import whole_number


class SelectionForm(PageForm):
    """Knows which contracts are picked, each with the version that the person looked at."""

    picked = forms.CharField(widget=forms.HiddenInput, max_length=50_000)

    @property
    def versions(self) -> dict[int, str]:
        """Return the version of each picked contract by its key."""
        pairs = (each.partition(":") for each in self.cleaned_data["picked"].split(","))
        return {pk: version for key, _, version in pairs if (pk := whole_number(key)) is not None}


class AddTagForm(SelectionForm):
    """A tag to put on the picked contracts."""

    tag = forms.CharField(max_length=200, help_text="In lower case and the same for everybody.")


class RemoveTagForm(SelectionForm):
    """A tag to take off the picked contracts, of those that they have."""

    tag = forms.ChoiceField()

    def __init__(self, *args: Any, tags: Iterable[tuple[str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(name, f"{name} ({count})") for name, count in tags]
        self.fields["tag"].choices = choices  # type: ignore[attr-defined]


class _PersonForm(SelectionForm):
    """A person for the picked contracts, and why."""

    #: The action's name for the person, so that its refusals find the field.
    FIELD = ""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_user(self.fields.values(), user)

    @property
    def person_id(self) -> int | None:
        """Return the person that was chosen, None for nobody."""
        person = self.cleaned_data["person"]
        return person.pk if person else None

    def refuse(self, error: Any) -> None:
        """Put a refused action's words on the person."""
        error.fields = {
            "person" if name == self.FIELD else name: texts for name, texts in error.fields.items()
        }
        super().refuse(error)


class OwnerForm(_PersonForm):
    """Another owner for the picked contracts."""

    FIELD = "owner_id"
    person = ChosenField(
        "person",
        label="New owner",
        required=False,
        help_text="Blank: reminders go to the department's queue.",
    )
    reason = reason_field(required=False)


class BackupOwnerForm(_PersonForm):
    """Another backup owner for the picked contracts."""

    FIELD = "backup_owner_id"
    person = ChosenField(
        "person",
        label="New backup owner",
        required=False,
        help_text="Who acts when the owner cannot. Blank: nobody.",
    )
    reason = reason_field(required=False)
