"""Settings of a measurement: the product's own, on a database of its own."""

import os

from config.settings import *  # noqa: F403
from config.settings import DATABASES

BENCH_DATABASE = os.environ.get("TERMKEEPER_BENCH_DATABASE", "termkeeper_bench")
MAINTENANCE_DATABASE = DATABASES["default"]["NAME"]
DATABASES = {"default": {**DATABASES["default"], "NAME": BENCH_DATABASE}}
LOGGING = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING", "handlers": []}}
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
