"""What a monthly report about services is: its subject and month, what leads, and its sections."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

from core.pdf import content_hash
from slas.reports.sections import ReportSection
from slas.rules.report_month import ReportMonth


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthlyReport:
    """A report about a month.

    Attributes:
        subject: What it is about: number and title of a contract, or the portfolio.
        vendor: Name of the vendor; blank over the portfolio.
        slug: The subject in a file name.
        is_confidential: Whether few may see the contract.
        month: The month.
        as_of: The day whose knowledge it states.
        summary: What leads, as pairs of label and value.
        sections: Everything else, in order.
    """

    subject: str
    vendor: str
    slug: str
    is_confidential: bool
    month: ReportMonth
    as_of: dt.date
    summary: tuple[tuple[str, str], ...]
    sections: tuple[ReportSection, ...]

    @property
    def sha256(self) -> str:
        """Return the content hash: the same content gives the same hash, whoever printed it when.

        Where something is drawn is no content; the figures of a chart stand in its table.
        """
        content = replace(self, sections=tuple(_undrawn(one) for one in self.sections))
        return content_hash({"report": "monthly SLA report", "content": content})


def _undrawn(section: ReportSection) -> ReportSection:
    charts = tuple(replace(one, trend=None, pipeline=None) for one in section.charts)
    return replace(section, charts=charts)
