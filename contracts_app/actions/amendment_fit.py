"""Whether the changes of an amendment can be made in the text, and what they do to those behind it."""

from __future__ import annotations

from contracts_app.actions.amended_text import for_system, text_on, versions_of
from contracts_app.models import Amendment, Contract
from contracts_app.rules.amendment_order import before_next_version
from contracts_app.rules.consolidation import Misfit
from contracts_app.rules.problems import Problems, add
from core.errors import UserError


class UnfitAmendment(UserError):
    """A change of a clause cannot be made; it may be recorded all the same, once that is accepted."""

    code = "clauses_do_not_fit"
    status = 422


def refuse_misfits(contract: Contract, amendment: Amendment) -> None:
    """Refuse an amendment (stored, not committed) with changes that cannot be made.

    Changes of amendments behind it that can no longer be made because of it count too.

    Raises:
        UnfitAmendment: ``fields`` names each change (``clauses.0.number``).
    """
    found = new_misfits(contract, amendment)
    if not found:
        return
    fields: Problems = {}
    for misfit in found:
        own = misfit.amendment == amendment.pk
        add(fields, f"clauses.{misfit.place}.number" if own else "clauses", misfit.message)
    raise UnfitAmendment(found[0].message, fields=fields)


def new_misfits(contract: Contract, amendment: Amendment) -> list[Misfit]:
    """Return the changes that cannot be made with ``amendment`` in its place and could be without it."""
    document = amendment.document
    if document is None:
        return []
    standing = for_system(Amendment).filter(contract_id=contract.pk, document=document).standing()
    amendments = list(standing.prefetch_related("changes"))
    versions = versions_of(for_system, [document.pk])[document.pk]
    day = before_next_version(amendment.effective_date, versions)
    others = [one for one in amendments if one.pk != amendment.pk]
    having = text_on(for_system, document, day, amendments, versions)
    before = text_on(for_system, document, day, others, versions)
    known = {(one.amendment, one.place) for one in before.text.misfits}
    return [one for one in having.text.misfits if (one.amendment, one.place) not in known]
