"""The statements that write the staged rows of a register; see ``register_write``."""

from __future__ import annotations

from contracts_app.actions.register_stage import NOTICE_KIND

VENDORS = """
INSERT INTO vendors_vendor (name, name_key, country, registration_number, lei, vat_number, website,
       address, notes, is_active, created_at, row_version)
SELECT n.name, n.key, '', '', '', '', '', '', '', true, %s, 1 FROM register_name n
 WHERE n.kind = 'vendor' AND n.id IS NULL AND n.key IN (
       SELECT s.vendor_key FROM register_stage s WHERE s.outcome IN ('', 'updated')
       UNION SELECT p.vendor_key FROM register_party p JOIN register_stage s ON s.row = p.row
              WHERE s.outcome IN ('', 'updated'))
 ORDER BY n.key
ON CONFLICT (name_key) DO NOTHING
RETURNING id
"""
DEPARTMENTS = """
WITH made AS (
    INSERT INTO accounts_department (name, timezone, is_active, row_version)
    SELECT n.name, 'UTC', true, 1 FROM register_name n
     WHERE n.kind = 'department' AND n.id IS NULL AND n.key IN (
           SELECT s.department_key FROM register_stage s WHERE s.outcome IN ('', 'updated'))
     ORDER BY n.key
    RETURNING id, name)
UPDATE register_name n SET id = made.id FROM made WHERE n.kind = 'department' AND n.name = made.name
"""
NEW_IDS = """
UPDATE register_stage s SET contract_id = n.id, outcome = 'created'
  FROM (SELECT o.row, nextval(pg_get_serial_sequence('contracts_app_contract', 'id')) AS id
          FROM (SELECT row FROM register_stage WHERE contract_id IS NULL ORDER BY row) o) n
 WHERE s.row = n.row
"""
NUMBERS = """
UPDATE register_stage s SET number = drawn.number
  FROM (SELECT row, row_number() OVER (ORDER BY row) AS place
          FROM register_stage WHERE outcome = 'created' AND number = '') blank
  JOIN unnest(%s::text[]) WITH ORDINALITY AS drawn(number, place) USING (place)
 WHERE s.row = blank.row
"""
CONTRACTS = """
INSERT INTO contracts_app_contract (id, row_version, parts_version, number, title, description, type,
       status, vendor_id, department_id, owner_id, backup_owner_id, is_confidential,
       value_amount, value_currency, governing_law,       source, external_id, created_at, search_vector)
SELECT s.contract_id, 1, 1, s.number, s.title, '', coalesce(nullif(s.type, ''), 'other'),
       coalesce(nullif(s.status, ''), 'active'), s.vendor_id, s.department_id, s.owner_id,
       s.backup_owner_id, false,
       s.value, s.currency, '', %s, s.external_id, %s, w.vector
  FROM register_stage s JOIN register_words w USING (row) WHERE s.outcome = 'created' ORDER BY s.contract_id
"""
WORDS = """
SELECT s.row, s.number, s.title, v.name,
       (SELECT string_agg(f.name, ' ' ORDER BY p.place)
          FROM register_party p JOIN vendors_vendor f ON f.id = p.vendor_id WHERE p.row = s.row),
       (SELECT string_agg(g.name, ' ') FROM register_tag g WHERE g.row = s.row), d.name, ''
  FROM register_stage s
  JOIN vendors_vendor v ON v.id = s.vendor_id
  JOIN accounts_department d ON d.id = s.department_id
 WHERE s.outcome = 'created'
"""
NEW_TERMS = """
INSERT INTO contracts_app_contractterms (row_version, contract_id, term_type, start_date, end_date,
       initial_term_unit, renewal_term_quantity, renewal_term_unit, renewal_as_initial, start_event,
       renewals_exercised, after_last_term, minimum_term_unit, clause_ref)
SELECT 1, s.contract_id, s.term_type, s.start_date, s.end_date, '', s.renewal_quantity, s.renewal_unit,
       s.renewal_as_initial, s.start_event, s.renewals_exercised, 'lapse', '', ''
  FROM register_stage s
 WHERE s.outcome IN ('created', 'updated')
   AND NOT EXISTS (SELECT 1 FROM contracts_app_contractterms t WHERE t.contract_id = s.contract_id)
 ORDER BY s.contract_id
"""
NEW_NOTICES = f"""
INSERT INTO contracts_app_noticerule (row_version, contract_id, party, kind, quantity, unit, anchor,
       fixed_day, test, earliest_unit, roll, calendar, timezone, cure_period_unit, addressee, form,
       clause_ref, locked_reading,       locked_reason)
SELECT 1, s.contract_id, 'us', {NOTICE_KIND}, s.notice_quantity, s.notice_unit,
       coalesce(nullif(s.notice_anchor, ''), 'term_end'), '', 'received', '', 'none', '', '', '', '', '',
       '', '', ''
  FROM register_stage s JOIN contracts_app_contractterms t ON t.contract_id = s.contract_id
 WHERE s.outcome IN ('created', 'updated') AND s.notice_quantity IS NOT NULL
   AND NOT EXISTS (SELECT 1 FROM contracts_app_noticerule n
                    WHERE n.contract_id = s.contract_id AND n.party = 'us' AND n.kind = {NOTICE_KIND})
 ORDER BY s.contract_id
"""  # noqa: S608  constants of this package
NEW_PARTIES = """
INSERT INTO contracts_app_contractvendor (row_version, contract_id, vendor_id)
SELECT 1, s.contract_id, p.vendor_id FROM register_stage s JOIN register_party p ON p.row = s.row
 WHERE s.outcome IN ('created', 'updated')
 ORDER BY s.contract_id, p.place
ON CONFLICT (contract_id, vendor_id) DO NOTHING
"""
GONE_PARTIES = """
DELETE FROM contracts_app_contractvendor l USING register_stage s
 WHERE l.contract_id = s.contract_id AND s.outcome = 'updated'
   AND l.vendor_id NOT IN (SELECT p.vendor_id FROM register_party p WHERE p.row = s.row)
"""
TAGS = """
INSERT INTO contracts_app_tag (row_version, name)
SELECT DISTINCT 1, g.name FROM register_tag g JOIN register_stage s ON s.row = g.row
 WHERE s.outcome IN ('created', 'updated') ORDER BY g.name
ON CONFLICT (name) DO NOTHING;
INSERT INTO contracts_app_contracttag (row_version, contract_id, tag_id)
SELECT 1, s.contract_id, a.id FROM register_tag g
  JOIN register_stage s ON s.row = g.row AND s.outcome IN ('created', 'updated')
  JOIN contracts_app_tag a ON a.name = g.name
 ORDER BY s.contract_id, a.id
ON CONFLICT (contract_id, tag_id) DO NOTHING
"""
#: For each field, what an updated row sets: table, then column = value.
SETS = {
    "title": ("contract", "title = s.title"),
    "number": ("contract", "number = coalesce(nullif(s.number, ''), x.number)"),
    "vendor": ("contract", "vendor_id = s.vendor_id"),
    "type": ("contract", "type = coalesce(nullif(s.type, ''), x.type)"),
    "status": ("contract", "status = coalesce(nullif(s.status, ''), x.status)"),
    "department": (
        "contract",
        "department_id = CASE WHEN s.department_key = '' THEN x.department_id ELSE s.department_id END",
    ),
    # A confidential contract keeps the people who may see it when the register names nobody.
    "owner": (
        "contract",
        "owner_id = CASE WHEN x.is_confidential THEN coalesce(s.owner_id, x.owner_id) ELSE s.owner_id END",
    ),
    "backup_owner": (
        "contract",
        "backup_owner_id = CASE WHEN x.is_confidential THEN coalesce(s.backup_owner_id, x.backup_owner_id)"
        " ELSE s.backup_owner_id END",
    ),
    "value": ("contract", "value_amount = s.value"),
    "currency": ("contract", "value_currency = s.currency"),
    "currency_alone": (
        "contract",
        "value_currency = CASE WHEN s.currency = '' AND x.value_amount IS NOT NULL THEN x.value_currency"
        " ELSE s.currency END",
    ),
    "start_date": ("contractterms", "start_date = s.start_date"),
    "end_date": ("contractterms", "end_date = s.end_date"),
    # Only a fixed term waits for both sides to agree.
    "term_type": (
        "contractterms",
        "term_type = s.term_type, renewal_by_agreement = x.renewal_by_agreement AND s.term_type = 'fixed'",
    ),
    "start_event": ("contractterms", "start_event = s.start_event"),
    "renewals_exercised": ("contractterms", "renewals_exercised = s.renewals_exercised"),
    "exercised_of_kind": (
        "contractterms",
        "renewals_exercised = CASE WHEN s.term_type IN ('', 'option')"
        " OR (s.term_type = 'fixed' AND x.renewal_by_agreement) THEN x.renewals_exercised ELSE 0 END",
    ),
    "renewal_term": (
        "contractterms",
        "renewal_term_quantity = s.renewal_quantity, renewal_term_unit = s.renewal_unit,"
        " renewal_as_initial = s.renewal_as_initial",
    ),
    "notice_quantity": ("noticerule", "quantity = s.notice_quantity, unit = s.notice_unit"),
    "notice_anchor": ("noticerule", "anchor = coalesce(nullif(s.notice_anchor, ''), x.anchor)"),
}
WHERE = {
    "contract": "x.id = s.contract_id",
    "contractterms": "x.contract_id = s.contract_id",
    "noticerule": f"x.contract_id = s.contract_id AND x.party = 'us' AND x.kind = {NOTICE_KIND}",
}
PARTS_CHANGED = """
UPDATE contracts_app_contract c SET parts_version = parts_version + 1
  FROM register_stage s WHERE s.contract_id = c.id AND s.outcome = 'updated'
"""
REMEMBER = """
INSERT INTO contracts_app_importedrow AS r (contract_id, run_id, row, digest)
SELECT s.contract_id, %s, s.row, s.digest FROM register_stage s
 WHERE s.outcome IN ('created', 'updated', 'equal')
 ORDER BY s.contract_id
ON CONFLICT (contract_id) DO UPDATE SET digest = excluded.digest,
   run_id = CASE WHEN (SELECT s.outcome FROM register_stage s WHERE s.row = excluded.row) = 'updated'
                 THEN excluded.run_id ELSE r.run_id END,
   row = CASE WHEN (SELECT s.outcome FROM register_stage s WHERE s.row = excluded.row) = 'updated'
              THEN excluded.row ELSE r.row END
"""
