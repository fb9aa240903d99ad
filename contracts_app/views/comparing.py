"""Comparing two texts: the page that shows what changed, and the one that asks with what to compare."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from contracts_app.actions.redlines import FILE_KIND, JOB_KIND, InvalidRedline, request_redline
from contracts_app.reports.comparison import Comparison, compare
from contracts_app.reports.comparison_choices import choices_for
from contracts_app.reports.comparison_sides import Side, side_of
from contracts_app.rules.alignment import Change
from core import clock
from core.access import signed_in
from core.models import Job, StoredFile
from core.pages.confirming import confirm_first, is_confirmation_due

INLINE: Final = "inline"
SIDES: Final = "sides"
_KINDS: Final = {change.value for change in Change}
_LONGEST_WORDS: Final = 100
_SHOWN: Final = 6


@signed_in
def comparison(request: HttpRequest) -> HttpResponse:
    """Show what changed from one text to another; ask for a side that is not named."""
    old, new = request.GET.get("old", ""), request.GET.get("new", "")
    if not old or not new:
        return _ask(request, old=old, new=new)
    found = compare(request.user, old, new, clock.now())
    if found is None:
        raise Http404("There is no such text to compare.")
    kind = request.GET.get("kind", "")
    kind = kind if kind in _KINDS else ""
    view = INLINE if request.GET.get("view") == INLINE else SIDES
    context = {
        "title": _title(found),
        "found": found,
        "view": view,
        "kind": kind,
        "shown": [row for row in found.rows if row.change.value == kind] if kind else found.blocks,
        "listed": [row for row in found.news if not kind or row.change.value == kind],
        "address": _addresses(old, new, view=view, kind=kind),
        "problems": [side.problem for side in (found.old, found.new) if side.problem],
        "remarked": [side for side in {old: found.old, new: found.new}.values() if side.remark],
        "is_same": old == new,
        "made": _made(request.user, old, new),
    }
    return render(request, "contracts_app/comparing/page.html", context)


@signed_in
@require_POST
def redline(request: HttpRequest) -> HttpResponse:
    """Ask for a redline as PDF or Word; its progress shows on the page of the job."""
    old, new = request.POST.get("old", ""), request.POST.get("new", "")
    sides = [side_of(request.user, key, clock.now()) for key in (old, new)]
    if None in sides:
        raise Http404("There is no such text to compare.")
    page = f"{reverse('comparison')}?{urlencode({'old': old, 'new': new})}"
    if is_confirmation_due(request):
        return confirm_first(request, page)
    try:
        job = request_redline(
            actor=request.actor,  # type: ignore[attr-defined]
            old=old,
            new=new,
            documents=tuple(side.document for side in sides if side),
            form=request.POST.get("form", ""),
            return_url=page,
        )
    except InvalidRedline as refused:
        messages.warning(request, refused.message)
        return redirect(page)
    return redirect("job", job.pk)


def _made(user: Any, old: str, new: str) -> Any:
    """Return the redlines of two texts that a person made, the newest first."""
    jobs = Job.objects.filter(kind=JOB_KIND, requested_by=user, params__old=old, params__new=new)
    done = [str(pk) for pk in jobs.order_by("-pk").values_list("pk", flat=True)[:_SHOWN]]
    files = StoredFile.objects.visible_to(user).filter(kind=FILE_KIND, subject_id__in=done)
    return files.filter(subject_type=Job._meta.label_lower).order_by("-created_at", "-pk")


def _title(found: Comparison) -> str:
    if found.old.document == found.new.document:
        return f"{found.new.document.title}: {_small(found.old)} and {_small(found.new)}"
    return f"{found.old.label} and {found.new.label}"


def _small(side: Side) -> str:
    return f"{side.name[:1].lower()}{side.name[1:]}"


def _addresses(old: str, new: str, *, view: str, kind: str) -> dict[str, str]:
    """Return the addresses that differ from the present one in one thing."""

    def address(**changes: str) -> str:
        asked = {"old": old, "new": new, "view": view, "kind": kind} | changes
        usual = {"view": SIDES, "kind": ""}
        return f"?{urlencode({name: value for name, value in asked.items() if value != usual.get(name)})}"

    return {
        INLINE: address(view=INLINE),
        SIDES: address(view=SIDES),
        "all": address(kind=""),
        "turned": address(old=new, new=old),
        "old": f"?{urlencode({'new': new})}",
        "new": f"?{urlencode({'old': old})}",
        **{change.value: address(kind=change.value) for change in Change},
    }


def _ask(request: HttpRequest, *, old: str, new: str) -> HttpResponse:
    key = old or new
    side = side_of(request.user, key, clock.now()) if key else None
    if key and side is None:
        raise Http404("There is no such text to compare.")
    words = request.GET.get("q", "").strip()[:_LONGEST_WORDS]
    choices = choices_for(request.user, side, words)
    groups = (
        ("Other versions of this document", choices.of_document),
        ("Other documents of this contract", choices.of_contract),
        (f"Found by “{words}”", choices.found),
    )
    context: dict[str, Any] = {
        "title": f"Compare {side.label} with" if side else "Compare",
        "side": side,
        "words": words,
        "named": {"old": old} if old else {"new": new} if new else {},
        "groups": [
            (title, [(version, _filled(old, new, version.pk)) for version in versions])
            for title, versions in groups
            if versions
        ],
        "is_empty": bool(words) and not choices.found,
    }
    return render(request, "contracts_app/comparing/choose.html", context)


def _filled(old: str, new: str, pk: int) -> str:
    """Return the address in which the side that is missing is ``pk``."""
    given = {name: key for name, key in (("old", old), ("new", new)) if key}
    missing = "new" if old else "old"
    return f"{reverse('comparison')}?{urlencode({missing: str(pk), **given})}"
