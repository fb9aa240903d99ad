"""Mail: what is due becomes messages and goes out, beside one task for each message.

Fanning out gives every recipient of what is due a message with its row in the delivery ledger, as a set.
Sending is another matter: after each answer of the mail server one statement is committed, so that no
message is lost or doubled; its rate is that of the commits.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
import time

from django.db import connection
from django.test import override_settings

from bench import database, fanout
from bench.harness import Figure, line, seconds
from core import clock
from core.models import Delivery
from core.reminders.sending import send_due
from core.reminders.settling import settle_due

MESSAGES = 3_000
WAIT_SECONDS = 120.0
COPY_NAME = "termkeeper_bench_mail"
BACKEND = "django.core.mail.backends.dummy.EmailBackend"


@line("mail")
def measure(**_rest: int) -> list[Figure]:
    """Measure the sender with a mail server that takes everything at once, so that only our work counts."""
    with database.copied(COPY_NAME):
        database.leave_nothing_due()
        now = clock.now()
        _make_due(now)
        fanning = seconds(lambda: settle_due(now))
        waiting = Delivery.objects.filter(state=Delivery.State.PENDING).count()
        with override_settings(EMAIL_BACKEND=BACKEND):
            took = seconds(lambda: send_due(now))
        sent = Delivery.objects.filter(state=Delivery.State.SENT).count()
        if sent != waiting or not sent:
            raise RuntimeError(f"{sent} of {waiting} messages were sent")
        floor = _one_task_each(list(Delivery.objects.values_list("pk", flat=True)[:MESSAGES]))
    rate, spread = sent / took, waiting / fanning
    return [
        Figure(
            "e-mail fan-out, each message with its ledger row", round(spread), "messages/s", round(floor),
            "one task per mail", round(spread / floor, 2), ">= 10 x", spread >= 10 * floor,
        ),
        Figure(
            "mail sent, each message recorded before the next", round(rate), "messages/s", round(floor),
            "one task per mail", round(rate / floor, 2), ">= 1 x", rate >= floor, {"messages": sent},
        )
    ]  # fmt: skip


def _make_due(now: dt.datetime) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_reminder SET due_date = %s WHERE id IN (SELECT max(id) FROM core_reminder"
            " WHERE state = 'planned' GROUP BY subject_id ORDER BY subject_id LIMIT %s)",
            [now.date(), MESSAGES],
        )


def _one_task_each(ids: list[int]) -> float:
    """Return the messages a second of a worker with two processes that gets one task for each message."""
    fanout.reset()
    worker = subprocess.Popen(
        [sys.executable, "-m", "celery", "--quiet", "-A", "bench.fanout", "worker", "--concurrency", "2",
         "--queues", fanout.QUEUE, "--loglevel", "ERROR", "--without-gossip", "--without-mingle"],
        env=fanout.environment(COPY_NAME),
    )  # fmt: skip
    try:
        fanout.send_one.delay(ids[0])
        _wait_for(1)
        return len(ids) / seconds(
            lambda: ([fanout.send_one.delay(pk) for pk in ids], _wait_for(1 + len(ids)))
        )
    finally:
        worker.terminate()
        worker.wait(timeout=30)


def _wait_for(count: int) -> None:
    deadline = time.monotonic() + WAIT_SECONDS
    while fanout.done() < count:
        if time.monotonic() > deadline:
            raise RuntimeError(f"only {fanout.done()} of {count} tasks were done in {WAIT_SECONDS:.0f} s")
        time.sleep(0.02)
