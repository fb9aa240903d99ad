"""An index is imported as a whole or not at all, and the same file again changes nothing."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal

import pytest

from core.audit import Actor
from core.errors import NotAllowed
from core.models import LedgerEntry
from spend.actions.indexes import InvalidIndex, RefusedIndex, compare_index, import_index
from spend.models import IndexSeries, IndexValue
from tests.support.contracts import history_of
from tests.support.people import a_department, a_user
from tests.support.prices import CPI, NOW, SYSTEM, a_series, csv_of, import_values, index_file

pytestmark = pytest.mark.django_db
D = Decimal


def values() -> dict[str, Decimal]:
    rows = IndexValue.unscoped.order_by("period").values_list("period", "value")
    return {f"{period:%Y-%m}": value for period, value in rows}


def events() -> list[dict]:
    bodies = (
        LedgerEntry.objects.filter(kind="spend.index.imported").order_by("pk").values_list("body", flat=True)
    )
    return [json.loads(body)["event"] for body in bodies]


def test_a_new_series_is_recorded_with_its_values():
    outcome = import_values(csv_of(CPI), base="2020 = 100", publisher="Office", source="Table 1")
    series = IndexSeries.unscoped.get()
    assert (series.code, series.name, series.frequency) == ("CPI", "Consumer prices", "monthly")
    assert (series.base, series.publisher, series.source) == ("2020 = 100", "Office", "Table 1")
    assert values() == {"2025-10": D("118.2"), "2026-10": D("122.9")}
    assert (outcome.is_new, len(outcome.created), outcome.unchanged) == (True, 2, 0)
    assert history_of(series) == ["+"]
    (event,) = events()
    assert event["actor"] == "system:test"
    assert event["details"]["created"] == 2
    assert len(event["details"]["sha256"]) == 64


def test_the_same_file_again_changes_nothing_and_adds_no_history():
    a_series()
    before = LedgerEntry.objects.count()
    same = b"\xef\xbb\xbfvalue;period\r\n122.90;2026-10\r\n118.2000;2025-10\r\n"
    outcome = import_values(same)
    assert (outcome.unchanged, outcome.changes_anything) == (2, False)
    assert LedgerEntry.objects.count() == before
    assert [history_of(row) for row in IndexValue.unscoped.all()] == [["+"], ["+"]]


def test_a_revised_figure_is_reported_and_kept_in_the_history():
    a_series()
    outcome = import_values(csv_of({"2026-10": "123.1", "2026-11": "123.4"}))
    (revised,) = outcome.revised
    assert (revised.period, revised.old, revised.new) == (dt.date(2026, 10, 1), D("122.9"), D("123.1"))
    assert values() == {"2025-10": D("118.2"), "2026-10": D("123.1"), "2026-11": D("123.4")}
    row = IndexValue.unscoped.get(period=revised.period)
    assert list(
        IndexValue.history.filter(id=row.pk).order_by("history_id").values_list("value", flat=True)
    ) == [
        D("122.9"),
        D("123.1"),
    ]
    assert events()[-1]["details"]["revisions"] == [{"period": "2026-10", "old": "122.9", "new": "123.1"}]


def test_a_bad_row_refuses_the_whole_file():
    a_series()
    with pytest.raises(RefusedIndex, match="1 row is refused") as refused:
        import_values("period,value\n2026-09,122.4\n2026-11,high\n")
    (error,) = refused.value.outcome.errors
    assert (error.row, error.column, error.value) == (3, "value", "high")
    assert values() == {"2025-10": D("118.2"), "2026-10": D("122.9")}
    assert len(events()) == 1


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": ""}, "name"),
        ({"frequency": ""}, "frequency"),
        ({"frequency": "daily"}, "frequency"),
        ({"code": "consumer prices"}, "code"),
        ({"code": ""}, "code"),
        ({"name": "x" * 201}, "name"),
        ({"layout": {"period_format": "YYYY-Qn"}}, "period_format"),
    ],
)
def test_what_is_stated_wrongly_is_refused_naming_the_field(facts, field):
    with pytest.raises(InvalidIndex) as refused:
        import_values(csv_of(CPI), **facts)
    assert field in refused.value.fields
    assert not IndexSeries.unscoped.exists()


def test_a_known_series_needs_neither_name_nor_frequency_and_keeps_what_is_not_stated():
    a_series(publisher="Office")
    outcome = import_values(
        csv_of({"2026-11": "123.4"}), code="cpi", name="", frequency="", base="2020 = 100"
    )
    series = IndexSeries.unscoped.get()
    assert outcome.facts == ("base",)
    assert (series.name, series.publisher, series.base) == ("Consumer prices", "Office", "2020 = 100")


def test_the_frequency_of_a_series_with_values_never_changes():
    a_series()
    with pytest.raises(InvalidIndex, match="CPI is monthly") as refused:
        import_values("period,value\n2025-Q4,118\n", frequency="quarterly")
    assert "frequency" in refused.value.fields


def test_looking_beforehand_writes_nothing():
    outcome = compare_index(index_file(csv_of(CPI)))
    assert (outcome.is_new, len(outcome.created)) == (True, 2)
    assert not IndexSeries.unscoped.exists()
    assert not events()


def test_only_what_was_seen_is_confirmed():
    seen = compare_index(index_file(csv_of(CPI)))
    a_series({"2025-10": "118.0"})
    with pytest.raises(InvalidIndex, match="since you looked"):
        import_index(actor=SYSTEM, file=index_file(csv_of(CPI)), now=NOW, expected_digest=seen.digest)
    assert values() == {"2025-10": D("118")}


def test_who_imports_holds_the_verb_in_every_department():
    everywhere = a_user("fin", "finance")
    import_values(csv_of(CPI), actor=Actor.person(everywhere))
    here = a_user("here", "finance", department=a_department())
    for user in (here, a_user("lea", "legal"), a_user("nobody")):
        with pytest.raises(NotAllowed):
            import_values(csv_of({"2026-11": "123.4"}), actor=Actor.person(user))
    assert len(values()) == 2
    assert IndexSeries.history.get().history_actor == f"user:{everywhere.pk}"


def test_series_are_seen_by_whoever_may_see_contracts():
    a_series()
    assert IndexSeries.objects.visible_to(a_user("rita", "requester")).exists()
    nobody = a_user("nobody")
    assert not IndexSeries.objects.visible_to(nobody).exists()
    assert not IndexValue.objects.visible_to(nobody).exists()
