"""What is sent to record or change a vendor; the rules themselves are those of the actions."""

from __future__ import annotations

from typing import ClassVar

from rest_framework import serializers

from core.api.inputs import IdField, StrictInput
from vendors.models import Vendor


class VendorInput(StrictInput, serializers.ModelSerializer):
    """A vendor to be recorded, or what is to be changed of one."""

    parent_id = IdField(required=False, allow_null=True)

    class Meta:
        model = Vendor
        fields: ClassVar = (
            "name", "parent_id", "country", "registration_number", "lei", "vat_number", "website", "address",
            "notes",
        )  # fmt: skip
