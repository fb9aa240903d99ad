"""Contracts whose notice goes by post, so that act-by lies before notice-by."""

from __future__ import annotations

import datetime as dt
from typing import Any

from contracts_app.models import Contract
from core import clock
from tests.support.reminding import a_contract


def posted_in(days: int, **fields: Any) -> Contract:
    """Record a contract whose notice must be received in so many days, five business days after posting."""
    end = clock.now().date() + dt.timedelta(days=days + 30)
    terms = {
        "term_type": "auto_renew",
        "start_date": end - dt.timedelta(days=199),
        "initial_term_quantity": 200,
        "initial_term_unit": "days",
        "renewal_term_quantity": 200,
        "renewal_term_unit": "days",
    }
    post = [{"method": "registered post", "deemed_business_days": 5}]
    notice = {"quantity": 30, "unit": "calendar_days", "calendar": "DE", "methods": post}
    return a_contract(now=clock.now(), terms=terms, notice=notice, **fields)
