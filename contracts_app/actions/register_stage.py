"""The checked rows of a register in temporary tables, compared as a set with what is recorded.

1. Rows are loaded with COPY; the tables go away at the end of the transaction.
2. A row whose digest is the one of the last import is unchanged, without looking at the contract.
3. Any other row of a known ``(source, external_id)`` is compared field by field with the contract: only
   fields that the mapping names count. Rows of which no contract is known are new.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection

from accounts.models import Department
from contracts_app.actions.register_statistics import join_in_bulk
from contracts_app.rules.register_row import RegisterRow
from core.search import name_key

CREATE = """
DROP TABLE IF EXISTS pg_temp.register_stage, pg_temp.register_name, pg_temp.register_party,
                     pg_temp.register_tag, pg_temp.register_words;
CREATE TEMP TABLE register_stage (
    row integer PRIMARY KEY, external_id text NOT NULL, digest bytea NOT NULL, number text NOT NULL,
    title text NOT NULL, vendor_key text NOT NULL, department_key text NOT NULL, type text NOT NULL,
    status text NOT NULL, owner_id bigint, backup_owner_id bigint,
    value numeric(19,4), currency text NOT NULL, start_date date, end_date date,
    term_type text NOT NULL, renewal_quantity integer, renewal_unit text NOT NULL,
    renewal_as_initial boolean NOT NULL, start_event text NOT NULL, renewals_exercised integer NOT NULL,
    notice_quantity integer, notice_unit text NOT NULL, notice_anchor text NOT NULL,
    contract_id bigint, vendor_id bigint, department_id bigint, outcome text NOT NULL DEFAULT ''
) ON COMMIT DROP;
CREATE TEMP TABLE register_name (
    kind text, key text, name text, id bigint, PRIMARY KEY (kind, key)
) ON COMMIT DROP;
CREATE TEMP TABLE register_party (
    row integer, place integer, vendor_key text, vendor_id bigint
) ON COMMIT DROP;
CREATE TEMP TABLE register_tag (row integer, name text) ON COMMIT DROP;
"""
STAGED = (
    "row", "digest", "external_id", "number", "title", "vendor_key", "department_key", "type", "status",
    "owner_id", "backup_owner_id", "value", "currency", "start_date", "end_date", "term_type",
    "renewal_quantity", "renewal_unit", "renewal_as_initial", "start_event", "renewals_exercised",
    "notice_quantity", "notice_unit", "notice_anchor",
)  # fmt: skip
_KNOWN = """
UPDATE register_stage s
   SET contract_id = c.id, outcome = CASE WHEN r.digest = s.digest THEN 'unchanged' ELSE '' END
  FROM contracts_app_contract c LEFT JOIN contracts_app_importedrow r ON r.contract_id = c.id
 WHERE c.source = %s AND c.external_id = s.external_id AND c.external_id <> ''
"""
_RESOLVE = """
UPDATE register_name n SET id = v.id FROM vendors_vendor v
 WHERE n.kind = 'vendor' AND n.id IS NULL AND v.name_key = n.key;
UPDATE register_stage s SET vendor_id = v.id, department_id = d.id
  FROM register_name v, register_stage t
  LEFT JOIN register_name d ON d.kind = 'department' AND d.key = t.department_key
 WHERE t.row = s.row AND s.outcome <> 'unchanged' AND v.kind = 'vendor' AND v.key = s.vendor_key
   AND (s.vendor_id, s.department_id) IS DISTINCT FROM (v.id, d.id);
UPDATE register_party p SET vendor_id = n.id FROM register_name n
 WHERE n.kind = 'vendor' AND n.key = p.vendor_key AND p.vendor_id IS DISTINCT FROM n.id;
