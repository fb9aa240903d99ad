"""What is sent to the API: read strictly, so that a slip in a name is an error and not a loss."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from rest_framework import serializers

from core.rules.day import why_no_day

#: PostgreSQL's bigint; a larger id exists nowhere.
LARGEST_ID = 2**63 - 1


class StrictInput(serializers.Serializer):
    """An input that refuses fields it does not have."""

    def to_internal_value(self, data: Any) -> Any:
        """Read ``data``.

        Raises:
            ValidationError: Naming every unknown field beside those that are wrong.
        """
        unknown = set(data) - set(self.fields) if isinstance(data, Mapping) else set()
        if not unknown:
            return super().to_internal_value(data)
        offered = ", ".join(name for name, field in self.fields.items() if not field.read_only)
        wrong: dict[str, Any] = {
            str(name)[:80]: [f"There is no such field here. The fields are {offered}."]
            for name in sorted(unknown)
        }
        try:
            super().to_internal_value({name: value for name, value in data.items() if name not in unknown})
        except serializers.ValidationError as error:
            wrong = {**error.detail, **wrong}
        raise serializers.ValidationError(wrong, code="unknown_field")


class WholeList(serializers.ListSerializer):
    """A list that is always replaced as a whole: its items are complete, in a PATCH too."""

    def to_internal_value(self, data: Any) -> Any:
        """Read every item as if it were sent on its own."""
        if not getattr(self.root, "partial", False):
            return super().to_internal_value(data)
        whole = type(self.child)(data=data, many=True)
        if not whole.is_valid():
            raise serializers.ValidationError(whole.errors)
        return whole.validated_data


class DayField(serializers.DateField):
    """A day, within the years in which days are meant."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.validators.append(_must_be_a_day)


def _must_be_a_day(day: dt.date) -> None:
    if wrong := why_no_day(day):
        raise serializers.ValidationError(wrong)


class IdField(serializers.IntegerField):
    """The id of another object."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=1, max_value=LARGEST_ID, **kwargs)


def read_input(serializer: serializers.BaseSerializer) -> dict[str, Any]:
    """Return the checked input.

    Raises:
        ValidationError: Naming every wrong field.
    """
    serializer.is_valid(raise_exception=True)
    return serializer.validated_data
