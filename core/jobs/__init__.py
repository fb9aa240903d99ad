"""Long work that a worker does: asked for with what causes it, watched and cancelled in a page."""

from core.jobs.queue import cancel_job, enqueue, nudge
from core.jobs.running import JobCancelled, drain

__all__ = ["JobCancelled", "cancel_job", "drain", "enqueue", "nudge"]
