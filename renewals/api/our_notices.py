"""``/api/v1/contracts/{id}/decisions/{id}/notice/``: a notice of ours, from the decision to the close."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.reverse import reverse

from contracts_app.api.of_contract import NothingInput, OfContract
from core import clock
from core.api.inputs import read_input
from core.api.writing import write
from renewals.actions.notices import keep_letter, prepare_notice
from renewals.actions.services import close_notice
from renewals.api.decision_shapes import NoticeDetail, NoticeRow
from renewals.api.notice_inputs import CloseInput, PrepareInput
from renewals.models import Decision, Notice
from renewals.permissions import DECIDE
from renewals.reports.letter import letter_docx, letter_pdf


class OurNoticeViewSet(OfContract):
    """Notices of ours, from the decision to the close."""

    policy: ClassVar[dict[str, str]] = {"prepare": DECIDE, "files": DECIDE, "close": DECIDE}
    model = Notice
    row_shape = NoticeRow
    detail_shape = NoticeDetail
    moves: ClassVar[frozenset[str]] = frozenset({"files", "close"})

    @extend_schema(request=PrepareInput, responses={201: NoticeDetail})
    def prepare(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Prepare the notice that a decision takes effect by; a second call answers the notice of the first.

        Its letter is written from what is agreed; ``files/`` makes PDF and DOCX of it.
        """
        seen = Decision.objects.visible_to(request.user).filter(contract=self.contract())
        values = read_input(PrepareInput(data=request.data))

        def answer(made: Notice) -> HttpResponse:
            response = self.answer_for(made.pk, 201)
            response["Location"] = reverse("api:notice-detail", args=[contract_pk, made.pk], request=request)
            return response

        decision = seen.select_related("contract").get(pk=pk)
        return write(request, prepare_notice, answer, decision=decision, now=clock.now(), **values)

    @extend_schema(request=NothingInput, responses=NoticeDetail)
    def files(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Make PDF and DOCX of the letter; those that are made already stay."""
        _, version = self.wanted(request, pk)
        read_input(NothingInput(data=request.data))
        joined = ("contract__vendor", "decision", "letter_pdf", "letter_docx", "created_by", "closed_by")
        notice = self.get_queryset().filter(direction="ours").select_related(*joined).get(pk=pk)
        return self.written(
            request,
            keep_letter,
            notice=notice,
            pdf=letter_pdf(notice),
            docx=letter_docx(notice),
            expected_version=version,
            now=clock.now(),
        )

    @extend_schema(request=CloseInput, responses=NoticeDetail)
    def close(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Close a notice that is proved to be served; the contract is ``notice_served`` from then on.

        Where receipt counts and nothing tells its day, 422 ``no_receipt`` asks for it or for the reason.
        """
        notice, version = self.wanted(request, pk)
        values = read_input(CloseInput(data=request.data))
        return self.written(
            request,
            close_notice,
            notice=notice,
            on=clock.today(notice.contract.department.timezone),
            now=clock.now(),
            expected_version=version,
            **values,
        )
