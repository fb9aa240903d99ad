"""Importing an index series: all values of a file in one transaction, or nothing.

1. A person needs ``indexes.import`` in every department: prices of all of them may follow the series.
2. A bad row refuses the whole file, naming its row and column.
3. The same file again writes nothing and adds no history. A revised figure is a change of its value.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.db import connection

from contracts_app.rules.register_text import UnreadableRegister
from core.access import require
from core.audit import Actor, action
from core.errors import UserError
from core.files import content_store, save_file
from core.ledger.events import record_event
from core.models import StoredFile
from spend.models import IndexSeries, IndexValue
from spend.permissions import may_import_indexes
from spend.rules.index_file import CheckedIndex, IndexLayout, read_index
from spend.rules.index_period import Frequency
from spend.rules.index_series import IndexOutcome, SeriesFacts, compared, series_problems, tidied

FILE_KIND: Final = "index"
_LOCK: Final = "SELECT pg_advisory_xact_lock(hashtextextended('termkeeper index ' || %s, 0))"
_CHANGEABLE: Final = ("name", "publisher", "source", "base", "frequency")


class InvalidIndex(UserError):
    """What is stated about an index series cannot be used; ``fields`` says why."""

    code = "invalid_index"


class RefusedIndex(UserError):
    """The file has bad rows and nothing was imported; ``outcome`` has them all."""

    code = "bad_rows"
    status = 422

    def __init__(self, outcome: IndexOutcome) -> None:
        rows = "1 row is" if outcome.failed == 1 else f"{outcome.failed:,} of {outcome.rows:,} rows are"
        super().__init__(f"Nothing was imported: {rows} refused. Correct the file and import it again.")
        self.outcome = outcome


@dataclass(frozen=True, slots=True)
class IndexFile:
    """A checked file of index values, ready to be compared or imported; ``sha256`` is of its bytes."""

    facts: SeriesFacts
    frequency: Frequency
    checked: CheckedIndex
    file_name: str
    sha256: str


def check_index(
    raw: bytes,
    facts: SeriesFacts,
    layout: Mapping[str, str],
    *,
    on: dt.date,
    file_name: str,
    sha256: str,
) -> IndexFile:
    """Return a file checked row by row; nothing is written.

    Args:
        raw: The whole file.
        facts: What is stated about the series.
        layout: What else is stated: ``period_format``, ``decimal``, ``period_column``, ``value_column``.
        on: Today; periods that begin later are refused.
        file_name: As the person or command named the file.
        sha256: Of the bytes, in hex.

    Raises:
        InvalidIndex: What is stated about the series or the layout cannot be used; ``fields`` says what.
        UnreadableRegister: The file, its encoding or its header cannot be used.
    """
    facts = tidied(facts)
    series = IndexSeries.objects.for_system("values are compared with what is recorded")
    known = series.filter(code=facts.code).first()
    has_values = known is not None and IndexValue.unscoped.filter(series=known).exists()
    if problems := series_problems(facts, known.frequency if known else None, has_values=has_values):
        raise InvalidIndex(next(iter(problems.values()))[0], fields=problems)
    frequency = Frequency(facts.frequency or (known.frequency if known else ""))
    try:
        checked = read_index(raw, IndexLayout(frequency, **layout), on)
    except UnreadableRegister:
        raise
    except ValueError as error:
        raise InvalidIndex(str(error), fields={"period_format": [str(error)]}) from None
    return IndexFile(facts, frequency, checked, file_name, sha256)


def compare_index(file: IndexFile) -> IndexOutcome:
    """Return what importing ``file`` would do now; nothing is written (dry run)."""
    known = IndexSeries.unscoped.filter(code=file.facts.code).first()
    values = dict(IndexValue.unscoped.filter(series=known).values_list("period", "value")) if known else {}
    return compared(
        file.facts,
        file.frequency,
        file.checked,
        known=values,
        changed_facts=_changed_facts(known, file) if known else (),
        is_new=known is None,
    )


@action
def import_index(
    *, actor: Actor, file: IndexFile, now: dt.datetime, expected_digest: str = ""
) -> IndexOutcome:
    """Record the values of a checked file, and the series where it is new.

    Args:
        actor: Needs ``indexes.import`` in every department; the product's own commands may always.
        file: Checked rows.
        now: When.
        expected_digest: ``IndexOutcome.digest`` of the preview that the person saw; empty skips the
            comparison.

    Returns:
        What was done.

    Raises:
        NotAllowed: The person may not import index series.
        RefusedIndex: Rows are bad; nothing is written.
        InvalidIndex: Something else was recorded since the preview; nothing is written.
    """
    require(may_import_indexes(actor), "import index series")
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [file.facts.code])
    outcome = compare_index(file)
    if outcome.errors:
        raise RefusedIndex(outcome)
    if expected_digest and outcome.digest != expected_digest:
        raise InvalidIndex(
            "Values of this series were recorded since you looked. Look at the new preview, then confirm.",
            code="preview_outdated",
        )
    if outcome.changes_anything:
        _write(actor, file, outcome, now)
    return outcome


@action
def upload_index(*, actor: Actor, file_name: str, content: bytes, now: dt.datetime) -> StoredFile:
    """Keep a file of index values, to be looked at before it is imported; no value is touched.

    Raises:
        NotAllowed: The person may not import index series.
        RefusedFile: The file is not taken.
    """
    require(may_import_indexes(actor), "import index series")
    return save_file(actor=actor, name=file_name, data=content, kind=FILE_KIND, now=now)


def index_bytes(stored: StoredFile) -> bytes:
    """Return an uploaded file.

    Raises:
        StoreFailed: It is missing from the store or damaged.
    """
    return content_store().read(stored.sha256)


def _changed_facts(known: IndexSeries, file: IndexFile) -> list[str]:
    stated = {name: getattr(file.facts, name) for name in _CHANGEABLE}
    return [name for name, value in stated.items() if value and getattr(known, name) != value]


def _write(actor: Actor, file: IndexFile, outcome: IndexOutcome, now: dt.datetime) -> None:
    series = _series(file, outcome)
    new = [IndexValue(series=series, period=row.period, value=row.value) for row in outcome.created]
    IndexValue.unscoped.bulk_create(new)
    revised = {one.period: one.new for one in outcome.revised}
    for row in IndexValue.unscoped.filter(series=series, period__in=revised).order_by("period"):
        row.value = revised[row.period]
        row.save(update_fields=["value"])
    facts = {name: value for name, value in outcome.as_json().items() if name not in ("errors", "series")}
    details = {"series": series.code, "file": file.file_name, "sha256": file.sha256, **facts}
    record_event("spend.index.imported", actor=actor, now=now, subject=series, details=details)


def _series(file: IndexFile, outcome: IndexOutcome) -> IndexSeries:
    stated = {name: getattr(file.facts, name) for name in _CHANGEABLE}
    if outcome.is_new:
        return IndexSeries.unscoped.create(**{**stated, "code": file.facts.code, "frequency": file.frequency})
    series = IndexSeries.unscoped.select_for_update(of=("self",)).get(code=file.facts.code)
    for name in outcome.facts:
        setattr(series, name, stated[name])
    if outcome.facts:
        series.save(update_fields=list(outcome.facts))
    return series
