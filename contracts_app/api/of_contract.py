"""What the resources below one contract share: without the contract there is nothing here."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Model, QuerySet
from django.http import HttpResponse
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request

from contracts_app.models import Contract
from core.api.etags import version_held
from core.api.inputs import StrictInput
from core.api.parsers import BoundedJSONParser
from core.api.views import ApiViewSet
from core.audit import AuditedModel


class NothingInput(StrictInput):
    """There is nothing to say."""


class FileInput(StrictInput):
    """A piece of evidence; what is inside decides whether it is taken, not its name alone."""

    file = serializers.FileField(help_text="PDF, PNG, JPEG, EML or text, at most 50 MB.")


class OfContract(ApiViewSet):
    """Rows of one contract that the caller may see.

    Attributes:
        link: The path from the model to its contract.
        uploads: Actions that take a form with a file; the others take JSON.
    """

    http_method_names = ["get", "post", "head"]
    link: ClassVar[str] = "contract"
    uploads: ClassVar[frozenset[str]] = frozenset()

    def get_parsers(self) -> list[BaseParser]:
        """Return the form parser for uploads, JSON for the rest."""
        is_upload = getattr(self, "action_map", {}).get("post") in self.uploads
        return [MultiPartParser()] if is_upload else [BoundedJSONParser()]

    def contract(self) -> Contract:
        """Return the contract of the address."""
        seen = Contract.objects.visible_to(self.request.user)
        found: Contract = seen.select_related("department").get(pk=self.kwargs["contract_pk"])
        return found

    def get_queryset(self) -> QuerySet[Any]:
        """Return the rows of the contract."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        return super().get_queryset().filter(**{self.link: self.contract()})

    def retrieve(self, request: Request, pk: int, contract_pk: int) -> HttpResponse:
        """Answer one of them with its ETag; 304 when the client holds this answer already."""
        return super().retrieve(request, pk)

    def wanted(self, request: Request, pk: int) -> tuple[Any, int]:
        """Return a row, and its version where the caller has seen that one (or, for ``*``, any)."""
        row: Model = self.get_queryset().select_related(self.link).get(pk=pk)
        assert isinstance(row, AuditedModel)
        return row, int(version_held(request, str(row.row_version)))
