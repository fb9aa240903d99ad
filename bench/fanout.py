"""The floor of the mail line: a worker that gets one task for each message."""

from __future__ import annotations

import os

import django
import redis
from celery import Celery
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "bench.settings")
django.setup()

from django.core.mail import EmailMessage, get_connection

from core.models import Delivery

QUEUE = "termkeeper-bench"
_DONE = "termkeeper-bench-done"

app = Celery("bench", broker=settings.CELERY_BROKER_URL)
app.conf.update(task_ignore_result=True, task_default_queue=QUEUE, worker_prefetch_multiplier=64)
_counter = redis.Redis.from_url(settings.REDIS_URL)


@app.task
def send_one(pk: int) -> None:
    """Read one message, send it to nowhere, mark it as sent."""
    row = Delivery.objects.get(pk=pk)
    mailer = get_connection("django.core.mail.backends.dummy.EmailBackend")
    EmailMessage("Act by", row.message_id, None, [row.address], connection=mailer).send()
    Delivery.objects.filter(pk=pk).update(state=Delivery.State.SENT)
    _counter.incr(_DONE)


def environment(database: str) -> dict[str, str]:
    """Return the environment of a worker on ``database``."""
    return os.environ | {"DJANGO_SETTINGS_MODULE": "bench.settings", "TERMKEEPER_BENCH_DATABASE": database}


def reset() -> None:
    """Forget what was done before."""
    _counter.delete(_DONE, QUEUE)


def done() -> int:
    """Return how many messages were sent."""
    return int(_counter.get(_DONE) or 0)
