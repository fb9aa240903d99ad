"""Recording what the vendor says that the figure of a result was."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from core import clock
from core.access import policy, require
from core.pages.forms import form_page, refusals_on
from slas.actions.vendor_figures import record_vendor_figure
from slas.forms.results import VendorFigureForm
from slas.models import ResultVersion, VendorFigure
from slas.permissions import can_record
from slas.reports.judged import figure_of, figure_words, unit_of
from slas.views.results import back_to, visible_result


@policy("slas.record")
def vendor_figure(request: HttpRequest, pk: int) -> HttpResponse:
    """Record or correct the vendor's figure; refused where somebody else did meanwhile, the input kept."""
    result = visible_result(request, pk)
    user: Any = request.user
    require(can_record(user, result.target.service.contract), "record figures of this contract's vendor")
    seen = VendorFigure.objects.visible_to(user).filter(target_id=result.target_id)
    figure = seen.filter(period_first_date=result.period_first_date).first()
    versions = ResultVersion.objects.visible_to(user).filter(result=result).select_related("terms__target")
    newest = versions.order_by("-number").first()
    unit = unit_of(newest.terms) if newest else result.target.unit
    form = VendorFigureForm(request.POST or None, figure=figure, unit=unit)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            record_vendor_figure(
                actor=request.actor,  # type: ignore[attr-defined]
                result=result,
                value=form.cleaned_data["value"],
                note=form.cleaned_data["note"],
                now=clock.now(),
                expected_version=form.cleaned_data["version"],
            )
            messages.success(request, "The vendor's figure is recorded beside ours.")
            return redirect("sla_result", pk)
    ours = f" Ours is {figure_words(figure_of(newest), newest.terms)}." if newest else ""
    return form_page(
        request,
        form,
        title=f"The vendor's figure: {result}",
        verb="Record figure",
        intro=f"It is shown beside ours and changes nothing of it.{ours}",
        **back_to(result),
    )
