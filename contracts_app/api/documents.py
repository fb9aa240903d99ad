"""``/api/v1/contracts/{id}/documents/``: papers of a contract, their versions, files and clauses."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import Max, QuerySet
from django.http import HttpResponse
from django.urls import reverse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser, MultiPartParser
from rest_framework.request import Request

from contracts_app.actions.documents import add_document, add_version
from contracts_app.models import Clause, Contract, Document, DocumentVersion
from contracts_app.reports.documents_on_file import missing_of
from contracts_app.rules.document import LONGEST_NOTE, LONGEST_TITLE, VersionDraft
from core import clock
from core.api.inputs import StrictInput, read_input
from core.api.parameters import refuse_unknown
from core.api.parsers import BoundedJSONParser
from core.api.shapes import LaterField, ReadShape
from core.api.views import ApiView, ApiViewSet, json_answer
from core.api.writing import write
from core.models import StoredFile
from core.pages.handing_out import hand_out


class VersionFile(ReadShape):
    """The file of a version, known by its SHA-256; ``download_url`` of the version hands it out."""

    class Meta:
        model = StoredFile
        fields: ClassVar[tuple[str, ...]] = ("id", "name", "media_type", "size", "sha256")


class VersionShape(ReadShape):
    """A version: its file never changes. ``effective_date`` is the first day on which it is agreed.

    ``state`` tells of the reading of its text (``waiting``, ``read``, ``unreadable``); ``problem`` why it
    could not be read, or what a reader must know, such as tracked changes.
    """

    file = VersionFile(read_only=True)
    created_by = serializers.CharField(source="created_by.username", read_only=True, allow_null=True)

    class Meta:
        model = DocumentVersion
        link = "document"
        order: ClassVar = ("number",)
        fields: ClassVar[tuple[str, ...]] = (
            "id", "number", "effective_date", "note", "state", "problem", "page_count", "file",
            "created_by", "created_at",
        )  # fmt: skip


class DocumentRow(ReadShape):
    """A document in a list."""

    contract_id = serializers.IntegerField(read_only=True)

    class Meta:
        model = Document
        fields: ClassVar[tuple[str, ...]] = ("id", "contract_id", "kind", "title", "created_at")


class Downloads(serializers.ListField, LaterField):
    """Where the file of each version is handed out, in the order of the versions."""


class DocumentDetail(DocumentRow):
    """A document with its versions."""

    versions = VersionShape(many=True, read_only=True)
    download_urls = Downloads(child=serializers.CharField(), read_only=True)

    class Meta(DocumentRow.Meta):
        fields: ClassVar[tuple[str, ...]] = (*DocumentRow.Meta.fields, "versions", "download_urls")


class ClauseShape(ReadShape):
    """A clause: an exact slice of the text; all of a version in order, joined, are its text."""

    class Meta:
        model = Clause
        fields: ClassVar[tuple[str, ...]] = (
            "id", "order", "number", "heading", "level", "text", "start", "page", "is_corrected",
        )  # fmt: skip


class VersionInput(StrictInput):
    """A file that becomes a version."""

    file = serializers.FileField(
        allow_empty_file=True, help_text="PDF, DOCX, Markdown or text, at most 50 MB."
    )
    effective_date = serializers.DateField(required=False, allow_null=True, default=None)
    note = serializers.CharField(required=False, allow_blank=True, default="", max_length=LONGEST_NOTE)


class DocumentInput(VersionInput):
    """A document with its first version."""

    kind = serializers.ChoiceField(choices=Document.Kind.choices)
    title = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        max_length=LONGEST_TITLE,
        help_text="Blank: as its file.",
    )


class MissingShape(serializers.Serializer):
    """A document that a contract of its type should have on file and has not."""

    label = serializers.CharField()
    kinds = serializers.ListField(child=serializers.CharField(), help_text="One of these is enough.")
    why = serializers.CharField()


class MissingAnswer(serializers.Serializer):
    """What should be on file and is not."""

    missing = MissingShape(many=True)


class _OfContract:
    """Finds the contract of the address; without it there is nothing here."""

    def contract(self) -> Contract:
        """Return the contract, if the caller may see it."""
        seen = Contract.objects.visible_to(self.request.user)  # type: ignore[attr-defined]
        found: Contract = seen.get(pk=self.kwargs["contract_pk"])  # type: ignore[attr-defined]
        return found


class DocumentViewSet(_OfContract, ApiViewSet):
    """The documents of a contract; the ETag of one changes with each version and each reading."""

    policy: ClassVar[dict[str, str]] = {
        "list": "documents.view",
        "retrieve": "documents.view",
        "create": "documents.edit",
        "add": "documents.edit",
    }
    http_method_names = ["get", "post", "head"]
    model = Document
    row_shape = DocumentRow
    detail_shape = DocumentDetail
    version_columns: ClassVar[tuple[str, ...]] = ("row_version", "latest_number")
    later_columns: ClassVar[tuple[str, ...]] = ("pk",)

    def get_parsers(self) -> list[BaseParser]:
        """Return the form parser for uploads, JSON for the rest."""
        is_upload = "post" in getattr(self, "action_map", {})
        return [MultiPartParser()] if is_upload else [BoundedJSONParser()]

    def get_queryset(self) -> QuerySet[Any]:
        """Return the documents of the contract, with the number of the latest version of each."""
        documents = super().get_queryset().annotate(latest_number=Max("versions__number"))
        if getattr(self, "swagger_fake_view", False):
            return documents
        return documents.filter(contract=self.contract())

    def later(self, row: dict[str, Any]) -> dict[str, Any]:
        """Return where the files are handed out."""
        versions = DocumentVersion.objects.visible_to(self.request.user).filter(document_id=row["pk"])
        numbers = versions.order_by("number").values_list("number", flat=True)
        where = (self.kwargs["contract_pk"], row["pk"])
        urls = [reverse("api:document-file", args=[*where, number]) for number in numbers]
        return {"download_urls": [self.request.build_absolute_uri(url) for url in urls]}

    def retrieve(self, request: Request, pk: int, contract_pk: int) -> HttpResponse:
        """Answer one document with its versions and its ETag."""
        return super().retrieve(request, pk)

    @extend_schema(request={"multipart/form-data": DocumentInput}, responses={201: DocumentDetail})
    def create(self, request: Request, contract_pk: int) -> HttpResponse:
        """Add a document with its first version; a worker reads its text, ``state`` says how far it is."""
        values = read_input(DocumentInput(data=request.data))
        return self.written(
            request,
            add_document,
            status=201,
            contract=self.contract(),
            kind=values["kind"],
            title=values["title"],
            version=_draft(values),
            now=clock.now(),
        )

    @extend_schema(request={"multipart/form-data": VersionInput}, responses={201: DocumentDetail})
    def add(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Add the next version of a document; the bytes of the latest version are refused."""
        document = self.get_queryset().get(pk=pk)
        draft = _draft(read_input(VersionInput(data=request.data)))
        return write(
            request,
            add_version,
            lambda made: self.answer_for(pk, 201),
            document=document,
            version=draft,
            now=clock.now(),
        )


