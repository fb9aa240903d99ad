"""The forms of documents and clauses."""

from __future__ import annotations

from typing import Any, Final

from django import forms

from contracts_app.actions.clause_editing import DEEPEST_LEVEL, ClauseLabel
from contracts_app.models import Clause, Document
from contracts_app.rules.clause_lines import starts_of_lines
from contracts_app.rules.document import LONGEST_NOTE, LONGEST_TITLE, VersionDraft
from core.files.inspection import LARGEST
from core.pages.fields import DayField
from core.pages.forms import PageForm
from core.text import DOCUMENT_TYPES

_SHOWN_LINE: Final = 90
#: A clause of more lines is split by the number of a line alone.
_MOST_LINES: Final = 400


class VersionForm(PageForm):
    """A file that becomes a version."""

    file = forms.FileField(
        label="File",
        allow_empty_file=True,
        max_length=400,
        help_text="Choose the file, or drop it here: PDF, DOCX, Markdown or text, at most 50 MB.",
        widget=forms.FileInput(
            attrs={"accept": ",".join(f".{each}" for each in DOCUMENT_TYPES), "class": "drop"}
        ),
    )
    effective_date = DayField(
        label="Effective date",
        required=False,
        help_text="The first day on which this text is agreed. Blank for what was never agreed.",
    )
    note = forms.CharField(
        required=False, max_length=LONGEST_NOTE, help_text="What it is, such as: signed by both sides."
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        given = self.cleaned_data["file"]
        if given.size > LARGEST:
            raise forms.ValidationError(
                f"“{given.name}” has {given.size / 1024 / 1024:.1f} MB; at most 50 MB are taken."
            )
        return given

    def draft(self) -> VersionDraft:
        """Return what a valid form says."""
        said = self.cleaned_data
        return VersionDraft(
            name=said["file"].name,
            data=said["file"].read(),
            effective_date=said["effective_date"],
            note=said["note"],
        )


class DocumentForm(VersionForm):
    """A new document with its first version."""

    kind = forms.ChoiceField(choices=Document.Kind.choices)
    title = forms.CharField(required=False, max_length=LONGEST_TITLE, help_text="Blank: as the file.")

    field_order = ("file", "kind", "title", "effective_date", "note")


class DocumentChangeForm(PageForm):
    """What a document is, and what it is called."""

    kind = forms.ChoiceField(choices=Document.Kind.choices)
    title = forms.CharField(max_length=LONGEST_TITLE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class VersionChangeForm(PageForm):
    """From which day on a version is the agreed text, and what is noted about it."""

    effective_date = DayField(
        label="Effective date",
        required=False,
        help_text="The first day on which this text is agreed. Blank for what was never agreed.",
    )
    note = forms.CharField(required=False, max_length=LONGEST_NOTE)
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReadAgainForm(PageForm):
    """Whether corrections are forgotten when a version is read again."""

    forget = forms.BooleanField(
        required=False, label="Forget the corrections of clauses that people made in this version"
    )


class ClauseForm(PageForm):
    """What a clause is called and how deep it stands."""

    number = forms.CharField(
        required=False, max_length=200, help_text="As it is cited, such as 12.3(b). Blank for none."
    )
    heading = forms.CharField(required=False, max_length=500)
    level = forms.IntegerField(
        min_value=0,
        max_value=DEEPEST_LEVEL,
        help_text="1 for the highest, 0 for text before the first number.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def label(self) -> ClauseLabel:
        """Return what a valid form says."""
        said = self.cleaned_data
        return ClauseLabel(number=said["number"], heading=said["heading"], level=said["level"])


class ClauseSplitForm(ClauseForm):
    """At which line a new clause begins, and what it is called."""

    field_order = ("line", "number", "heading", "level", "version")

    def __init__(self, *args: Any, clause: Clause, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        starts = starts_of_lines(clause.text)
        if len(starts) <= _MOST_LINES:
            ends = [*starts[1:], len(clause.text)]
            lines = [clause.text[a:b].strip() for a, b in zip(starts, ends, strict=True)]
            choices = [
                (number, f"{number}: {line[:_SHOWN_LINE]}")
                for number, line in enumerate(lines, 1)
                if number > 1 and line
            ]
            field: forms.Field = forms.TypedChoiceField(coerce=int, choices=choices)
            field.widget.attrs["class"] = "form-select"
        else:
            field = forms.IntegerField(min_value=2, max_value=len(starts))
            field.widget.attrs["class"] = "form-control"
        field.label = "The new clause begins at line"
        self.fields["line"] = field
        self.order_fields(self.field_order)


class ClauseJoinForm(PageForm):
    """Which state of a clause the person saw."""

    version = forms.IntegerField(widget=forms.HiddenInput)
