"""In which capacity somebody gets a message, as the message says it in the language that is written."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def role_name(reason: str) -> str:
    """Return in which capacity somebody gets a message, by the reason that the ledger keeps.

    The reason reads ``To Ana Ruiz as owner. …``; a person's name may hold " as " too.
    """
    names = _roles()
    known = (name for role, name in names.items() if f" as {role}." in reason)
    return next(known, reason.partition(" as ")[2].partition(".")[0] or _("recipient"))


def _roles() -> dict[str, str]:
    return {
        "owner": _("owner"),
        "backup owner": _("backup owner"),
        "named on the contract": _("person named on the contract"),
        "procurement of the department": _("procurement of the department"),
        "procurement": _("procurement"),
        "administrator of the department": _("administrator of the department"),
        "administrator": _("administrator"),
        "manager of the owner": _("manager of the owner"),
        "manager": _("manager"),
        "legal": pgettext("role", "legal"),
        "head of procurement": _("head of procurement"),
    }
