"""What if: terms in, dates and reasons out, beside what is recorded. Nothing is stored."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from contracts_app.models import Contract
from contracts_app.rules.lifecycle import IN_FORCE
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy
from core.reminders.shapes import date_in
from core.rules.number import whole_number
from renewals.models import Notice, ReminderPolicy
from renewals.reminders.coming import coming_dates
from renewals.reports.strip import strip_of
from renewals.reports.what_if import Facts, change_sentences, facts_of
from renewals.rules import DeadlineAnswer, NoticeRule
from renewals.rules.both_rules import compute_both
from renewals.rules.policy import rule_for
from renewals.rules.recorded import deadline_of
from renewals.rules.sentences import READINGS, sentences_of
from renewals.rules.terms_input import TermsInputError, parse_convenience
from renewals.views.what_if_sheet import WhatIfSheet, query_of

CONTRACT = "contract"


@dataclass(frozen=True, slots=True)
class _Recorded:
    """A contract with its terms on record, and the last day in force where a notice ends it."""

    contract: Contract
    record: dict[str, Any]
    lead_days: int
    today: dt.date
    ends_date: dt.date | None

    def answer(self, on: dt.date) -> DeadlineAnswer:
        return deadline_of(self.record, on, lead_days=self.lead_days)

    @property
    def convenience(self) -> NoticeRule | None:
        """Our rule on termination for convenience beside the leading one; None where it cannot be meant."""
        try:
            return parse_convenience(self.record)
        except TermsInputError:
            return None


@policy("contracts.view")
@require_GET
def what_if(request: HttpRequest) -> HttpResponse:
    """Explain terms that nobody recorded, and what they would change for a contract.

    All that is asked stands in the address; without terms in it, those of the contract named are filled in.
    """
    if any(not value for value in request.GET.values()):
        said = [(name, value) for name, value in request.GET.items() if value]
        return redirect(f"{reverse('what_if')}?{urlencode(said)}")
    recorded = _recorded(request)
    context: dict[str, Any] = {"title": "What if", "contract": recorded and recorded.contract}
    context["ends_date"] = recorded and recorded.ends_date
    context["coming"] = _coming(request, recorded)
    asked: Any = request.GET
    if not asked.keys() - {CONTRACT}:
        asked = None
        if recorded:
            asked = query_of(
                recorded.record, recorded.contract.pk, on=recorded.today, lead_days=recorded.lead_days
            )
    today = recorded.today if recorded else clock.today(timezone.get_current_timezone_name())
    sheet = WhatIfSheet(asked, today=today)
    context["sheet"] = sheet
    if not sheet.is_bound:
        return render(request, "renewals/what_if.html", context)
    answer = _answer(sheet, recorded)
    if answer is None:
        return render(request, "renewals/what_if.html", context, status=422)
    context |= _explained(answer, recorded)
    return render(request, "renewals/what_if.html", context)


def _recorded(request: HttpRequest) -> _Recorded | None:
    """Return the contract that the address names, 404 where the person may not see it; None without one."""
    if CONTRACT not in request.GET:
        return None
    contract = visible_contract(request, whole_number(request.GET[CONTRACT]) or 0)
    scope = Contract.objects.visible_to(request.user).filter(pk=contract.pk)
    policies = ReminderPolicy.objects.for_system("the policy that counts for a contract that the person sees")
    rule = rule_for(
        [one.rule for one in policies],
        contract_type=contract.type,
        amount=contract.value_amount,
        currency=contract.value_currency,
    )
    record = Notice.objects.visible_to(request.user).records_of(scope)[contract.pk]
    ending = record.pop("ending", None)
    zone = (record["notice"] or {}).get("timezone") or contract.department.timezone
    ends = dt.date.fromisoformat(ending["exit_date"]) if ending else None
    return _Recorded(contract, record, rule.lead_days, date_in(zone, clock.now()), ends)


def _coming(request: HttpRequest, recorded: _Recorded | None) -> list[str]:
    """Return what amendments that count later do to the dates of the contract."""
    if recorded is None:
        return []
    pk = recorded.contract.pk
    coming = coming_dates(Contract.objects.visible_to(request.user), [pk])
    return [one.words for one in coming.get(pk, [])]


def _answer(sheet: WhatIfSheet, recorded: _Recorded | None) -> DeadlineAnswer | None:
    """Return the answer to the sheet; the contract's rule on convenience stays, it is not asked for."""
    asked = sheet.ask()
    if asked is None:
        return None
    question = sheet.question.cleaned_data
    return compute_both(
        asked.term,
        asked.notice,
        recorded.convenience if recorded else None,
        asked.as_of,
        lead_days=question["lead_days"] or 0,
        locked_reading=question["locked_reading"] or None,
    )


def _explained(answer: DeadlineAnswer, recorded: _Recorded | None) -> dict[str, Any]:
    """Return what the page says about an answer, and about the one on record."""
    on = answer.as_of
    before = recorded.answer(on) if recorded else None
    facts: list[Facts] = facts_of(before, answer)
    return {
        "on": on,
        "answer": answer,
        "strip": strip_of(answer, on),
        "facts": facts,
        "before": before,
        "changes": change_sentences(before, answer) if before else (),
        "is_in_force": recorded is None or recorded.contract.status in IN_FORCE,
        "sentences": sentences_of(answer.steps),
        "readings": [
            (READINGS.get(one.rule, one.rule), one.notice_by_date, one.rule == answer.acting_rule)
            for one in answer.readings
        ],
    }
