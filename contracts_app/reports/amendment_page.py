"""One amendment for its page: each change of a clause with the words before it, and how it stands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from contracts_app.actions.amended_text import dates_of, for_reader, text_on, versions_of
from contracts_app.models import Amendment, AmendmentChange, Contract
from contracts_app.reports.reading_form import Setting, setting_of
from contracts_app.rules.consolidation import Deletion, TextClause
from contracts_app.rules.reading_blocks import Block
from core.ledger import ActivityEntry
from core.pages.status import StatusWord
from core.rules.wording import short_date

_MODELS: Final = tuple(model._meta.label_lower for model in (Amendment, AmendmentChange))


@dataclass(frozen=True, slots=True)
class ToldChange:
    """A change of a clause: the words that stood there before, and why it could not be made."""

    change: AmendmentChange
    before: tuple[Block, ...] = ()
    words: tuple[Block, ...] = ()
    heading: str = ""
    along: tuple[str, ...] = ()
    misfit: str = ""


def word_of_amendment(amendment: Amendment, on: dt.date) -> StatusWord:
    """Return how an amendment stands on a day, in a word."""
    if amendment.withdrawn_at is not None:
        return StatusWord("draft", "Withdrawn")
    if amendment.problem:
        return StatusWord("missed", "Terms not applied")
    if amendment.effective_date > on:
        return StatusWord("review", f"From {short_date(amendment.effective_date)}")
    return StatusWord("active", "In force")


def told_changes(amendment: Amendment, user: Any) -> tuple[list[ToldChange], str]:
    """Return the changes of clauses of an amendment with what they do, and what is said of its base.

    The words before are those of the text with everything that counts before the amendment.
    """
    changes = sorted(amendment.changes.all(), key=lambda one: one.order)
    if amendment.document is None or not changes:
        plain = setting_of(None)
        return [ToldChange(one, words=_words(one, plain)) for one in changes], ""
    scope, document = for_reader(user), amendment.document
    rows = scope(Amendment).filter(contract_id=amendment.contract_id, document=document).standing()
    place = dates_of(amendment).place
    others = [one for one in rows.prefetch_related("changes") if dates_of(one).place < place]
    versions = versions_of(scope, [document.pk])[document.pk]
    day = amendment.effective_date
    before = text_on(scope, document, day, others, versions)
    after = text_on(scope, document, day, [*others, amendment], versions)
    misfits = {one.place: one.message for one in after.text.misfits if one.amendment == amendment.pk}
    told = [_told(one, before, after.text.deletions, misfits, amendment.pk) for one in changes]
    return told, _base_words(amendment, after)


def _told(
    change: AmendmentChange, before: Any, deletions: Sequence[Deletion], misfits: dict[int, str], key: int
) -> ToldChange:
    present, setting = before.text.find(change.number), setting_of(before)
    along = [one.along for one in deletions if one.amendment == key and one.number == change.number]
    return ToldChange(
        change,
        _present(present, setting) if present else (),
        _words(change, setting),
        present.heading if present else "",
        along[0] if along else (),
        misfits.get(change.order, ""),
    )


def _present(clause: TextClause, setting: Setting) -> tuple[Block, ...]:
    is_amended = clause.amendment is not None
    return setting.blocks(clause.text, clause.number, clause.heading, is_amended=is_amended)


def _words(change: AmendmentChange, setting: Setting) -> tuple[Block, ...]:
    return setting.blocks(change.text, change.number, change.heading, is_amended=True) if change.text else ()


def _base_words(amendment: Amendment, after: Any) -> str:
    """Say where its changes of clauses do not go into the text that counts on its day."""
    if after.base is None:
        return "No version of the document counts on that day, so there is no text to change."
    if amendment.pk in {one.key for one in after.standing.taken_in}:
        since = short_date(after.standing.base.effective_date)
        return f"Version {after.base.number}, which counts from {since}, is taken to have its words in it."
    if after.is_without_words:
        return f"The text of version {after.base.number} was not read, so the changes cannot be made in it."
    return ""


def activity_names(contract: Contract) -> dict[tuple[str, Any], str]:
    """Return every amendment of a contract and what it changes, with what to call it in the activity."""
    amendments = dict(Amendment.unscoped.filter(contract=contract).values_list("pk", "title"))
    names: dict[tuple[str, Any], str] = {(_MODELS[0], pk): title for pk, title in amendments.items()}
    changes = AmendmentChange.unscoped.filter(amendment__in=amendments)
    names |= {(_MODELS[1], pk): amendments[of] for pk, of in changes.values_list("pk", "amendment_id")}
    return names


def activity_phrase(entries: Sequence[ActivityEntry], names: dict[tuple[str, Any], str]) -> str:
    """Say what was done to an amendment on one occasion, as a phrase that follows a name."""
    for entry in entries:
        title = names[entry.model, entry.subject_id]
        now = {change.name: change.new for change in entry.changes}
        if entry.model == _MODELS[0] and entry.verb == "created":
            return f"recorded {title}, effective {now.get('effective_date', '')}"
        if now.get("withdrawn_at"):
            return f"withdrew {title}"
    problem = next((one for one in entries if any(change.name == "problem" for change in one.changes)), None)
    return f"noted a problem with {names[problem.model, problem.subject_id]}" if problem else ""
