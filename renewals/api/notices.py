"""``/api/v1/contracts/{id}/notices/``: ours with how they were served, the vendor's with their outcome.

Recording runs the actions of the pages: who may, which files are taken and what cannot be true are theirs.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from contracts_app.api.of_contract import FileInput, OfContract
from core import clock
from core.api.inputs import read_input
from core.api.writing import write
from core.files import RefusedFile
from renewals.actions.services import ServiceDraft, Upload, attach_proof, record_service
from renewals.actions.vendor_notices import (
    VendorNoticeDraft,
    attach_vendor_letter,
    correct_vendor_notice,
    move_vendor_notice,
    record_vendor_notice,
)
from renewals.api.decision_shapes import NoticeDetail, NoticeRow
from renewals.api.notice_inputs import OutcomeInput, ServiceInput, VendorNoticeInput
from renewals.models import Notice, Service
from renewals.permissions import DECIDE

_FORM = {"multipart/form-data": FileInput}


class NoticeViewSet(OfContract):
    """The notices about a contract, ours and the vendor's."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view",
        "retrieve": "contracts.view",
        "create": DECIDE,
        "outcome": DECIDE,
        "correct": DECIDE,
        "letter": DECIDE,
        "serve": DECIDE,
        "proof": DECIDE,
    }
    model = Notice
    row_shape = NoticeRow
    detail_shape = NoticeDetail
    moves: ClassVar[frozenset[str]] = frozenset({"outcome", "correct"})
    uploads: ClassVar[frozenset[str]] = frozenset({"letter", "proof"})
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "created_at": "created_at"}
    default_ordering = "-created_at"

    @extend_schema(request=VendorNoticeInput, responses={201: NoticeDetail})
    def create(self, request: Request, contract_pk: int) -> HttpResponse:
        """Record a notice that the vendor gave us; one that ends the contract brings its exit tasks.

        Ours are prepared from their decision (``decisions/{id}/notice/``). The vendor's letter is attached
        with ``letter/``.
        """
        values = read_input(VendorNoticeInput(data=request.data))
        contract = self.contract()
        return self.written(
            request,
            record_vendor_notice,
            status=201,
            contract=contract,
            draft=VendorNoticeDraft(**values),
            on=clock.today(contract.department.timezone),
            now=clock.now(),
        )

    @extend_schema(request=OutcomeInput, responses=NoticeDetail)
    def outcome(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Record what became of a vendor's notice; accepted, one that ends the contract does so."""
        notice, version = self.wanted(request, pk)
        values = read_input(OutcomeInput(data=request.data))
        return self.written(
            request,
            move_vendor_notice,
            notice=notice,
            on=clock.today(notice.contract.department.timezone),
            now=clock.now(),
            expected_version=version,
            **values,
        )

    @extend_schema(request=VendorNoticeInput, responses=NoticeDetail)
    def correct(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Correct what was recorded of a vendor's notice; its deadline and its exit tasks follow."""
        notice, version = self.wanted(request, pk)
        values = read_input(VendorNoticeInput(data=request.data))
        return self.written(
            request,
            correct_vendor_notice,
            notice=notice,
            draft=VendorNoticeDraft(**values),
            expected_version=version,
            on=clock.today(notice.contract.department.timezone),
            now=clock.now(),
        )

    @extend_schema(request=_FORM, responses={201: NoticeDetail})
    def letter(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Attach the letter of a vendor's notice as it was received; one that is there already stays."""
        notice = self.get_queryset().select_related("contract").get(pk=pk)
        return self._answering(
            request, attach_vendor_letter, pk, notice=notice, letter=_upload(request), now=clock.now()
        )

    @extend_schema(request=ServiceInput, responses={201: NoticeDetail})
    def serve(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Record that a notice of ours was sent; answers the notice with all its services.

        When it counts as received follows from the method as agreed. Its proof is attached with ``proof/``.
        """
        notice = self.get_queryset().select_related("contract__department").get(pk=pk)
        draft = ServiceDraft(**read_input(ServiceInput(data=request.data)))
        return self._answering(
            request,
            record_service,
            pk,
            notice=notice,
            draft=draft,
            proof=None,
            on=clock.today(notice.contract.department.timezone),
            now=clock.now(),
        )

    @extend_schema(request=_FORM, responses={201: NoticeDetail})
    def proof(self, request: Request, contract_pk: int, pk: int, service_pk: int) -> HttpResponse:
        """Attach the proof of a service; answers the notice. A proof that is there already stays."""
        seen = Service.objects.visible_to(request.user).filter(notice__in=self.get_queryset().filter(pk=pk))
        service = seen.select_related("notice__contract").get(pk=service_pk)
        return self._answering(
            request, attach_proof, pk, service=service, proof=_upload(request), now=clock.now()
        )

    def _answering(self, request: Request, action: Any, pk: int, **arguments: Any) -> HttpResponse:
        """Run ``action`` on a part of a notice and answer with the whole notice.

        Raises:
            RefusedFile: Naming the field of the form.
        """
        try:
            return write(request, action, lambda _: self.answer_for(pk, 201), **arguments)
        except RefusedFile as error:
            error.fields = {"file": [error.message]}
            raise


def _upload(request: Request) -> Upload:
    file = read_input(FileInput(data=request.data))["file"]
    return Upload(file.name, file.read())
