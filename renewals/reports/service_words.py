"""The words for services of a notice: their state, and whether they were in time."""

from __future__ import annotations

from typing import Final

from core.pages.status import StatusWord
from core.rules.wording import weekday_date
from renewals.models import Notice, Service
from renewals.rules.notice import NoticeTest
from renewals.rules.service import Timeliness, timeliness_of

_WORDS: Final = {
    Service.Status.SERVED: "done",
    Service.Status.ACKNOWLEDGED: "done",
    Service.Status.DISPUTED: "missed",
    Service.Status.WITHDRAWN: "draft",
}


def word_of_service(service: Service) -> StatusWord:
    """Return the status word of a service."""
    return StatusWord(_WORDS[Service.Status(service.status)], service.get_status_display())


def word_of_notice(notice: Notice, services: list[Service]) -> StatusWord:
    """Return the status word of a notice of ours: what is to be done next, or that it is served."""
    if notice.status == Notice.Status.CLOSED:
        return StatusWord("done", "Served and closed")
    standing = [service for service in services if service.status != Service.Status.WITHDRAWN]
    if any(service.proof_id for service in standing):
        return StatusWord("review", "Served, to be closed")
    if standing:
        return StatusWord("act", "Proof of service is missing")
    by = f" by {weekday_date(notice.notice_by_date)}" if notice.notice_by_date else ""
    return StatusWord("act", f"To be served{by}")


def warning_of(service: Service, notice: Notice) -> StatusWord | None:
    """Return the warning that a service was late, or may be; None where it was in time."""
    found = timeliness_of(
        test=NoticeTest(notice.test or NoticeTest.RECEIVED),
        sent=service.sent_date,
        received=service.counts_from,
        send_by=notice.send_by_date,
        notice_by=notice.notice_by_date,
    )
    by = weekday_date(notice.notice_by_date) if notice.notice_by_date else ""
    if found is Timeliness.LATE:
        return StatusWord("missed", f"Late: due by {by}")
    if found is Timeliness.AFTER_SEND_BY:
        return StatusWord("missed", f"Sent late: must arrive by {by}")
    if found is Timeliness.UNKNOWN:
        return StatusWord("unknown", "Arrival not known")
    return None
