"""The forms of an import: the file, its columns, the confirmation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from django import forms

from contracts_app.rules.register_guess import DATE_FORMATS
from contracts_app.rules.register_mapping import (
    FIELDS,
    NEVER_CONSTANT,
    REQUIRED,
    TRANSLATABLE,
    BadMapping,
    RegisterMapping,
    build_mapping,
    parse_mapping,
)
from contracts_app.rules.register_sample import RegisterSample
from core.pages.forms import PageForm

LARGEST_MAPPING = 200_000
_HINTS: Final = {
    "external_id": "What the register calls the row; it must never change.",
    "number": "Left blank, new contracts get the next free number.",
    "vendor": "The first supplier in a cell is the vendor, the others are further parties.",
    "department": "Departments that do not exist are created. Blank: your own department, else “Unassigned”.",
    "owner": "User name or e-mail address. Blank: the department's queue.",
    "type": "Blank: Other.",
    "status": "Blank: Active.",
    "term_type": "fixed, auto_renew, option, evergreen, month_to_month or perpetual.",
    "start_event": "With what the term begins, such as acceptance, where its first day waits for that.",
    "renewal_term": "Such as 12 months, 1 year or P12M; “same” is as long as the first term.",
    "renewals_exercised": "Of an option, how many times it was taken up so far: 0, 1, 2 …",
    "notice_quantity": "A number with its unit in the next column, or both, such as 3 months.",
    "notice_anchor": "term_end, renewal_date, anniversary, month_end, quarter_end or rolling.",
    "tags": "Parted by commas.",
}


class UploadForm(PageForm):
    """A register file and the name of the register it comes from."""

    file = forms.FileField(
        label="Register",
        help_text="A CSV file with a header row: UTF-8 or Windows-1252, at most 50 MB.",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    source = forms.CharField(
        max_length=60,
        label="Name of the register",
        help_text="Together with the reference of each row it tells which contract is which."
        " Use the same name each time you import this register.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "import-sources"}),
    )
    mapping = forms.FileField(
        required=False,
        label="Mapping",
        help_text="A TOML file from an earlier import; otherwise you choose the columns on the next page.",
        widget=forms.ClearableFileInput(attrs={"accept": ".toml"}),
    )

    def clean_mapping(self) -> RegisterMapping | None:
        """Return the mapping that was uploaded, None without one."""
        given = self.cleaned_data["mapping"]
        if not given:
            return None
        if given.size > LARGEST_MAPPING:
            raise forms.ValidationError("This is too large for a mapping. Choose the TOML file.")
        try:
            return parse_mapping(given.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError("The mapping is not UTF-8 text. Save it as UTF-8.") from None
        except BadMapping as error:
            raise forms.ValidationError(error.message) from None


class ColumnsForm(PageForm):
    """Which column is which field, constants, and how dates, amounts and suppliers are written."""

    date_format = forms.CharField(
        required=False,
        max_length=60,
        label="Dates are written",
        help_text="For example DD/MM/YYYY. Blank: only YYYY-MM-DD is read. Dates are never guessed.",
        widget=forms.TextInput(attrs={"list": "import-dates", "autocomplete": "off"}),
    )
    decimal = forms.ChoiceField(
        required=False,
        choices=(("", "Not stated"), (".", "Point: 1,234.50"), (",", "Comma: 1.234,50")),
        label="Decimal separator",
        help_text="Not stated: amounts that can be read in two ways are refused.",
    )
    vendor_separator = forms.CharField(
        required=False,
        max_length=10,
        strip=False,
        label="Between several suppliers in one cell",
        help_text="For example | or ;. Blank: each cell is one supplier.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    translations = forms.CharField(
        required=False,
        max_length=20_000,
        label="Their words for ours",
        help_text="One a line, such as: status: live = active. Fields: " + ", ".join(TRANSLATABLE) + ".",
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, sample: RegisterSample, proposal: RegisterMapping, **kwargs: Any) -> None:
        self.sample = sample
        kwargs.setdefault("initial", _initial(proposal))
        super().__init__(*args, **kwargs)

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield each of our fields with its two inputs, for the table."""
        for name, label in FIELDS.items():
            yield {
                "name": name,
                "label": label,
                "hint": _HINTS.get(name, ""),
                "is_required": name in REQUIRED,
                "column": self[f"column_{name}"],
                "constant": self[f"constant_{name}"] if f"constant_{name}" in self.fields else None,
            }

    def formats(self) -> list[forms.BoundField]:
        """Return the fields about how the register writes."""
        return [self[name] for name in ("date_format", "decimal", "vendor_separator", "translations")]

    @property
    def date_formats(self) -> tuple[str, ...]:
        """Date formats to suggest."""
        return DATE_FORMATS

    def clean_translations(self) -> dict[str, dict[str, str]]:
        """Return the translations by field."""
        tables: dict[str, dict[str, str]] = {}
        for number, line in enumerate(self.cleaned_data["translations"].splitlines(), start=1):
            if not line.strip():
                continue
            field, colon, rest = line.partition(":")
            theirs, equals, ours = rest.rpartition("=")
            if not (colon and equals and theirs.strip() and ours.strip()):
                raise forms.ValidationError(
                    f"Line {number} is not of the form “status: live = active”. Correct it."
                )
            tables.setdefault(field.strip(), {})[theirs.strip()] = ours.strip()
        return tables

    def clean(self) -> dict[str, Any]:
        """Build the mapping; what is wrong with it stands above the fields."""
        cleaned = super().clean() or {}
        if not self.errors:
            try:
                cleaned["mapping"] = build_mapping(self._tables(cleaned))
            except BadMapping as error:
                for problem in error.problems:
                    self.add_error(None, f"{problem}.")
        return cleaned

    def _tables(self, cleaned: dict[str, Any]) -> dict[str, Any]:
        formats = {
            key: cleaned[name]
            for key, name in (
                ("date", "date_format"),
                ("decimal", "decimal"),
                ("vendor_separator", "vendor_separator"),
            )
            if cleaned.get(name)
        }
        return {
            "columns": {name: column for name in FIELDS if (column := cleaned.get(f"column_{name}"))},
            "defaults": {name: constant for name in FIELDS if (constant := cleaned.get(f"constant_{name}"))},
            "formats": formats,
            "values": cleaned.get("translations") or {},
        }


