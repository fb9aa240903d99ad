"""Pages that a signed-in person waits for: the server's median under four clients.

The floor is a bare table of 50 contracts behind sign-in. It took 54 ms where a page had to take 90 or 100 at
most; so a page reaches its figure in milliseconds, or as the same share of the floor's time on another machine.
"""

from __future__ import annotations

import http.client
from collections.abc import Callable, Iterator

from django.conf import settings
from django.db import connection
from django.test import Client

from bench.harness import Figure, line, seconds, side_by_side
from bench.people import person, session_headers
from bench.serve import Load, Served, load, rounds, server
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
    "renewals board": ("/renewals/board/", 100.0),
    "renewals calendar": ("/renewals/calendar/", 100.0),
}
#: Their figures are kept for as long as nobody writes: what the first to look after a write waits for.
AFTER_A_WRITE = {
    "board, after a write": ("/renewals/board/", 120.0),
    "board by owner, after a write": ("/renewals/board/?by=owner", 120.0),
    "board by value, after a write": ("/renewals/board/?by=value", 120.0),
    "calendar, after a write": ("/renewals/calendar/", 120.0),
}
SMALL, SMALL_MS = "/small/", 54.0
#: What the bare table takes for one client on the machine for which 120 ms are meant.
SMALL_ALONE_MS = 15.0
AFTER_RUNS = 9
REPORT = "/reports/portfolio/"


@line("pages")
def measure(**_rest: int) -> Iterator[Figure]:
    """Measure each page in three rounds."""
    contract = str(
        Contract.unscoped.filter(is_confidential=False, status="active").values_list("pk", flat=True)[7]
    )
    with (
        server("bench.settings", settings.BENCH_DATABASE) as served,
        server("bench.floor_settings", settings.BENCH_DATABASE) as floor,
    ):
        _warm(floor.port, SMALL)
        for name, (path, reach) in PAGES.items():
            address = path.replace("{contract}", contract)
            _warm(served.port, address)
            found, bare = rounds(_asked(served, address), _asked(floor, SMALL))
            ratio, share = bare.p50_ms / found.p50_ms, SMALL_MS / reach
            yield Figure(
                name, round(found.p50_ms, 1), "ms p50", round(bare.p50_ms, 1), "bare table", round(ratio, 2),
                f"<= {reach:.0f} ms or >= {share:.2f}", found.p50_ms <= reach or ratio >= share,
                {"answers_per_second": round(found.rate, 1), "p95_ms": round(found.p95_ms, 1)},
            )  # fmt: skip

        for name, (path, reach) in AFTER_A_WRITE.items():
            _warm(served.port, path)
            took, bare = side_by_side(_first(served, path), _first(floor, SMALL), runs=AFTER_RUNS)
            ratio, share = bare / took, SMALL_ALONE_MS / reach
            yield Figure(
                name, round(took * 1000, 1), "ms", round(bare * 1000, 1), "bare table, one client",
                round(ratio, 2), f"<= {reach:.0f} ms or >= {share:.2f}",
                took * 1000 <= reach or ratio >= share,
            )  # fmt: skip


def _first(served: Served, path: str) -> Callable[[], None]:
    """Return the asking for a page as the first one after a transaction that wrote."""

    def ask() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_current_xact_id()")  # takes the number of a transaction: a new snapshot
        _ask(served.port, path)

    return ask


def _asked(served: Served, path: str) -> Callable[[], Load]:
    return lambda: load(served.port, lambda turn: path, headers=session_headers())


def _warm(port: int, path: str) -> None:
    """Ask once per worker thread, so that templates are compiled and connections are open."""
    for _ in range(4):
        _ask(port, path)


def _ask(port: int, path: str) -> None:
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    client.request("GET", path, headers=session_headers())
    client.getresponse().read()
    client.close()


@line("report")
def measure_report(**_rest: int) -> list[Figure]:
    """Measure the portfolio report of everything once; it reads the whole history as of a day."""
    client = Client()
    client.force_login(person(), backend="allauth.account.auth_backends.AuthenticationBackend")
    took = seconds(lambda: _need(client.get(REPORT).status_code))
    return [
        Figure(
            "portfolio report of all contracts, one page", round(took, 1), "s", None, "", None, "<= 0.1 s",
            took <= 0.1,
        )
    ]  # fmt: skip


def _need(status: int) -> None:
    if status != 200:
        raise RuntimeError(f"{status} from {REPORT}")
