"""Pages that a signed-in person waits for, and the CSV of a list."""

from __future__ import annotations

import http.client
import io

from django.conf import settings
from django.db import connection

from bench.harness import Figure, line, seconds
from bench.people import session_headers
from bench.serve import load, server

PAGES = {
    "HTML list of 50, signed in": ("/contracts/", 90.0),
    "home page": ("/", 100.0),
    "search, two words": ("/search/?q=hosting+framework", 100.0),
    "search, one broad word": ("/search/?q=hosting", 100.0),
    "vendor list": ("/vendors/", 100.0),
    "renewals list": ("/renewals/", 100.0),
}


@line("pages")
def measure(*, rows: int, **_rest: int) -> list[Figure]:
    """Measure the server's p50 of pages under four clients, and one whole CSV export."""
    figures = []
    with server("bench.settings", settings.BENCH_DATABASE) as port:
        for name, (path, reach) in PAGES.items():
            found = load(port, lambda turn, path=path: path, headers=session_headers())  # type: ignore[misc]
            figures.append(
                Figure(
                    name, round(found.p50_ms, 1), "ms p50", None, "", None, f"<= {reach:.0f} ms",
                    found.p50_ms <= reach, {"answers_per_second": round(found.rate, 1)},
                )
            )  # fmt: skip
        figures.append(_export(port))
    return figures


def _export(port: int) -> Figure:
    size = 0

    def product() -> None:
        nonlocal size
        connection_ = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
        connection_.request("GET", "/contracts/?format=csv", headers=session_headers())
        answer = connection_.getresponse()
        size = len(answer.read())
        if answer.status != 200 or size < 1000:
            raise RuntimeError(f"{answer.status} from the CSV export ({size} bytes)")

    copied = io.BytesIO()

    def floor() -> None:
        with connection.cursor() as cursor:
            cursor.copy_expert("COPY (SELECT * FROM contracts_app_contract) TO STDOUT WITH CSV", copied)

    took, base = seconds(product), seconds(floor)
    per_byte = (took / size) / (base / copied.tell())
    return Figure(
        "CSV export of all contracts", round(took, 2), "s", round(base, 2), "COPY", round(per_byte, 2),
        "<= 2 x COPY a byte, or <= 2 s", per_byte <= 2 or took <= 2, {"bytes": size},
    )  # fmt: skip
