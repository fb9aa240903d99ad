"""Every published version of real terms: splitting loses nothing and repeats no number."""

from __future__ import annotations

from collections import Counter

import pytest

from contracts_app.rules.clause import ClauseSource
from contracts_app.rules.clause_split import split_clauses
from tests.support.needs import needs_shared

#: Both items are written ``a.`` in these versions.
REPEATED = {
    f"{version}.md": ["3.2(a)"]
    for version in (
        "002_2024-02-02_3d9f1168",
        "003_2024-02-02_aac6e402",
        "004_2024-02-02_70738178",
        "005_2024-02-05_6d9a0c30",
    )
}
HISTORY = needs_shared("data/clause_history")


@pytest.mark.parametrize("name", sorted(path.name for path in HISTORY.iterdir() if path.is_dir()))
def test_no_version_loses_a_letter_or_repeats_a_number(name):
    versions = sorted((HISTORY / name).glob("*.md"))

    repeated = {}
    for path in versions:
        text = path.read_bytes().decode("utf-8-sig")
        clauses = split_clauses(ClauseSource(text, is_markdown=True))
        assert "".join(clause.text for clause in clauses) == text, path.name
        counts = Counter(clause.number for clause in clauses if clause.number)
        repeated[path.name] = [number for number, count in counts.items() if count > 1]

    assert versions
    expected = {path.name: REPEATED.get(path.name, []) for path in versions}
    assert repeated == expected