"""
#: For each field, when a row differs from its contract ``c``, its terms ``t`` and its notice rule ``n``.
DIFFERS = {
    "title": "c.title <> s.title",
    "number": "s.number <> '' AND c.number <> s.number",
    "vendor": "c.vendor_id IS DISTINCT FROM s.vendor_id",
    "type": "s.type <> '' AND c.type <> s.type",
    "status": "s.status <> '' AND c.status <> s.status",
    "department": "s.department_key <> '' AND c.department_id IS DISTINCT FROM s.department_id",
    "owner": "c.owner_id IS DISTINCT FROM s.owner_id AND (s.owner_id IS NOT NULL OR NOT c.is_confidential)",
    "backup_owner": "c.backup_owner_id IS DISTINCT FROM s.backup_owner_id"
    " AND (s.backup_owner_id IS NOT NULL OR NOT c.is_confidential)",
    "value": "c.value_amount IS DISTINCT FROM s.value",
    "currency": "c.value_currency <> s.currency",
    "currency_alone": "c.value_currency <> s.currency AND (s.currency <> '' OR c.value_amount IS NULL)",
    "start_date": "t.start_date IS DISTINCT FROM s.start_date",
    "end_date": "t.end_date IS DISTINCT FROM s.end_date",
    "term_type": "coalesce(t.term_type, '') <> s.term_type",
    "renewal_term": "t.renewal_term_quantity IS DISTINCT FROM s.renewal_quantity"
    " OR coalesce(t.renewal_term_unit, '') <> s.renewal_unit"
    " OR coalesce(t.renewal_as_initial, false) <> s.renewal_as_initial",
    "start_event": "coalesce(t.start_event, '') <> s.start_event",
    "renewals_exercised": "coalesce(t.renewals_exercised, 0) <> s.renewals_exercised",
    "notice_quantity": "n.quantity IS DISTINCT FROM s.notice_quantity"
    " OR coalesce(n.unit, '') <> s.notice_unit",
    "notice_anchor": "n.id IS NOT NULL AND s.notice_anchor <> '' AND n.anchor <> s.notice_anchor",
    "tags": "EXISTS (SELECT 1 FROM register_tag g WHERE g.row = s.row AND NOT EXISTS (SELECT 1"
    " FROM contracts_app_contracttag l JOIN contracts_app_tag a ON a.id = l.tag_id"
    " WHERE l.contract_id = c.id AND a.name = g.name))",
}
PARTIES_DIFFER = """
(SELECT array_agg(l.vendor_id ORDER BY l.vendor_id) FROM contracts_app_contractvendor l
  WHERE l.contract_id = c.id)
 IS DISTINCT FROM
(SELECT array_agg(p.vendor_id ORDER BY p.vendor_id) FROM register_party p WHERE p.row = s.row)
"""
#: The notice rule that an import writes: ours, on renewal, or on the exercise of an option.
NOTICE_KIND = (
    "CASE WHEN coalesce(nullif(s.term_type, ''), t.term_type) = 'option'"
    " THEN 'option_exercise' ELSE 'non_renewal' END"
)
_COMPARE = """
UPDATE register_stage x SET outcome = CASE WHEN {differs} THEN 'updated' ELSE 'equal' END
  FROM register_stage s
  JOIN contracts_app_contract c ON c.id = s.contract_id
  LEFT JOIN contracts_app_contractterms t ON t.contract_id = c.id
  LEFT JOIN contracts_app_noticerule n ON n.contract_id = c.id AND n.party = 'us' AND n.kind = {notice_kind}
 WHERE x.row = s.row AND s.outcome = ''
