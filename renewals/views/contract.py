"""The panels "Why this date" and "Decisions" of the contract page."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from contracts_app.reports.coming import coming_changes
from contracts_app.views.amendments import today_of
from contracts_app.views.page import contract_panel
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import signed_in
from core.reminders.shapes import date_in
from renewals.models import Deadline, Decision, Notice
from renewals.permissions import decides
from renewals.reports.another_term import another_term_of
from renewals.reports.decision_words import what_is_left, word_of_status
from renewals.reports.ledger import rungs_of
from renewals.reports.terms import term_line
from renewals.reports.vendor_notice_words import what_it_means, word_of_vendor_notice
from renewals.reports.words import word_of
from renewals.rules.answer_output import steps_from_json
from renewals.rules.sentences import READINGS, sentences_of
from slas.reports.chronic import chronic_of


def _day(stored: str) -> dt.date:
    """Return a date of the stored details."""
    return dt.date.fromisoformat(stored)


@signed_in
def contract_deadline(request: HttpRequest, pk: int) -> HttpResponse:
    """Explain the deadline step by step, with its readings, its versions and its reminders."""
    contract = visible_contract(request, pk)
    versions = Deadline.objects.of_contract(contract.pk, request.user).order_by("-version")
    deadline = Deadline.objects.current_of(contract.pk, request.user)
    context: dict[str, Any] = {
        "deadline": deadline,
        "versions": versions.defer("steps", "readings")[:50],
        "rungs": rungs_of(contract.pk),
        "coming": coming_changes(contract, request.user),
        "chronic": chronic_of(pk, request.user, today_of(contract)),
    }
    if deadline:
        deadline.contract = contract
        on = date_in(deadline.timezone, clock.now())
        context |= {
            "on": on,
            "line": term_line(Notice.objects.record_of(pk, request.user), on),
            "another": another_term_of(deadline, request.user, on),
            "word": word_of(deadline, on),
            "sentences": sentences_of(steps_from_json(deadline.steps)),
            "readings": [
                (READINGS.get(one["rule"], one["rule"]), _day(one["notice_by_date"]), one["rule"])
                for one in deadline.readings
            ],
            "sends": [
                (one["method"], _day(one["send_by_date"]), _day(one["deemed_received_date"]))
                for one in deadline.details["sends"]
            ],
        }
    return contract_panel(request, contract, "contract_deadline", "renewals/panels/deadline.html", context)


@signed_in
def contract_decisions(request: HttpRequest, pk: int) -> HttpResponse:
    """List what was decided about a contract, the newest first, with what is left to do."""
    contract = visible_contract(request, pk)
    rows = Decision.objects.about(pk, request.user)[:100]
    decisions = [(row, word_of_status(row), what_is_left(row)) for row in rows]
    on = clock.today(timezone.get_current_timezone_name())
    theirs = Notice.objects.of_contract(pk, request.user).theirs()
    context = {
        "decisions": decisions,
        "vendor_notices": [
            (notice, what_it_means(notice), word_of_vendor_notice(notice, on)) for notice in theirs[:100]
        ],
        "may_decide": decides(request.user, contract),  # type: ignore[arg-type]
    }
    return contract_panel(request, contract, "contract_decisions", "renewals/panels/decisions.html", context)
