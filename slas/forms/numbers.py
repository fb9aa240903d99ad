"""Numbers as the forms of this app take them: exact decimals, never below nothing."""

from __future__ import annotations

from django import forms


def number_field(
    label: str, hint: str = "", *, required: bool = False, decimals: int = 8
) -> forms.DecimalField:
    """Return a field for an exact number of 0 or more."""
    return forms.DecimalField(
        label=label,
        help_text=hint,
        required=required,
        max_digits=20,
        decimal_places=decimals,
        min_value=0,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )


def whole_field(label: str, hint: str = "", most: int | None = None) -> forms.IntegerField:
    """Return a field for a whole number of 0 or more; blank is allowed."""
    return forms.IntegerField(
        label=label,
        help_text=hint,
        required=False,
        min_value=0,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )
