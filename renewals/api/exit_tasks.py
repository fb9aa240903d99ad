"""``/api/v1/contracts/{id}/exit-tasks/``: what must be done because the vendor ends the contract."""

from __future__ import annotations

from typing import ClassVar

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request

from contracts_app.api.of_contract import NothingInput, OfContract
from core import clock
from core.api.inputs import read_input
from renewals.actions.exit_tasks import change_exit_task, complete_exit_task, reopen_exit_task
from renewals.api.decision_shapes import ExitTaskRow
from renewals.api.notice_inputs import DoneInput, TaskInput
from renewals.models import ExitTask
from renewals.permissions import DECIDE


class ExitTaskViewSet(OfContract):
    """The exit tasks of a contract, of every notice of the vendor."""

    policy: ClassVar[dict[str, str]] = {
        "list": "contracts.view",
        "retrieve": "contracts.view",
        "complete": DECIDE,
        "reopen": DECIDE,
        "change": DECIDE,
    }
    model = ExitTask
    link = "notice__contract"
    row_shape = ExitTaskRow
    moves: ClassVar[frozenset[str]] = frozenset({"complete", "reopen", "change"})
    orderings: ClassVar[dict[str, str]] = {"id": "pk", "due_date": "due_date"}
    default_ordering = "due_date"

    @extend_schema(request=DoneInput, responses=ExitTaskRow)
    def complete(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Tick a task, saying what was done; it is not reminded of any more. One that is done stays."""
        task, version = self.wanted(request, pk)
        values = read_input(DoneInput(data=request.data))
        return self.written(
            request, complete_exit_task, task=task, now=clock.now(), expected_version=version, **values
        )

    @extend_schema(request=NothingInput, responses=ExitTaskRow)
    def reopen(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Take the tick of a task back: it is to be done, and reminded of again."""
        task, version = self.wanted(request, pk)
        read_input(NothingInput(data=request.data))
        return self.written(request, reopen_exit_task, task=task, now=clock.now(), expected_version=version)

    @extend_schema(request=TaskInput, responses=ExitTaskRow)
    def change(self, request: Request, contract_pk: int, pk: int) -> HttpResponse:
        """Hand a task over, or set another day for it; reminders follow."""
        task, version = self.wanted(request, pk)
        values = read_input(TaskInput(data=request.data))
        return self.written(
            request, change_exit_task, task=task, now=clock.now(), expected_version=version, **values
        )
