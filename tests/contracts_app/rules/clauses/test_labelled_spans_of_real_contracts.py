"""Twenty real contracts of different types: each labelled span lies in the clause where a reader sees it.

The contracts are those of CUAD (v1, The Atticus Project, CC BY 4.0), whose texts lost much of their layout.
The expected numbers were read in the contracts: the number printed before the first span of each label.
"""

from __future__ import annotations

import gzip
import json
from bisect import bisect_right

import pytest

from contracts_app.rules.clause import Clause, ClauseSource
from contracts_app.rules.clause_split import split_clauses
from tests.support.needs import needs_shared

CUAD = needs_shared("data/cuad/public.jsonl.gz")
LAW, RENEWAL, EXPIRY = "Governing Law", "Renewal Term", "Expiration Date"
EXIT, ASSIGNING, CAP, AUDIT = (
    "Termination For Convenience",
    "Anti-Assignment",
    "Cap On Liability",
    "Audit Rights",
)

CONTRACTS: dict[str, dict[str, str]] = {
    "ABILITYINC_06_15_2020": {LAW: "7.2", EXPIRY: "3.1", EXIT: "3.2", ASSIGNING: "6.2"},
    "ARMSTRONGFLOORING": {LAW: "13.5(a)", EXPIRY: "12.1(a)", ASSIGNING: "13.2"},
    "ArtaraTherapeutics": {LAW: "9.4", EXIT: "8.2", ASSIGNING: "9.5", CAP: "6.4"},
    "AzulSa_20170303_F-1A_EX-10.3_9943903_EX-10.3_Maintenance Agreement2": {LAW: "5.1", EXPIRY: "3"},
    "BABCOCK_WILCOX": {LAW: "10.9", ASSIGNING: "10.3"},
    "CCAINDUSTRIES": {LAW: "9.07", RENEWAL: "2.01", EXPIRY: "2.01", EXIT: "8.01(d)"},
    "CHANGEPOINTCORP": {LAW: "Exhibit G, 9.9", RENEWAL: "11.1", EXPIRY: "11.1", ASSIGNING: "Exhibit G, 9.7"},
    "CORALGOLD": {LAW: "18.1", EXPIRY: "4.2", EXIT: "5.1", ASSIGNING: "15.1"},
    "CUROGROUP": {LAW: "16", EXPIRY: "7(a)", AUDIT: "2(f)"},
    "CerenceInc": {LAW: "11.03", EXIT: "9.02", ASSIGNING: "8.01", CAP: "7.01"},
    "ChinaRealEstate": {LAW: "10.11", EXPIRY: "6.1", ASSIGNING: "10.7"},
    "CoherusBiosciences": {LAW: "16.2", RENEWAL: "15.1", EXPIRY: "15.1", EXIT: "15.2.5"},
    "DYNTEKINC": {LAW: "10(b)", RENEWAL: "3(b)", EXPIRY: "3(a)", EXIT: "3(d)(vi)"},
    "FerroglobePlc": {LAW: "17.1", RENEWAL: "13.1", EXIT: "13.2", CAP: "10.3"},
    "IdeanomicsInc": {LAW: "17(a)", EXPIRY: "7(a)", ASSIGNING: "17(h)", CAP: "16"},
    "IpassInc": {LAW: "12.6", RENEWAL: "10.1", EXPIRY: "10.1", ASSIGNING: "12.3"},
    "OMINTO": {LAW: "13.3", RENEWAL: "9.1", EXPIRY: "9.1", EXIT: "9.1"},
    "ParatekPharmaceuticals": {LAW: "1.6", RENEWAL: "2.1", EXPIRY: "2.1"},
    "SPIENERGY": {LAW: "10.2", RENEWAL: "3.1(a)", EXPIRY: "3.1(a)", ASSIGNING: "9.1(b)"},
    "TRUENORTHENERGY": {LAW: "12.2", EXPIRY: "6.1", ASSIGNING: "7.1", CAP: "13.2"},
}


@pytest.fixture(scope="module")
def contracts() -> dict[str, dict]:
    """Return the contracts of the table by the beginning of their title."""
    with gzip.open(CUAD, "rt", encoding="utf-8") as lines:
        published = [json.loads(line) for line in lines]
    found = {name: [each for each in published if each["title"].startswith(name)] for name in CONTRACTS}
    assert {name: len(each) for name, each in found.items()} == dict.fromkeys(CONTRACTS, 1)
    return {name: each[0] for name, each in found.items()}


def clause_at(clauses: tuple[Clause, ...], place: int) -> Clause:
    return clauses[bisect_right([clause.start for clause in clauses], place) - 1]


def test_the_table_has_twenty_contracts_of_at_least_eight_types(contracts):
    assert len(contracts) == 20
    assert len({contract["type"] for contract in contracts.values()}) >= 8


@pytest.mark.parametrize("name", CONTRACTS)
def test_each_labelled_span_lies_in_the_clause_where_a_reader_finds_it(contracts, name):
    contract = contracts[name]
    clauses = split_clauses(ClauseSource(contract["text"]))
    assert "".join(clause.text for clause in clauses) == contract["text"]

    found, ends = {}, {}
    for label in CONTRACTS[name]:
        span = contract["labels"][label][0]
        found[label] = clause_at(clauses, span["start"]).number
        ends[label] = clause_at(clauses, span["start"] + len(span["text"]) - 1).number

    assert found == CONTRACTS[name]
    assert all(ends[label].startswith(number) for label, number in CONTRACTS[name].items()), ends
