"""The status word of a deadline in templates."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils.safestring import SafeString

from core.templatetags.words import status_word
from renewals.reports.words import word_for, word_of, word_to_act
from renewals.rules.sentences import FIELDS

register = template.Library()


@register.filter
def fact_name(name: str) -> str:
    """Return what a fact that a deadline needs and does not have is called."""
    return FIELDS.get(name, name.replace("_", " "))


@register.simple_tag
def deadline_word(deadline: Any, on: dt.date) -> SafeString | str:
    """Draw the word of a deadline whose contract is at hand; nothing where no deadline runs."""
    word = word_of(deadline, on)
    return status_word(word.kind, word.text) if word else ""


@register.simple_tag
def deadline_word_to_act(deadline: Any, on: dt.date) -> SafeString | str:
    """Draw by when somebody must act on a deadline whose contract is at hand, for the exit still in reach."""
    word = word_to_act(deadline, on)
    return status_word(word.kind, word.text) if word else ""


@register.simple_tag
def contract_deadline_word(contract: Any, on: dt.date) -> SafeString | str:
    """Draw the word of the deadline of a contract in the list of contracts."""
    word = word_for(
        status=contract.deadline_status or "",
        act_by_date=contract.act_by_date,
        notice_by_date=contract.deadline_notice_by,
        term_end=contract.deadline_term_end,
        missing=contract.deadline_missing,
        contract_status=contract.status,
        on=on,
    )
    return status_word(word.kind, word.text) if word else ""
