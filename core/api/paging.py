"""Pages of the API as REST framework and the schema see them."""

from __future__ import annotations

from typing import Any

from rest_framework.pagination import BasePagination
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from core.api.parameters import DEFAULT_LIMIT, LARGEST_LIMIT


class KeysetPagination(BasePagination):
    """Documents the pages; the rows themselves are fetched by ``core.paging``."""

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Return the parameters of every list for the schema."""
        orders = [sign + name for name in view.orderings for sign in ("", "-")]
        return [
            _parameter("cursor", {"type": "string"}, "Where to go on; taken from `next` or `previous`."),
            _parameter(
                "limit",
                {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
                "Rows per page.",
            ),
            _parameter(
                "ordering",
                {"type": "string", "enum": orders, "default": view.default_ordering},
                "Order of the rows; a leading - reverses it. Rows without a value come last either way.",
            ),
            _parameter(
                "count", {"type": "boolean", "default": False}, "Also count the rows, exactly up to 10,000."
            ),
        ]

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        """Return the schema of one page around its rows."""
        link = {"type": ["string", "null"], "format": "uri"}
        return {
            "type": "object",
            "required": ["next", "previous", "results"],
            "properties": {
                "next": {**link, "description": "Address of the next page, null on the last."},
                "previous": {**link, "description": "Address of the page before, null on the first."},
                "count": {"type": "integer", "description": "Rows in all pages; only with `count=true`."},
                "count_is_capped": {"type": "boolean", "description": "There are more rows than `count`."},
                "results": schema,
            },
        }


def _parameter(name: str, schema: dict[str, Any], description: str) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "schema": schema, "description": description}


def page_address(request: Request, cursor: str) -> str | None:
    """Return the absolute address of this list at ``cursor``, None when there is no such page."""
    if not cursor:
        return None
    return replace_query_param(remove_query_param(request.build_absolute_uri(), "cursor"), "cursor", cursor)
