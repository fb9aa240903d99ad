"""The floors of the API and of the list page: what PostgreSQL and Django can do at best."""

from __future__ import annotations

from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path

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


urlpatterns = [
    path("counted/", counted),
    path("keyset/", keyset),
    path("one/<int:pk>/", single),
]
