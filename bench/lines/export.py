"""The CSV of a whole list beside COPY of the same table."""

from __future__ import annotations

import http.client
import io

from django.conf import settings
from django.db import connection

from bench.harness import Figure, line, side_by_side
from bench.people import session_headers
from bench.serve import server

PATH = "/contracts/?format=csv"
MOST_MEGABYTES = 60


@line("export")
def measure(**_rest: int) -> list[Figure]:
    """Measure the export through the server, and by how much the largest worker grew."""
    with server("bench.settings", settings.BENCH_DATABASE) as served:
        _fetch(served.port, "/contracts/")
        before = served.megabytes()
        size = _fetch(served.port, PATH)
        grown = served.megabytes() - before
        copied = _copy()
        took, base = side_by_side(lambda: _fetch(served.port, PATH), _copy)
    per_byte = (took / size) / (base / copied)
    return [
        Figure(
            "CSV export of all contracts", round(took, 2), "s", round(base, 2), "COPY", round(per_byte, 2),
            "<= 2 x COPY a byte, or <= 2 s", per_byte <= 2 or took <= 2, {"bytes": size, "floor_bytes": copied},
        ),
        Figure(
            "CSV export: memory of the worker", round(grown), "MB more", None, "", None,
            f"<= {MOST_MEGABYTES} MB", grown <= MOST_MEGABYTES,
        ),
    ]  # fmt: skip


def _fetch(port: int, path: str) -> int:
    """Return how many bytes an answer has; it is read in pieces, as a browser does."""
    asked = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    asked.request("GET", path, headers=session_headers())
    answer = asked.getresponse()
    size = 0
    while piece := answer.read(1 << 16):
        size += len(piece)
    if answer.status != 200 or size < 1000:
        raise RuntimeError(f"{answer.status} from {path} ({size} bytes)")
    return size


def _copy() -> int:
    copied = io.BytesIO()
    with connection.cursor() as cursor:
        cursor.copy_expert("COPY (SELECT * FROM contracts_app_contract) TO STDOUT WITH CSV", copied)
    return copied.tell()
