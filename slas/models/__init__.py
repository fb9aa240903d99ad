"""Services, what was promised about them, what happened, how it was judged, and what is claimed for it."""

from slas.models.claim import Claim, ClaimBasis, ClaimStep
from slas.models.credit_agreement import CreditAgreement
from slas.models.exclusion import Exclusion
from slas.models.measurement import Measurement, VendorFigure
from slas.models.outage import Outage
from slas.models.result import Result, ResultVersion
from slas.models.service import Service
from slas.models.target import SlaTarget, TargetVersion
from slas.models.ticket import Ticket, TicketPause

__all__ = [
    "Claim",
    "ClaimBasis",
    "ClaimStep",
    "CreditAgreement",
    "Exclusion",
    "Measurement",
    "Outage",
    "Result",
    "ResultVersion",
    "Service",
    "SlaTarget",
    "TargetVersion",
    "Ticket",
    "TicketPause",
    "VendorFigure",
]
