"""What the API says about a contract."""

from __future__ import annotations

from typing import Any, ClassVar

from rest_framework import serializers

from accounts.models import Department, User
from contracts_app.models import (
    Contract,
    ContractAccess,
    ContractEntity,
    ContractTag,
    ContractTerms,
    ContractVendor,
    NoticeMethod,
    NoticeRule,
)
from core.api.shapes import LaterField, ReadShape, ValueList
from vendors.models import Entity, Vendor


class VendorName(ReadShape):
    """A vendor by name."""

    class Meta:
        model = Vendor
        fields = ("id", "name")


class EntityName(ReadShape):
    """One of our legal entities by name."""

    class Meta:
        model = Entity
        fields = ("id", "name")


class DepartmentName(ReadShape):
    """A department by name."""

    class Meta:
        model = Department
        fields = ("id", "name")


class PersonName(ReadShape):
    """A person by name."""

    class Meta:
        model = User
        fields = ("id", "username", "full_name")


class LinkedContract(serializers.IntegerField, LaterField):
    """The id of another contract; null when there is none, and when the reader may not know of it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(read_only=True, allow_null=True, **kwargs)


class FurtherVendor(ReadShape):
    """A further vendor that is party to the contract."""

    id = serializers.IntegerField(source="vendor_id", read_only=True)
    name = serializers.CharField(source="vendor.name", read_only=True)

    class Meta:
        model = ContractVendor
        fields = ("id", "name")
        link = "contract"
        order: ClassVar = ("pk",)


class FurtherEntity(ReadShape):
    """A further entity of ours that is party to the contract."""

    id = serializers.IntegerField(source="entity_id", read_only=True)
    name = serializers.CharField(source="entity.name", read_only=True)

    class Meta:
        model = ContractEntity
        fields = ("id", "name")
        link = "contract"
        order: ClassVar = ("pk",)


class NamedPerson(ReadShape):
    """A person named on the contract, who sees it even when it is confidential."""

    id = serializers.IntegerField(source="user_id", read_only=True)
    username = serializers.CharField(source="user.username", read_only=True)
    full_name = serializers.CharField(source="user.full_name", read_only=True)

    class Meta:
        model = ContractAccess
        fields = ("id", "username", "full_name")
        link = "contract"
        order: ClassVar = ("pk",)


class Terms(ReadShape):
    """How long the contract runs and what happens at the end; all dates inclusive as printed."""

    class Meta:
        model = ContractTerms
        fields = (
            "term_type", "start_date", "end_date", "initial_term_quantity", "initial_term_unit",
            "renewal_term_quantity", "renewal_term_unit", "max_renewals", "after_last_term",
            "minimum_term_quantity", "minimum_term_unit", "renewal_as_initial", "renewal_by_agreement",
            "start_event", "renewals_exercised", "end_event",
            "end_event_date", "minimum_event", "minimum_event_date", "clause_ref",
        )  # fmt: skip


class Method(ReadShape):
    """A permitted way to serve a notice, deemed received so many days after sending.

    Calendar days count where they are given, business days otherwise.
    """

    class Meta:
        model = NoticeMethod
        fields = ("method", "deemed_business_days", "deemed_calendar_days", "address")
        link = "rule"
        order: ClassVar = ("pk",)


class Notice(ReadShape):
    """One notice provision, for us or for the vendor."""

    methods = Method(many=True, read_only=True)

    class Meta:
        model = NoticeRule
        fields = (
            "party", "kind", "quantity", "unit", "anchor", "fixed_day", "test", "earliest_quantity",
            "earliest_unit", "roll", "calendar", "timezone", "cutoff_time", "cure_period_quantity",
            "cure_period_unit", "minimum_quantity", "minimum_unit", "addressee", "form", "clause_ref",
            "methods",
        )  # fmt: skip
        link = "contract"
        order: ClassVar = ("pk",)


class ContractRow(ReadShape):
    """A contract in a list."""

    vendor = VendorName(read_only=True)
    department = DepartmentName(read_only=True)
    entity = EntityName(read_only=True, allow_null=True)
    owner = PersonName(read_only=True, allow_null=True)
    backup_owner = PersonName(read_only=True, allow_null=True)
    term_type = serializers.CharField(source="terms.term_type", read_only=True, allow_null=True)
    start_date = serializers.DateField(source="terms.start_date", read_only=True, allow_null=True)
    end_date = serializers.DateField(source="terms.end_date", read_only=True, allow_null=True)

    class Meta:
        model = Contract
        fields: ClassVar[tuple[str, ...]] = (
            "id", "number", "title", "type", "status", "vendor", "department", "entity", "owner",
            "backup_owner", "is_confidential", "value_amount", "value_currency", "term_type", "start_date",
            "end_date", "source", "external_id", "created_at",
        )  # fmt: skip


_IN_TERMS = {"term_type", "start_date", "end_date"}


class ContractDetail(ContractRow):
    """A contract with everything that belongs to it."""

    parent_id = LinkedContract()
    supersedes_id = LinkedContract()
    terms = Terms(read_only=True, allow_null=True)
    notice_rules = Notice(many=True, read_only=True)
    further_vendors = FurtherVendor(many=True, read_only=True)
    further_entities = FurtherEntity(many=True, read_only=True)
    named_users = NamedPerson(many=True, read_only=True)
    tags = ValueList(model=ContractTag, link="contract", column="tag__name")

    class Meta(ContractRow.Meta):
        fields: ClassVar[tuple[str, ...]] = (
            *(name for name in ContractRow.Meta.fields if name not in _IN_TERMS),
            "description", "governing_law", "parent_id", "supersedes_id", "terms", "notice_rules",
            "further_vendors", "further_entities", "named_users", "tags",
        )  # fmt: skip

    term_type = None
    start_date = None
    end_date = None
