"""Small forms of one step: a move, tags, a named person, another owner."""

from __future__ import annotations

from typing import Any

from django import forms

from contracts_app.forms.choosing import ChosenField, give_user
from contracts_app.rules.lifecycle import Transition
from core.pages.forms import PageForm

_REASON_HINT = "Kept in the history, where everybody who may see this can read it."


def reason_field(*, required: bool) -> forms.CharField:
    """Return the field that asks why."""
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(required=required, max_length=2_000, widget=widget, help_text=_REASON_HINT)


class MoveForm(PageForm):
    """Confirms a move along the lifecycle; some need a reason."""

    version = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, move: Transition, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = reason_field(required=move.needs_reason)
        self.fields["reason"].widget.attrs["class"] = "form-control"


class TagsForm(PageForm):
    """The tags of a contract."""

    tags = forms.CharField(
        required=False,
        max_length=4_000,
        help_text="Separated by commas. A tag is in lower case and the same for everybody.",
    )
    version = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    @property
    def names(self) -> tuple[str, ...]:
        """Return the tags that were entered."""
        return tuple(tag for tag in self.cleaned_data["tags"].split(",") if tag.strip())


class NamePersonForm(PageForm):
    """Names a person on a contract."""

    person = ChosenField("person", help_text="Sees the contract even when it is confidential.")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_user(self.fields.values(), user)


class HandOverForm(PageForm):
    """Gives a contract to another owner."""

    owner = ChosenField("person", required=False, help_text="Blank: reminders go to the department's queue.")
    backup_owner = ChosenField("person", required=False, help_text="Who acts when the owner cannot.")
    reason = reason_field(required=False)
    version = forms.CharField(required=False, widget=forms.HiddenInput, max_length=40)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        give_user(self.fields.values(), user)

    #: The action's names for the fields, so that its refusals find them.
    NAMES = {"owner_id": "owner", "backup_owner_id": "backup_owner"}

    def refuse(self, error: Any) -> None:
        """Put a refused action's words on the fields they are about."""
        error.fields = {self.NAMES.get(name, name): texts for name, texts in error.fields.items()}
        super().refuse(error)
