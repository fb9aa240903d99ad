"""Verification of the audit trail: chain, ledger, history and current rows against each other."""

from core.ledger.verifying.finding import Finding
from core.ledger.verifying.report import Report, verify

__all__ = ["Finding", "Report", "verify"]
