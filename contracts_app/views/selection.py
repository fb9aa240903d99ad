"""What is done with contracts picked in the list: each step shows what would change, then does it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from contracts_app import permissions
from contracts_app.actions import selections
from contracts_app.forms.selection import AddTagForm, BackupOwnerForm, OwnerForm, RemoveTagForm, SelectionForm
from contracts_app.models import Contract, ContractTag
from contracts_app.views.listing import contracts_listing
from core import clock
from core.access import policy
from core.pages.confirming import confirm_first, download_page, is_confirmation_due
from core.pages.export import csv_response
from core.pages.forms import refusals_on
from core.pages.listing import Empty
from core.pages.selection import picked_keys

#: Where the session keeps the contracts that were last picked for a CSV.
_PICKED = "picked-for-csv"


def _today() -> Any:
    return clock.today(timezone.get_current_timezone_name())


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do with picked contracts.

    Attributes:
        title: The page's title, with the number of contracts for ``{}``.
        verb: The label of the button, likewise.
        present: Label and text of what is so now, for each contract.
        form: Makes the form from what was posted.
        run: Does it; returns how many contracts changed.
        done: Says so, with their number for ``{}``.
    """

    title: str
    verb: str
    present: tuple[str, Callable[[Contract], str]]
    form: Callable[[HttpRequest, list[Contract], Any], SelectionForm]
    run: Callable[[HttpRequest, Any], list[int]]
    done: str


def _tags_of(contract: Contract) -> str:
    return ", ".join(sorted(link.tag.name for link in contract.tag_links.all()))


def _tag_counts(contracts: list[Contract]) -> list[tuple[str, int]]:
    counts = Counter(link.tag.name for contract in contracts for link in contract.tag_links.all())
    return sorted(counts.items())


def _change_tag(change: Callable[..., list[int]], request: HttpRequest, form: Any) -> list[int]:
    """Let ``change`` put the tag of the form on the picked contracts, or take it off."""
    return change(
        actor=request.actor,  # type: ignore[attr-defined]
        contract_ids=list(form.versions),
        tag=form.cleaned_data["tag"],
    )


def _change_person(change: Callable[..., list[int]], request: HttpRequest, form: Any) -> list[int]:
    """Let ``change`` give the picked contracts to the person of the form, as the action calls them."""
    return change(
        actor=request.actor.with_reason(form.cleaned_data["reason"]),  # type: ignore[attr-defined]
        contract_ids=list(form.versions),
        on=_today(),
        versions=form.versions,
        **{form.FIELD: form.person_id},
    )


STEPS: dict[str, Step] = {
    "add-tag": Step(
        "Add a tag to {}", "Add tag to {}", ("Tags now", _tags_of),
        lambda request, contracts, posted: AddTagForm(posted),
        partial(_change_tag, selections.add_tag_to_contracts), "The tag is added to {}.",
    ),
    "remove-tag": Step(
        "Remove a tag from {}", "Remove tag from {}", ("Tags now", _tags_of),
        lambda request, contracts, posted: RemoveTagForm(posted, tags=_tag_counts(contracts)),
        partial(_change_tag, selections.remove_tag_from_contracts), "The tag is removed from {}.",
    ),
    "owner": Step(
        "Change the owner of {}", "Change owner of {}",
        ("Owner now", lambda contract: str(contract.owner or "Nobody")),
        lambda request, contracts, posted: OwnerForm(posted, user=request.user),
        partial(_change_person, selections.change_owner_of_contracts), "The owner of {} is changed.",
    ),
    "backup-owner": Step(
        "Change the backup owner of {}", "Change backup owner of {}",
        ("Backup owner now", lambda contract: str(contract.backup_owner or "Nobody")),
        lambda request, contracts, posted: BackupOwnerForm(posted, user=request.user),
        partial(_change_person, selections.change_backup_owner_of_contracts),
        "The backup owner of {} is changed.",
    ),
}  # fmt: skip


@policy("contracts.edit")
@require_POST
def contract_selection(request: HttpRequest, verb: str) -> HttpResponse:
    """Show the picked contracts with what would change, and change them when that was confirmed."""
    step = STEPS.get(verb)
    if step is None:
        raise Http404
    is_confirmed = "picked" in request.POST
    contracts = _picked(request, is_confirmed)
    form = step.form(request, contracts, request.POST if is_confirmed else None)
    if not is_confirmed:
        form.initial["picked"] = ",".join(f"{each.pk}:{each.version}" for each in contracts)
    elif form.is_valid():
        with refusals_on(form):
            changed = step.run(request, form)
            messages.success(request, step.done.format(_contracts(len(changed))))
            return redirect(_list_url(request))
    return _page(request, step, contracts, form)


@policy("exports.run")
@require_http_methods(["GET", "POST"])
def contract_selection_csv(request: HttpRequest) -> HttpResponseBase:
    """Give the picked contracts as CSV, in the order and the columns of the list.

    Which ones were picked is kept with the session: after a confirmation they are asked for by GET.
    """
    if request.method == "POST":
        request.session[_PICKED] = picked_keys(request.POST, "contracts")
    elif _PICKED not in request.session:
        messages.info(request, "No contracts are picked. Tick at least one, and choose CSV again.")
        return redirect("contract_list")
    keys = request.session[_PICKED]
    query = request.GET.copy()
    for name in set(query) - {"sort", "columns"}:
        del query[name]
    request.GET = query  # type: ignore[assignment]
    if is_confirmation_due(request):
        again = f"{request.path}?{query.urlencode(safe=',')}"
        return confirm_first(request, download_page(again, _list_url(request)))
    contracts = Contract.objects.visible_to(request.user).filter(pk__in=keys)
    listing = contracts_listing().open(request, contracts, on=_today(), empty=Empty("", ""))
    query["picked"] = ",".join(map(str, keys))
    return csv_response(listing, query.urlencode(safe=","))


def _picked(request: HttpRequest, is_confirmed: bool) -> list[Contract]:
    """Return those of the picked contracts that the person may see, by number."""
    posted = request.POST.copy()
    if is_confirmed:
        posted["ids"] = ",".join(each.partition(":")[0] for each in str(posted["picked"]).split(","))
    keys = picked_keys(posted, "contracts")
    links = ContractTag.objects.visible_to(request.user).select_related("tag")
    contracts = Contract.objects.visible_to(request.user).filter(pk__in=keys).order_by("number")
    people = contracts.select_related("owner", "backup_owner").defer("search_vector", "description")
    return list(people.prefetch_related(Prefetch("tag_links", links)))


def _page(request: HttpRequest, step: Step, contracts: list[Contract], form: SelectionForm) -> HttpResponse:
    number = _contracts(len(contracts))
    label, present = step.present
    rows = [
        (contract, present(contract), permissions.edits_department(request.user, contract.department_id))  # type: ignore[arg-type]
        for contract in contracts
    ]
    context = {
        "title": step.title.format(number),
        "verb": step.verb.format(number),
        "form": form,
        "rows": rows,
        "present_label": label,
        "closed": [contract for contract, _, is_open in rows if not is_open],
        "cancel_url": _list_url(request),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "contracts_app/selection.html", context, status=status)


def _list_url(request: HttpRequest) -> str:
    query = request.GET.urlencode(safe=",")
    return f"{reverse('contract_list')}?{query}" if query else reverse("contract_list")


def _contracts(number: int) -> str:
    return "1 contract" if number == 1 else f"{number:,} contracts"
