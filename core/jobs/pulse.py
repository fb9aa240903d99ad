"""The pulse of a running job: while it beats, the lease is kept and the progress is seen by everybody.

A thread with a connection of its own writes the progress and renews the lease, because the work
itself is one transaction that nobody can look into. When the process dies the pulse stops, the
lease runs out, and another worker takes the job over.
"""

from __future__ import annotations

import logging
import threading
import uuid
from types import TracebackType
from typing import Self

from django.db import DatabaseError, connections

BEAT_SECONDS = 0.5
LEASE_SECONDS = 60
log = logging.getLogger(__name__)

_BEAT = """
UPDATE core_job SET lease_until = clock_timestamp() + make_interval(secs => %s),
       progress_done = %s, progress_total = %s, message = %s
 WHERE id = %s AND lease_token = %s AND state = 'running'
RETURNING is_cancel_requested
"""


class Pulse:
    """Beats from ``__enter__`` to ``__exit__``.

    Attributes:
        is_cancel_requested: Somebody asked the job to stop.
        is_lost: The lease went to another worker; this one must stop and write nothing more.
    """

    def __init__(self, job_id: int, token: uuid.UUID) -> None:
        self.job_id, self.token = job_id, token
        self.is_cancel_requested = False
        self.is_lost = False
        self.done, self.total, self.message = 0, 0, ""
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name=f"job-{job_id}-pulse", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        self._thread.join()

    def _run(self) -> None:
        own = connections.create_connection("default")
        try:
            while True:
                try:
                    self.beat(own)
                except DatabaseError as error:
                    log.warning("The pulse of job %s missed a beat: %s", self.job_id, error)
                    own.close()
                if self._stop.wait(BEAT_SECONDS):
                    return
        finally:
            own.close()

    def beat(self, connection: object) -> None:
        """Write progress and lease once, and read whether to stop."""
        with connection.cursor() as cursor:  # type: ignore[attr-defined]
            cursor.execute(
                _BEAT,
                [LEASE_SECONDS, self.done, self.total, self.message[:300], self.job_id, self.token],
            )
            row = cursor.fetchone()
        self.is_lost = row is None
        self.is_cancel_requested = bool(row and row[0])
