"""The work of report jobs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

from compliance.actions.portfolio import keep_report
from compliance.forms import filter_words
from compliance.reports.portfolio import read_portfolio
from compliance.reports.printing import hash_of, print_portfolio
from compliance.rules.portfolio import PortfolioFilters
from core import clock
from core.audit import Actor
from core.ledger import latest_head
from core.models import Job
from core.pdf import Imprint

Report = Callable[[int, int, str], None]


def make_portfolio(job: Job, report: Report) -> dict[str, Any]:
    """Read, print and keep the portfolio report that a person asked for.

    Safe to run twice: it only reads until the file is kept, and a job keeps one file.

    Returns:
        The stored file's id, the content hash and the number of contracts.
    """
    as_of = dt.date.fromisoformat(job.params["as_of"])
    filters = PortfolioFilters(**job.params["filters"])
    person = job.requested_by
    assert person is not None, "a person asked for the report"
    portfolio = read_portfolio(
        user=person,
        as_of=as_of,
        filters=filters,
        progress=lambda done, total: report(done, total, "Computing deadlines"),
    )
    pdf = print_portfolio(
        portfolio,
        filter_words=filter_words(filters),
        imprint=Imprint(made_by=str(person), made_at=clock.now(), ledger_head=latest_head()),
        progress=lambda done, total: report(done, total, "Laying out pages"),
    )
    actor = Actor.person(person, channel="task", request_id=f"job:{job.pk}")
    name = f"portfolio-{as_of.isoformat()}.pdf"
    kept = keep_report(actor=actor, job=job, name=name, pdf=pdf, now=clock.now())
    return {"file": kept.pk, "sha256_of_content": hash_of(portfolio), "contracts": len(portfolio.rows)}
