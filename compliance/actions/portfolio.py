"""Asking for the portfolio report as a PDF."""

from __future__ import annotations

import dataclasses
import datetime as dt

from compliance.rules.portfolio import PortfolioFilters
from core.access import require
from core.audit import Actor, action
from core.jobs import enqueue
from core.models import Job

JOB_KIND = "compliance.portfolio"


@action
def request_portfolio(
    *, actor: Actor, as_of: dt.date, filters: PortfolioFilters, return_url: str = ""
) -> Job:
    """Ask for the report; a worker makes it and the job's page shows how far it is.

    Args:
        actor: A person with ``reports.make``; the report holds what this person may see.
        as_of: The as-of day, inclusive.
        filters: What to narrow to.
        return_url: The page that lists finished reports.

    Raises:
        NotAllowed: The person may not make reports.
    """
    require(actor.user is not None and actor.user.can("reports.make"), "make reports")
    params = {"as_of": as_of.isoformat(), "filters": dataclasses.asdict(filters)}
    return enqueue(JOB_KIND, params, requested_by=actor.user, return_url=return_url)