class ClauseViewSet(_OfContract, ApiViewSet):
    """The clauses of a version in their order."""

    policy: ClassVar[dict[str, str]] = {"list": "documents.view"}
    http_method_names = ["get", "head"]
    model = Clause
    row_shape = ClauseShape
    orderings: ClassVar[dict[str, str]] = {"order": "order"}
    default_ordering = "order"

    def get_queryset(self) -> QuerySet[Any]:
        """Return the clauses of the version that the address names."""
        if getattr(self, "swagger_fake_view", False):
            return super().get_queryset()
        version = _version(self)
        return super().get_queryset().filter(version=version)


class DocumentFileView(_OfContract, ApiView):
    """The file of a version."""

    policy: ClassVar[dict[str, str]] = {"get": "documents.view"}
    http_method_names = ["get", "head"]

    @extend_schema(responses={(200, "application/octet-stream"): bytes})
    def get(self, request: Request, contract_pk: int, pk: int, number: int) -> HttpResponse:
        """Hand out the bytes of a version as an attachment; the download is recorded in the ledger."""
        refuse_unknown(request.query_params, ())
        return hand_out(request._request, _version(self).file)


class MissingDocumentsView(_OfContract, ApiView):
    """What a contract of its type should have on file and has not."""

    policy: ClassVar[dict[str, str]] = {"get": "documents.view"}
    http_method_names = ["get", "head"]

    @extend_schema(responses=MissingAnswer)
    def get(self, request: Request, contract_pk: int) -> HttpResponse:
        """Answer what is missing; nothing for a contract that is not agreed yet."""
        refuse_unknown(request.query_params, ())
        contract = self.contract()
        kinds = Document.objects.visible_to(request.user).filter(contract=contract)
        missing = missing_of(contract, set(kinds.values_list("kind", flat=True)))
        rows = [{"label": each.label, "kinds": list(each.kinds), "why": each.why} for each in missing]
        return json_answer({"missing": rows})


def _draft(values: dict[str, Any]) -> VersionDraft:
    return VersionDraft(
        name=values["file"].name,
        data=values["file"].read(),
        effective_date=values["effective_date"],
        note=values["note"],
    )


def _version(view: Any) -> DocumentVersion:
    versions = DocumentVersion.objects.visible_to(view.request.user).select_related("file")
    found: DocumentVersion = versions.get(
        document_id=view.kwargs["pk"],
        document__contract=view.contract(),
        number=view.kwargs["number"],
    )
    return found
