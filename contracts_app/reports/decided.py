"""What is put before who decides on a contract about the contract itself: a section of the registry."""

from __future__ import annotations

import datetime as dt
from typing import Any

from core.rules.section import SectionContent, content_of
from core.rules.wording import money_text


def contract_section(contract: Any, user: Any, now: dt.datetime) -> SectionContent:
    """Return the facts of the contract in words; what is not known is left out."""
    value = ""
    if contract.value_amount is not None:
        value = money_text(contract.value_amount, contract.value_currency)
    facts = [
        ("Number", contract.number),
        ("Title", contract.title),
        ("Type", contract.get_type_display()),
        ("Status", contract.get_status_display()),
        ("Vendor", str(contract.vendor)),
        ("Our entity", str(contract.entity or "")),
        ("Department", str(contract.department)),
        ("Owner", str(contract.owner or "")),
        ("Backup owner", str(contract.backup_owner or "")),
        ("Value", value),
        ("Governing law", contract.governing_law),
        ("Confidential", "Yes" if contract.is_confidential else ""),
    ]
    return content_of(facts)
