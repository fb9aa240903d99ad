"""The test settings, with mail and marker in the folder that the test names, and a beat of one second."""

import os
from pathlib import Path

from config.test_settings import *  # noqa: F403

_FOLDER = Path(os.environ["TERMKEEPER_CHAOS_FOLDER"])
EMAIL_BACKEND = "core.mail.mailbox.MailboxBackend"
MAILBOX_DIR = _FOLDER / "mailbox"
SWEEP_MARKER_FILE = _FOLDER / "sweep-generation"
CELERY_BEAT_SCHEDULE = {
    "sweep": {"task": "core.reminders.sweep", "schedule": 1.0, "options": {"expires": 55}}
}
