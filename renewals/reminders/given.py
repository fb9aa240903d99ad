"""What notices did to contracts: the reconciler's own reading of them.

It shares nothing with ``renewals.rules.ending.with_notices``: here the database picks the notice that counts.
"""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from renewals.models import Notice

_OPTION = Q(kind="option_exercise")
_ENDS = Q(kind__in=["termination", "non_renewal"], exit_date__isnull=False) & (
    Q(direction="ours") | Q(direction="theirs", outcome="accepted")
)


def with_what_was_given(records: dict[int, dict[str, Any]]) -> dict[int, dict[str, Any]]:
    """Write into recorded terms which notice ends them, and how many options were exercised."""
    scope = Notice.objects.for_system("the reconciler looks at every notice")
    done = scope.filter(contract__in=records, status="closed")
    for pk, term in done.filter(_OPTION, term_number__isnull=False).values_list("contract_id", "term_number"):
        said = records[pk]["term"]
        if said.get("renewals_exercised", 0) < term:
            said["renewals_exercised"] = term
    last = done.filter(_ENDS, contract__status="notice_served").order_by(
        "contract_id", "exit_date", "-closed_at"
    )
    for pk, side, day in last.distinct("contract_id").values_list("contract_id", "direction", "exit_date"):
        records[pk]["ending"] = {"by": "us" if side == "ours" else "vendor", "exit_date": str(day)}
    return records
