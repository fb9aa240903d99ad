"""The words for what was done to a contract."""

from __future__ import annotations

from typing import Any

from core.ledger import ActivityEntry, FieldChange
from core.pages.activity import WAYS, Sentence

_CONTRACT = "contracts_app.contract"
#: Better names for fields than the ones the columns have.
_LABELS = {
    "value_amount": "Value",
    "value_currency": "Currency",
    "is_confidential": "Confidential",
    "entity": "Our entity",
    "parent": "Hangs under",
    "term_type": "Kind of term",
    "initial_term_quantity": "First term",
    "initial_term_unit": "Unit of the first term",
    "renewal_term_quantity": "Renewal term",
    "renewal_term_unit": "Unit of the renewal term",
    "renewal_as_initial": "Renewals as long as the first term",
    "renewal_by_agreement": "Renewed only by agreement",
    "start_event": "Begins with",
    "end_event": "The first term counts from",
    "end_event_date": "Day of the event that the first term counts from",
    "max_renewals": "Renewals at most",
    "renewals_exercised": "Options exercised, or renewals agreed",
    "minimum_term_quantity": "Minimum term",
    "minimum_term_unit": "Unit of the minimum term",
    "minimum_event": "The minimum term counts from",
    "minimum_event_date": "Day of the event that the minimum term counts from",
    "clause_ref": "Clause",
    "quantity": "Notice period",
    "unit": "Unit of the notice period",
    "anchor": "Notice counted back from",
    "test": "On the last day the notice",
    "roll": "A last day that is not worked",
    "calendar": "Business days of",
    "minimum_quantity": "No exit in the first",
    "minimum_unit": "Unit of the time without exit",
    "deemed_business_days": "Business days until received",
    "deemed_calendar_days": "Calendar days until received",
}
_ADDED = {
    "contracts_app.contracttag": "Tag",
    "contracts_app.contractvendor": "Further vendor",
    "contracts_app.contractentity": "Further entity of ours",
    "contracts_app.contractaccess": "Person named",
    "contracts_app.noticerule": "Notice rule",
    "contracts_app.noticemethod": "Method of notice",
}
#: What the first line of a contract's life says; everything else is on its page.
_TOLD_AT_FIRST = {"vendor", "status", "owner", "value_amount", "value_currency", "start_date", "end_date"}
_TOLD_LABELS = 3
_DULL = {"contract", "rule", "source", "external_id", "created_at"}


def describe(rule: Any) -> str:
    """Return what to call a notice rule: who gives it, and which."""
    return f"{rule.get_party_display()}: {rule.get_kind_display().lower()}"


def line_of(
    entries: list[ActivityEntry],
    names: dict[tuple[str, Any], str],
    *,
    said: str = "",
    told: list[ActivityEntry] | None = None,
) -> Sentence:
    """Return the one line for what was done on one occasion.

    Args:
        entries: All of it, newest first.
        names: What parts are called.
        said: What was done, where another app says it; then ``told`` has the changes to list under it.
        told: The changes of the contract itself.
    """
    first = entries[0]
    if said:
        listed = [change for entry in reversed(told or []) for change in _changes(entry, names)]
        return _sentence(first, said, listed)
    is_new = any(entry.model == _CONTRACT and entry.verb == "created" for entry in entries)
    changes = [change for entry in reversed(entries) for change in _changes(entry, names)]
    if is_new:
        said = "recorded this contract"
        changes = [change for change in changes if change.name in _TOLD_AT_FIRST]
    elif len(changes) == 1:
        said, changes = _phrase(changes[0]), []
    else:
        said = "changed this contract"
    return _sentence(first, said, changes)


def _sentence(first: ActivityEntry, said: str, changes: list[FieldChange]) -> Sentence:
    return Sentence(
        at=first.at,
        actor=first.actor,
        said=said,
        way=WAYS.get(first.channel, ""),
        reason=first.reason,
        changes=tuple(changes),
    )


def words_about(entries: list[ActivityEntry], names: dict[tuple[str, Any], str]) -> tuple[str, str]:
    """Return what stands before and after the number of a contract that was changed on one occasion.

    "changed the end date of" C-2041 "from 30 Nov 2026 to 31 Dec 2026".
    """
    changes = [change for entry in reversed(entries) for change in _changes(entry, names)]
    if len(changes) == 1:
        return _phrase_about(changes[0])
    labels = list(dict.fromkeys(_small(change.label) for change in changes))
    if not labels:
        return "changed", ""
    told, more = labels[:_TOLD_LABELS], len(labels) - _TOLD_LABELS
    rest = f" and {more} more" if more > 0 else ""
    return f"changed {_listed(told, is_closed=not rest)}{rest} of", ""


def _listed(words: list[str], *, is_closed: bool) -> str:
    if len(words) == 1 or not is_closed:
        return ", ".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _phrase_about(change: FieldChange) -> tuple[str, str]:
    """Return one change as what stands before and after the contract's number."""
    label = _small(change.label)
    if change.name == "status":
        return "moved", f"from “{change.old}” to “{change.new}”"
    if change.name == "is_confidential":
        return ("marked", "confidential") if change.new == "Yes" else ("lifted the confidentiality of", "")
    if change.name in _ADDED:
        return (
            (f"added the {label} {change.new} to", "")
            if change.new
            else (f"removed the {label} {change.old} from", "")
        )
    if not change.new:
        return f"cleared the {label} of", f"(it was {change.old})"
    if not change.old:
        return f"set the {label} of", f"to {change.new}"
    return f"changed the {label} of", f"from {change.old} to {change.new}"


def _changes(entry: ActivityEntry, names: dict[tuple[str, Any], str]) -> list[FieldChange]:
    if entry.model in _ADDED and entry.verb != "changed":
        name = names.get((entry.model, entry.subject_id), "")
        old, new = (name, "") if entry.verb == "deleted" else ("", name)
        link = [FieldChange(entry.model, _ADDED[entry.model], old, new)]
        return link + (_fields(entry) if entry.model.endswith(("rule", "method")) else [])
    return _fields(entry)


def _fields(entry: ActivityEntry) -> list[FieldChange]:
    return [
        FieldChange(change.name, _LABELS.get(change.name, change.label), change.old, change.new)
        for change in entry.changes
        if change.name not in _DULL and not (entry.verb == "created" and _is_said(entry, change))
    ]


def _is_said(entry: ActivityEntry, change: FieldChange) -> bool:
    """Tell whether the name of a new part says this field already."""
    return entry.model.endswith(("rule", "method")) and change.name in {"party", "kind", "method"}


def _phrase(change: FieldChange) -> str:
    """Return one change as a phrase that follows a name: "changed the end date from … to …"."""
    label = change.label[:1].lower() + change.label[1:]
    if change.name == "status":
        return f"moved this contract from “{change.old}” to “{change.new}”"
    if change.name == "is_confidential":
        return "marked this contract confidential" if change.new == "Yes" else "lifted the confidentiality"
    if change.name in _ADDED:
        return f"added the {label} {change.new}" if change.new else f"removed the {label} {change.old}"
    if not change.new:
        return f"cleared the {label} (it was {change.old})"
    return (
        f"changed the {label} from {change.old} to {change.new}"
        if change.old
        else f"set the {label} to {change.new}"
    )
