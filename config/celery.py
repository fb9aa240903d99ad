"""The Celery application: workers are only a nudge, the database holds what is owed."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_init

from core.collecting import collect_rarely

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("termkeeper")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
def _when_a_worker_starts(**_signal: Any) -> None:
    """Collect garbage rarely, in the worker and in what it forks."""
    collect_rarely()
