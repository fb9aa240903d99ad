"""Our own legal entities, under Settings."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from core.access import policy
from core.pages.forms import ReasonForm, form_page, refusals_on
from vendors.actions.entities import change_entity, create_entity, set_entity_active
from vendors.forms import EntityForm
from vendors.models import Entity
from vendors.rules.country import country_name
from vendors.rules.draft import EntityDraft

CRUMB = {"crumb_label": "Our entities"}


def _visible_entity(request: HttpRequest, pk: int) -> Entity:
    return get_object_or_404(Entity.objects.visible_to(request.user), pk=pk)


@policy("vendors.edit")
def entity_list(request: HttpRequest) -> HttpResponse:
    """List our own legal entities, those in use first."""
    entities = Entity.objects.visible_to(request.user).order_by("-is_active", "name")
    rows = [(entity, country_name(entity.country)) for entity in entities]
    return render(request, "vendors/entity_list.html", {"title": "Our entities", "rows": rows})


@policy("vendors.edit")
def entity_create(request: HttpRequest) -> HttpResponse:
    """Record one of our own legal entities."""
    form = EntityForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            entity = create_entity(actor=request.actor, draft=EntityDraft(**form.values))  # type: ignore[attr-defined]
            messages.success(request, f"{entity.name} is recorded.")
            return redirect("entity_list")
    return form_page(
        request,
        form,
        title="Record an entity of ours",
        verb="Record entity",
        cancel_url=reverse("entity_list"),
        crumb_url=reverse("entity_list"),
        **CRUMB,
    )


@policy("vendors.edit")
def entity_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one of our own legal entities."""
    entity = _visible_entity(request, pk)
    form = EntityForm(request.POST or None, entity=entity)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            version = form.cleaned_data["version"]
            change_entity(
                actor=request.actor,  # type: ignore[attr-defined]
                entity=entity,
                changes=form.values,
                expected_version=version,
            )
            messages.success(request, "Your changes are saved.")
            return redirect("entity_list")
    return form_page(
        request,
        form,
        title=f"Change {entity.name}",
        verb="Save changes",
        cancel_url=reverse("entity_list"),
        crumb_url=reverse("entity_list"),
        **CRUMB,
    )


@policy("vendors.edit")
def entity_deactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of our entities out of use, asking why."""
    entity = _visible_entity(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            because = request.actor.with_reason(form.cleaned_data["reason"])  # type: ignore[attr-defined]
            set_entity_active(actor=because, entity=entity, is_active=False)
            messages.success(request, f"{entity.name} is out of use.")
            return redirect("entity_list")
    return form_page(
        request,
        form,
        title=f"Deactivate {entity.name}",
        verb="Deactivate entity",
        danger=True,
        intro="Contracts that name it keep it; it is offered for no new contract.",
        cancel_url=reverse("entity_list"),
    )


@policy("vendors.edit")
@require_POST
def entity_reactivate(request: HttpRequest, pk: int) -> HttpResponse:
    """Put one of our entities back into use."""
    entity = _visible_entity(request, pk)
    set_entity_active(actor=request.actor, entity=entity, is_active=True)  # type: ignore[attr-defined]
    messages.success(request, f"{entity.name} is in use again.")
    return redirect("entity_list")