"""


def load(rows: Iterable[RegisterRow], fallback_department: str, fields: frozenset[str]) -> None:
    """Create the temporary tables and copy the checked rows into them.

    Args:
        rows: Checked rows, each ``external_id`` once.
        fallback_department: Name of the department of new contracts for which none is stated.
        fields: What the mapping names; part of each row's digest.
    """
    names = _Names()
    fallback_key = names.department(fallback_department)
    stage: list[str] = []
    parties: list[str] = []
    tags: list[str] = []
    salt = ",".join(sorted(fields))
    for row in rows:
        keys = [names.vendor(name) for name in row.vendors]
        said = _line(_said(row, keys[0], names.department(row.department) if row.department else ""))
        digest = hashlib.sha256(f"{salt}\n{said}{keys[1:]}{row.tags}".encode()).hexdigest()
        stage.append(f"{row.row}\t\\\\x{digest}\t{said}")
        parties.extend(_line((row.row, place, key, None)) for place, key in enumerate(keys[1:]))
        tags.extend(_line((row.row, name)) for name in row.tags)
    join_in_bulk(len(stage))
    with connection.cursor() as cursor:
        cursor.execute(CREATE)
        _copy(cursor, f"register_stage ({', '.join(STAGED)})", stage)
        _copy(cursor, "register_party", parties)
        _copy(cursor, "register_tag", tags)
        _copy(cursor, "register_name", map(_line, names.lines()))
        cursor.execute("CREATE INDEX ON register_party (row); CREATE INDEX ON register_tag (row)")
        cursor.execute("ANALYZE register_party; ANALYZE register_tag; ANALYZE register_name")
        cursor.execute("SELECT set_config('termkeeper.fallback_department', %s, true)", [fallback_key])


def classify(source: str, fields: frozenset[str], has_parties: bool) -> None:
    """Give each staged row its contract and its outcome: unchanged, equal, updated, or blank for new."""
    differing = [sql for field, sql in DIFFERS.items() if field in written_fields(fields)]
    if has_parties:
        differing.append(PARTIES_DIFFER)
    condition = " OR ".join(f"({sql})" for sql in differing)
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN, [source])
        cursor.execute("ANALYZE register_stage")
        cursor.execute(
            "UPDATE register_stage SET department_key = current_setting('termkeeper.fallback_department')"
            " WHERE contract_id IS NULL AND department_key = ''"
        )
        cursor.execute(_RESOLVE)
        cursor.execute(_COMPARE.format(differs=condition, notice_kind=NOTICE_KIND))
        cursor.execute("ANALYZE register_stage")


def written_fields(fields: frozenset[str]) -> frozenset[str]:
    """Return the fields that are compared and written; two that are stated alone are cases of their own.

    A register that states the currency but not the value must not take the currency of a recorded value away.
    One that states the kind of term, but not the options exercised, takes them from a kind that has none.
    """
    if "currency" in fields and "value" not in fields:
        fields = fields - {"currency"} | {"currency_alone"}
    if "term_type" in fields and "renewals_exercised" not in fields:
        fields |= {"exercised_of_kind"}
    return fields


def resolve_names() -> None:
    """Fill in the ids of vendors and departments that have been created since."""
    with connection.cursor() as cursor:
        cursor.execute(_RESOLVE)


def drop_rows(rows: Sequence[int]) -> None:
    """Take rows out of the stage: they are refused and skipped."""
    with connection.cursor() as cursor:
        for table in ("register_stage", "register_party", "register_tag"):
            cursor.execute(f"DELETE FROM {table} WHERE row = ANY(%s)", [list(rows)])  # noqa: S608  names above


def count_outcomes() -> tuple[int, int, int]:
    """Return how many staged rows are new, updated and unchanged."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE contract_id IS NULL OR outcome = 'created'),"
            " count(*) FILTER (WHERE outcome = 'updated'),"
            " count(*) FILTER (WHERE outcome IN ('unchanged', 'equal')) FROM register_stage"
        )
        created, updated, unchanged = cursor.fetchone()
    return created, updated, unchanged


class _Names:
    """Each vendor and department that the rows name, once, in the spelling that came first."""

    def __init__(self) -> None:
        self._vendors: dict[str, str] = {}
        self._departments: dict[str, tuple[str, int | None]] = {}
        self._keys: dict[str, str] = {}
        for pk, name in Department.unscoped.order_by("-pk").values_list("pk", "name"):
            self._departments[name_key(name)] = (name, pk)

    def vendor(self, name: str) -> str:
        key = self._key(name)
        self._vendors.setdefault(key, name)
        return key

    def department(self, name: str) -> str:
        key = self._key(name)
        self._departments.setdefault(key, (name, None))
        return key

    def lines(self) -> Iterator[tuple[Any, ...]]:
        for key, name in self._vendors.items():
            yield "vendor", key, name, None
        for key, (name, pk) in self._departments.items():
            yield "department", key, name, pk

    def _key(self, name: str) -> str:
        if name not in self._keys:
            self._keys[name] = name_key(name)
        return self._keys[name]


def _said(row: RegisterRow, vendor_key: str, department_key: str) -> tuple[Any, ...]:
    """Return what the register says in a row, in the order of ``STAGED``."""
    return (
        row.external_id, row.number, row.title, vendor_key, department_key, row.type, row.status,
        row.owner_id, row.backup_owner_id, row.value, row.currency, row.start_date, row.end_date,
        row.term_type, row.renewal_quantity, row.renewal_unit, row.renewal_as_initial,
        row.start_event, row.renewals_exercised, row.notice_quantity, row.notice_unit,
        row.notice_anchor,
    )  # fmt: skip


def _line(values: Iterable[Any]) -> str:
    """Return one line for COPY; cleaned cells hold no tab and no line end."""
    cells = ["\\N" if value is None else str(value).replace("\\", "\\\\") for value in values]
    return "\t".join(cells) + "\n"


def _copy(cursor: Any, target: str, lines: Iterable[str]) -> None:
    cursor.copy_expert(f"COPY {target} FROM STDIN", io.StringIO("".join(lines)))
