"""Settings for the tests: the product's own, with a fast password hasher and folders of their own."""

import os
import tempfile
from pathlib import Path

from config.settings import *  # noqa: F403

_FOLDER = Path(tempfile.mkdtemp(prefix="termkeeper-test-"))
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MAILBOX_DIR = _FOLDER / "mailbox"
SWEEP_MARKER_FILE = _FOLDER / "sweep-generation"
FILE_STORE_DIR = _FOLDER / "files"
HEADS_FILE = _FOLDER / "ledger-heads.jsonl"
EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
CELERY_TASK_ALWAYS_EAGER = False
CELERY_BROKER_URL = os.environ.get("REDIS_URL", "memory://")
INSTALLED_APPS = [*INSTALLED_APPS, "tests.support.auditlab"]  # noqa: F405