def columns_form(sample: RegisterSample, proposal: RegisterMapping, data: Any = None) -> ColumnsForm:
    """Return the form for the columns of one register, filled with a proposal."""
    choices = [("", "No column")]
    for name in sample.columns:
        some = ", ".join(sample.shown(name))
        choices.append((name, f"{name}: {some}" if some else f"{name} (blank)"))
    fields: dict[str, forms.Field] = {}
    for name, label in FIELDS.items():
        fields[f"column_{name}"] = forms.ChoiceField(
            choices=choices,
            required=False,
            label=label,
            widget=forms.Select(attrs={"aria-label": f"{label}: column"}),
        )
        if name not in NEVER_CONSTANT:
            fields[f"constant_{name}"] = forms.CharField(
                required=False,
                max_length=500,
                label=f"{label}, constant",
                widget=forms.TextInput(
                    attrs={
                        "aria-label": f"{label}: constant",
                        "autocomplete": "off",
                        "placeholder": "Constant",
                    }
                ),
            )
    kind = type("ColumnsOfOneRegister", (ColumnsForm,), fields)
    form: ColumnsForm = kind(data, sample=sample, proposal=proposal)
    return form


def _initial(proposal: RegisterMapping) -> dict[str, str]:
    lines = [
        f"{field}: {theirs} = {ours}"
        for field, table in proposal.values.items()
        for theirs, ours in table.items()
    ]
    return {
        **{f"column_{name}": column for name, column in proposal.columns.items()},
        **{f"constant_{name}": constant for name, constant in proposal.defaults.items()},
        "date_format": proposal.date_formats[0] if proposal.date_formats else "",
        "decimal": proposal.decimal,
        "vendor_separator": proposal.vendor_separator,
        "translations": "\n".join(lines),
    }


class ConfirmForm(PageForm):
    """The last step: import, with or without the rows that are refused."""

    skip = forms.BooleanField(required=False, label="Skip the refused rows and import the others")
