"""Pages that a signed-in person waits for: the server's median under four clients."""

from __future__ import annotations

import http.client

from django.conf import settings

from bench.harness import Figure, line
from bench.people import session_headers
from bench.serve import load, rounds, server
from contracts_app.models import Contract

PAGES = {
    "HTML list of 50, signed in": ("/contracts/", 90.0),
    "HTML list, by value": ("/contracts/?sort=-value", 90.0),
    "home page": ("/", 100.0),
    "contract page": ("/contracts/{contract}/", 100.0),
    "contract's deadline": ("/contracts/{contract}/deadline/", 100.0),
    "contract's activity": ("/contracts/{contract}/activity/", 100.0),
    "vendor list": ("/vendors/", 100.0),
    "renewals list": ("/renewals/", 100.0),
    "reports page": ("/reports/", 100.0),
}
REPORT = ("portfolio report of all contracts", "/reports/portfolio/", 100.0)


@line("pages")
def measure(**_rest: int) -> list[Figure]:
    """Measure each page in three rounds."""
    contract = str(Contract.unscoped.filter(is_confidential=False, status="active").values_list("pk", flat=True)[7])
    figures = []
    with server("bench.settings", settings.BENCH_DATABASE) as served:
        for name, (path, reach) in [*PAGES.items(), (REPORT[0], REPORT[1:])]:
            address = path.replace("{contract}", contract)
            _warm(served.port, address)
            (found,) = rounds(
                lambda at=address: load(served.port, lambda turn: at, headers=session_headers())  # type: ignore[misc]
            )
            figures.append(
                Figure(
                    name, round(found.p50_ms, 1), "ms p50", None, "", None, f"<= {reach:.0f} ms",
                    found.p50_ms <= reach,
                    {"answers_per_second": round(found.rate, 1), "p95_ms": round(found.p95_ms, 1)},
                )
            )  # fmt: skip
    return figures


def _warm(port: int, path: str) -> None:
    """Ask once per worker thread, so that templates are compiled and connections are open."""
    for _ in range(4):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        connection.request("GET", path, headers=session_headers())
        connection.getresponse().read()
        connection.close()
