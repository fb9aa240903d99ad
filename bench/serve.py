"""A real server on loopback, and a bounded load from four clients."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bench.harness import RUNS

CLIENTS = 4
SECONDS = float(os.environ.get("TERMKEEPER_BENCH_SECONDS", "2"))
START_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Load:
    """What a load measured: answers a second and the median and 95th percentile in milliseconds."""

    rate: float
    p50_ms: float
    p95_ms: float


@dataclass(frozen=True, slots=True)
class Served:
    """A running server: its port, and the process whose children are its workers."""

    port: int
    pid: int

    def megabytes(self) -> float:
        """Return the peak of resident memory of the largest worker so far."""
        tasks = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text().split()
        peaks = [
            int(found.group(1))
            for pid in tasks
            if (found := re.search(r"VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text()))
        ]
        return max(peaks, default=0) / 1024


@contextlib.contextmanager
def server(settings_module: str, database: str) -> Iterator[Served]:
    """Run gunicorn with two workers of two threads for the length of a block."""
    process, port = _start(settings_module, database)
    try:
        _wait(port, process)
        yield Served(port, process.pid)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _start(settings_module: str, database: str) -> tuple[subprocess.Popen[bytes], int]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": settings_module,
        "TERMKEEPER_BENCH_DATABASE": database,
    }
    process = subprocess.Popen(
        [
            sys.executable, "-m", "gunicorn", "config.wsgi", "--workers", "2", "--threads", "2",
            "--bind", f"127.0.0.1:{port}", "--log-level", "error",
        ],
        env=environment,
    )  # fmt: skip
    return process, port


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError("the server to measure did not start")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=0.2):
            return
        time.sleep(0.1)
    raise RuntimeError(f"the server to measure did not answer within {START_SECONDS:.0f} s")


def load(
    port: int,
    paths: Callable[[int], str],
    *,
    headers: dict[str, str] | None = None,
    method: str = "GET",
    body: Callable[[int], str] | None = None,
    expect: int = 200,
    duration: float = SECONDS,
) -> Load:
    """Ask from four clients for ``duration`` seconds; every answer must have the status ``expect``."""
    taken: list[list[float]] = [[] for _ in range(CLIENTS)]
    failures: list[str] = []
    stop = time.perf_counter() + duration

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        turn = number
        while time.perf_counter() < stop and not failures:
            start = time.perf_counter()
            sent = body(turn) if body else None
            connection.request(method, paths(turn), body=sent, headers=headers or {})
            answer = connection.getresponse()
            content = answer.read()
            taken[number].append(time.perf_counter() - start)
            if answer.status != expect:
                failures.append(f"{answer.status} from {paths(turn)}: {content[:200]!r}")
            turn += CLIENTS
        connection.close()

    started = time.perf_counter()
    threads = [threading.Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise RuntimeError(failures[0])
    every = sorted(value for one in taken for value in one)
    elapsed = time.perf_counter() - started
    return Load(len(every) / elapsed, statistics.median(every) * 1000, every[int(len(every) * 0.95)] * 1000)


def rounds(*loads: Callable[[], Load], runs: int = RUNS) -> list[Load]:
    """Measure the loads alternately, ``runs`` times each; return the median round of each by its rate."""
    measured: list[list[Load]] = [[] for _ in loads]
    for _ in range(runs):
        for found, one in zip(measured, loads, strict=True):
            found.append(one())
    return [sorted(found, key=lambda load: load.rate)[len(found) // 2] for found in measured]
