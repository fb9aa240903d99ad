"""The REST API beside json_agg in PostgreSQL, under the same server and load."""

from __future__ import annotations

import http.client
import itertools
import json
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

from bench.harness import Figure, line
from bench.people import token_headers
from bench.serve import Load, load, rounds, server

LIST = "/api/v1/contracts/?limit=50"
DEEP_ROWS = 90_000


def _figure(
    name: str, product: Load, floor: Load | None, floor_name: str, reach: str, at_least: float
) -> Figure:
    ratio = product.rate / floor.rate if floor else product.rate / at_least
    return Figure(
        name=name,
        product=round(product.rate, 1),
        unit="answers/s",
        floor=round(floor.rate, 1) if floor else None,
        floor_name=floor_name,
        ratio=round(ratio, 3),
        reach=reach,
        is_reached=ratio >= at_least if floor else product.rate >= at_least,
        notes={"p50_ms": round(product.p50_ms, 1), "p95_ms": round(product.p95_ms, 1)},
    )


def _ask(port: int, path: str) -> dict[str, Any]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers=token_headers())
    answer = connection.getresponse()
    content = answer.read()
    if answer.status != 200:
        raise RuntimeError(f"{answer.status} from {path}: {content[:200]!r}")
    found: dict[str, Any] = json.loads(content)
    return found


def _deep_path(port: int, rows: int) -> str:
    """Walk to a page ``DEEP_ROWS`` deep by the links that the API gives; return its path."""
    path, seen = "/api/v1/contracts/?limit=200", 0
    while seen < min(DEEP_ROWS, rows * 9 // 10):  # some rows are confidential: not all are there
        page = _ask(port, path)
        seen += len(page["results"])
        link = urlsplit(page["next"])
        path = f"{link.path}?{link.query}"
    return path.replace("limit=200", "limit=50")


@line("api")
def measure_lists(*, rows: int, **_rest: int) -> list[Figure]:
    """Measure lists, alternating with the floor's server."""
    database = settings.BENCH_DATABASE
    with server("bench.floor_settings", database) as floor, server("bench.settings", database) as product:
        return _lists(product.port, floor.port, rows)


@line("api one")
def measure_single(*, rows: int, **_rest: int) -> list[Figure]:
    """Measure reading and making one contract, alternating with the floor's server."""
    database = settings.BENCH_DATABASE
    with server("bench.floor_settings", database) as floor, server("bench.settings", database) as product:
        return _single(product.port, floor.port, rows)


def _lists(product: int, floor: int, rows: int) -> list[Figure]:
    headers = token_headers()
    deep_path = _deep_path(product, rows)
    ordered = LIST + "&status=active&ordering=-value_amount"
    counted, with_count = rounds(
        lambda: load(floor, lambda turn: "/counted/"),
        lambda: load(product, lambda turn: LIST + "&count=true", headers=headers),
    )
    keyset, first, deep = rounds(
        lambda: load(floor, lambda turn: f"/keyset/?after={turn * 37 % rows}"),
        lambda: load(product, lambda turn: LIST, headers=headers),
        lambda: load(product, lambda turn: deep_path, headers=headers),
    )
    (filtered,) = rounds(lambda: load(product, lambda turn: ordered, headers=headers))
    ratio = deep.p50_ms / first.p50_ms
    return [
        _figure("API list of 50, with count", with_count, counted, "json_agg with count", ">= 0.6", 0.6),
        _figure("API list of 50", first, keyset, "json_agg keyset", ">= 0.4", 0.4),
        _figure("API, filtered and ordered", filtered, None, "3.2/s by the peer", ">= 80 answers/s", 80),
        _figure("API, 90,000 rows deep", deep, None, "3.9/s by the peer", ">= 234 answers/s", 234),
        Figure(
            "API, deep page beside the first", round(deep.p50_ms, 1), "ms", round(first.p50_ms, 1),
            "first page, p50", round(ratio, 2), "<= 1.2", ratio <= 1.2,
        ),
    ]  # fmt: skip


def _single(product: int, floor: int, rows: int) -> list[Figure]:
    headers = token_headers()
    page = _ask(product, LIST)
    ids = [row["id"] for row in page["results"]]
    single, one = rounds(
        lambda: load(floor, lambda turn: f"/one/{1 + turn * 37 % rows}/"),
        lambda: load(product, lambda turn: f"/api/v1/contracts/{ids[turn % len(ids)]}/", headers=headers),
    )
    (created,) = rounds(lambda: _create(product, page["results"][0]))
    return [
        _figure("API, one contract", one, single, "row_to_json", "see the peer: 26/s x 15", 0.26),
        _figure("API create, audited", created, None, "26/s by the peer", ">= 208 answers/s", 208),
        Figure(
            "API create, audited: p95", round(created.p95_ms, 1), "ms", None, "", None, "<= 40 ms",
            created.p95_ms <= 40,
        ),
    ]  # fmt: skip


def _create(port: int, row: dict[str, Any]) -> Load:
    serial = itertools.count()

    def body(turn: int) -> str:
        return json.dumps(
            {
                "title": f"Made by the measurement {next(serial)}",
                "type": "saas",
                "vendor_id": row["vendor"]["id"],
                "department_id": row["department"]["id"],
            }
        )

    return load(
        port, lambda turn: "/api/v1/contracts/", headers=token_headers(), method="POST", body=body, expect=201
    )
