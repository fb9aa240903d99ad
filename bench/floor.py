"""The floors of the API and of the list page: what PostgreSQL and Django can do at best."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import Context, Template
from django.urls import path

from contracts_app.models import Contract

_FIELDS = """c.id, c.number, c.title, c.type, c.status, c.value_amount, c.value_currency, c.is_confidential,
    c.created_at, v.name AS vendor, d.name AS department, t.start_date, t.end_date, t.term_type"""
_FROM = """contracts_app_contract c JOIN vendors_vendor v ON v.id = c.vendor_id
    JOIN accounts_department d ON d.id = c.department_id
    LEFT JOIN contracts_app_contractterms t ON t.contract_id = c.id"""
_PAGE = (
    f"SELECT json_agg(row_to_json(page)) FROM (SELECT {_FIELDS} FROM {_FROM} {{where}}"
    " ORDER BY c.id LIMIT 50) page"
)


def _ask(sql: str, params: list[object]) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows = cursor.fetchone()[0]
    return JsonResponse(rows, safe=False)


def counted(request: HttpRequest) -> HttpResponse:
    """Answer a page of 50 with an exact count, built by PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contracts_app_contract")
        cursor.fetchone()
    return _ask(_PAGE.format(where=""), [])


def keyset(request: HttpRequest) -> HttpResponse:
    """Answer a page of 50 from a given id on, with no count."""
    return _ask(_PAGE.format(where="WHERE c.id > %s"), [int(request.GET.get("after", "0"))])


def single(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer one contract, raw."""
    sql = f"SELECT row_to_json(page) FROM (SELECT {_FIELDS} FROM {_FROM} WHERE c.id = %s) page"
    return _ask(sql, [pk])


_SMALL = Template(
    """<!doctype html><title>Contracts</title><p>{{ request.user }}</p><table>
{% for row in rows %}<tr><td><a href="/contracts/{{ row.pk }}/">{{ row.number }}</a></td>
<td>{{ row.title }}</td><td>{{ row.get_type_display }}</td><td>{{ row.vendor.name }}</td>
<td>{{ row.get_status_display }}</td>
<td>{{ row.terms.start_date|date:"j M Y" }}</td><td>{{ row.owner.full_name }}</td>
<td>{{ row.value_amount|floatformat:"2g" }} {{ row.value_currency }}</td></tr>{% endfor %}</table>"""
)


@login_required
def small(request: HttpRequest) -> HttpResponse:
    """Answer a signed-in person with a bare table of 50 contracts: no frame, filters, count, permissions."""
    rows = Contract.unscoped.select_related("vendor", "owner", "terms").order_by("-pk")[:50]
    return HttpResponse(_SMALL.render(Context({"rows": rows, "request": request})))


urlpatterns = [
    path("small/", small),
    path("counted/", counted),
    path("keyset/", keyset),
    path("one/<int:pk>/", single),
]
