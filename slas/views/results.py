"""How targets were kept: the results of a contract, one result down to its minutes, and the portfolio."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from contracts_app.views.amendments import today_of
from contracts_app.views.page import contract_panel
from contracts_app.views.reading import visible_contract
from core import clock
from core.access import policy, require, signed_in
from core.pages.forms import ReasonForm, form_page, refusals_on
from slas.actions.asking import Asked, judge_now
from slas.actions.signing_off import reopen_result, sign_off_result
from slas.forms.results import SignOffForm
from slas.models import Result, ResultVersion
from slas.permissions import can_record, can_sign_off
from slas.reports.attainment import by_vendor, months_until, newest_versions, running_budgets
from slas.reports.judged import (
    changes_between,
    computation_of,
    credit_steps,
    credit_words,
    figure_of,
    figure_words,
    period_name,
    refused_words,
    rejected_words,
    stretches_of,
    timer_rows,
    word_of,
)
from slas.reports.pipeline import read_pipelines
from slas.reports.vendor_figures import figures_beside
from slas.rules.agreed_target import period_rule
from slas.rules.judging import Judged
from slas.rules.report_month import months_offered

PANEL: Final = "contract_sla_results"
_SHOWN_PERIODS: Final = 24
_LOOKS_BACK: Final = dt.timedelta(days=800)
_JOINED: Final = (
    "target__service__contract__vendor",
    "target__service__contract__department",
    "signed_off_by",
)


@signed_in
def contract_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how each target of a contract was kept, the newest periods first, and the running budgets."""
    contract = visible_contract(request, pk)
    since = today_of(contract) - _LOOKS_BACK
    found = newest_versions(request.user, since, result__target__service__contract_id=pk)
    named = sorted(found, key=lambda one: (str(one.result.target), one.result.target_id))
    rows = sorted(named, key=lambda one: one.result.period_last_date, reverse=True)
    budgets = running_budgets(request.user, clock.now(), target__service__contract_id=pk)
    context = {
        "rows": [shown_row(one) for one in rows[: _SHOWN_PERIODS * 4]],
        "budgets": budgets,
        "report_months": months_offered(today_of(contract)),
    }
    return contract_panel(request, contract, PANEL, "slas/results.html", context)


def shown_row(version: ResultVersion) -> dict[str, Any]:
    """Return the newest version of a result as a row of a list."""
    figure = figure_of(version)
    result = version.result
    return {
        "result": result,
        "target": result.target,
        "period": period_name(result.period_first_date, result.period_last_date),
        "figure": figure_words(figure, version.terms),
        "word": word_of(version.is_met, figure),
        "credit": credit_words(version),
    }


def visible_result(request: HttpRequest, pk: int) -> Result:
    """Return the result if the person may see its contract; 404 otherwise."""
    seen = Result.objects.visible_to(request.user).select_related(*_JOINED)
    found: Result = get_object_or_404(seen, pk=pk)
    return found


@signed_in
def result_page(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a result down to the minutes behind it, its credit, and all its versions."""
    result = visible_result(request, pk)
    seen = ResultVersion.objects.visible_to(request.user).filter(result=result)
    read = seen.with_vendor_figures().select_related("terms__target")
    versions = list(read.order_by("-number"))
    newest = versions[0] if versions else None
    context: dict[str, Any] = {
        "title": f"{result.target}, {period_name(result.period_first_date, result.period_last_date)}",
        "result": result,
        "contract": result.target.service.contract,
        "may_sign_off": can_sign_off(request.user, result.target.service.contract),  # type: ignore[arg-type]
        "may_record": can_record(request.user, result.target.service.contract),  # type: ignore[arg-type]
        "theirs": next(iter(figures_beside(versions[:1])), None),
    }
    if newest is not None:
        asked = _asked(result, newest)
        live = judge_now(asked, clock.now())
        context |= _shown(newest, live) | {"versions": _told(versions)}
        context["refused"] += rejected_words(request.user, result.target, asked.period.interval)  # type: ignore[arg-type]
    return render(request, "slas/result.html", context)


def _asked(result: Result, version: ResultVersion) -> Asked:
    period = period_rule(version.terms).period_on(result.period_first_date)
    version.terms.target = result.target
    return Asked(result.target, version.terms, period)


def _shown(version: ResultVersion, live: Judged) -> dict[str, Any]:
    figure = figure_of(version)
    is_behind = live.fingerprint != version.input_sha256
    return {
        "newest": version,
        "word": word_of(version.is_met, figure),
        "figure": figure_words(figure, version.terms),
        "credit": credit_words(version),
        "is_behind": is_behind,
        "live_figure": figure_words(live.figure, version.terms) if is_behind else "",
        "steps": computation_of(live, version.terms),
        "stretches": stretches_of(live.availability, version.terms.zone) if live.availability else [],
        "timers": timer_rows(live),
        "readings": live.readings[:200],
        "refused": refused_words(live),
        "credit_steps": credit_steps(live),
    }


def _told(versions: list[ResultVersion]) -> list[tuple[ResultVersion, str, list[str]]]:
    """Return each version with its figure and what changed since the one before, the newest first."""
    before = [*versions[1:], None]
    return [
        (one, figure_words(figure_of(one), one.terms), changes_between(old, one) if old else [])
        for one, old in zip(versions, before, strict=True)
    ]


@policy("slas.approve")
def result_sign_off(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign a result off, after it was looked at."""
    result = visible_result(request, pk)
    _require(request, result)
    seen = ResultVersion.objects.visible_to(request.user).filter(result=result).order_by("-number")
    form = SignOffForm(
        request.POST or None, initial={"number": seen.values_list("number", flat=True).first()}
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            sign_off_result(
                actor=request.actor,  # type: ignore[attr-defined]
                result=result,
                now=clock.now(),
                expected_number=form.cleaned_data["number"],
            )
            messages.success(request, "The result is signed off: nothing changes it from now on.")
            return redirect("sla_result", pk)
    intro = "What is recorded later changes nothing of it. It can be opened again, with a reason."
    return form_page(
        request, form, title=f"Sign off {result}", verb="Sign off", intro=intro, **back_to(result)
    )


@policy("slas.approve")
def result_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a result again that was signed off, saying why."""
    result = visible_result(request, pk)
    _require(request, result)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            reopen_result(actor=because, result=result)
            messages.success(request, "The result is open again and follows what is recorded.")
            return redirect("sla_result", pk)
    return form_page(request, form, title=f"Open {result} again", verb="Open again", **back_to(result))


def _require(request: HttpRequest, result: Result) -> None:
    user: Any = request.user
    require(can_sign_off(user, result.target.service.contract), "sign off results of this contract")


def back_to(result: Result) -> dict[str, str]:
    """Return the way back to a result, for the pages that are one form."""
    url = reverse("sla_result", args=[result.pk])
    return {"cancel_url": url, "crumb_label": str(result.target), "crumb_url": url}


@policy("contracts.view")
def sla_dashboard(request: HttpRequest) -> HttpResponse:
    """Show how promises are kept over the portfolio: by vendor and month, and the running budgets."""
    now = clock.now()
    on = now.date()
    context = {
        "title": "SLAs",
        "months": months_until(on),
        "rows": by_vendor(request.user, on),
        "budgets": running_budgets(request.user, now)[:50],
        "pipeline": read_pipelines(request.user),
    }
    return render(request, "slas/dashboard.html", context)
