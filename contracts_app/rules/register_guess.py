"""Guessing which column of a register is which of our fields, and how it writes dates.

1. A header is compared by its letters alone: case, accents, blanks and punctuation do not count.
2. An exact synonym wins over a synonym contained in the header; a column is guessed for one field only.
3. A guess is a proposal that a person confirms; nothing is imported on a guess.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

from contracts_app.rules.register_format import compile_date_format

SYNONYMS: Final[Mapping[str, tuple[str, ...]]] = {
    "external_id": ("external id", "award id", "record id", "register id", "ocid", "reference", "ref", "id",
                    "key"),
    "number": ("contract number", "contract no", "agreement number", "number", "vertragsnummer"),
    "title": ("title", "contract title", "contract name", "subject", "name", "description", "bezeichnung"),
    "vendor": ("vendor", "vendor name", "supplier", "suppliers", "supplier name", "contractor", "provider",
               "counterparty", "lieferant", "awarded supplier"),
    "type": ("contract type", "agreement type", "type", "category", "vertragsart"),
    "department": ("department", "dept", "business unit", "cost center", "cost centre", "division", "buyer",
                   "authority", "organisation", "organization", "abteilung"),
    "owner": ("owner", "contract owner", "responsible", "contract manager", "manager"),
    "backup_owner": ("backup owner", "deputy", "backup", "substitute"),
    "value": ("value", "contract value", "total value", "amount", "award value", "total", "wert", "betrag"),
    "currency": ("currency", "currency code", "ccy", "cur", "waehrung", "wahrung"),
    "start_date": ("start date", "start", "effective date", "commencement date", "valid from", "begin",
                   "beginn", "from"),
    "end_date": ("end date", "end", "expiry date", "expiration date", "valid to", "valid until", "expires",
                 "ende", "to"),
    "start_event": ("start event", "begins with", "commencement event"),
    "term_type": ("term type", "kind of term", "renewal type", "term", "renewal"),
    "renewal_term": ("renewal term", "renewal period", "renews for", "renews", "extension period"),
    "renewals_exercised": ("options exercised", "renewals exercised", "extensions exercised", "options used",
                           "extensions used"),
    "notice_quantity": ("notice quantity", "notice period", "notice", "notice days"),
    "notice_unit": ("notice unit", "notice period unit"),
    "notice_anchor": ("notice anchor", "notice before"),
    "status": ("status", "contract status", "state"),
    "tags": ("tags", "labels", "keywords"),
}  # fmt: skip
#: Tried in this order; a format is proposed only when it is the single one that reads every sample.
DATE_FORMATS: Final = ("YYYY-MM-DD", "DD/MM/YYYY", "MM/DD/YYYY", "DD.MM.YYYY", "DD-MM-YYYY", "MM-DD-YYYY",
                       "YYYY/MM/DD", "DD MMM YYYY", "DD-MMM-YYYY")  # fmt: skip


def _letters(text: str) -> str:
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[a-z0-9]+", re.sub(r"([a-z])([A-Z])", r"\1 \2", bare).casefold()))


def guess_columns(names: Sequence[str]) -> dict[str, str]:
    """Return a proposal: our field to their column, only for columns that speak for themselves."""
    folded = {name: _letters(name) for name in names if name}
    found: dict[str, str] = {}
    for is_exact in (True, False):
        for field, words in SYNONYMS.items():
            if field in found:
                continue
            taken = set(found.values())
            for word in words:
                match = next(
                    (n for n, f in folded.items() if n not in taken and _fits(f, word, is_exact)), None
                )
                if match:
                    found[field] = match
                    break
    return {field: found[field] for field in SYNONYMS if field in found}


def _fits(folded: str, word: str, is_exact: bool) -> bool:
    if is_exact:
        return folded == word
    return len(word) > 4 and f" {word} " in f" {folded} "


def guess_date_format(samples: Sequence[str]) -> str:
    """Return the only known format that reads every sample, empty when none or several do."""
    given = [sample for sample in samples if sample]
    if not given:
        return ""
    fitting = [stated for stated in DATE_FORMATS if _reads_all(stated, given)]
    return fitting[0] if len(fitting) == 1 else ""


def _reads_all(stated: str, samples: Sequence[str]) -> bool:
    pattern = compile_date_format(stated)
    for sample in samples:
        match = pattern.fullmatch(sample)
        if match is None:
            return False
        parts = match.groupdict()
        if parts.get("m") and not 1 <= int(parts["m"]) <= 12:
            return False
        if not 1 <= int(parts["d"]) <= 31:
            return False
    return True
