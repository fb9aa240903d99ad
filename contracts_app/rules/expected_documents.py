"""Which documents a contract of its type should have.

1. The table names, for each type of contract, what must be on file. Several kinds in one row mean that one of
   them is enough.
2. A draft or a correspondence is never what is asked for.
3. A contract that is not agreed yet (before it is executed) lacks nothing: its documents are still to come.
4. Whether personal data or health data are processed is not recorded; where the type makes it likely the
   table asks for the agreement on it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Expected:
    """One document that should be there: what to call it, which kinds count as it, why it is asked for."""

    label: str
    kinds: tuple[str, ...]
    why: str


_SIGNED: Final = Expected("Signed agreement", ("agreement",), "It says what was agreed.")
_ORDER: Final = Expected(
    "Signed agreement or order form", ("agreement", "order_form"), "It says what was ordered."
)
_SLA: Final = Expected("Service level agreement", ("sla",), "Credits are claimed under it.")
_DPA: Final = Expected(
    "Data processing agreement", ("dpa",), "A provider that holds personal data needs one (GDPR Art. 28)."
)
_SECURITY: Final = Expected(
    "Security requirements", ("security",), "They say how our data must be protected."
)
_EXIT: Final = Expected("Exit plan", ("exit_plan",), "It says how the service is taken back or moved.")
_PRICES: Final = Expected(
    "Price schedule or order form", ("prices", "order_form"), "Invoices are checked against it."
)
_WORK: Final = Expected(
    "Signed agreement or statement of work", ("agreement", "sow"), "It says what is delivered."
)

#: By type of contract (``Contract.Type``), in the order in which they are shown.
EXPECTED: Final[dict[str, tuple[Expected, ...]]] = {
    "msa": (_SIGNED,),
    "sow": (_WORK,),
    "order_form": (_ORDER,),
    "saas": (_ORDER, _SLA, _DPA),
    "license": (_SIGNED, _PRICES),
    "maintenance": (_SIGNED, _SLA),
    "hosting": (_SIGNED, _SLA, _DPA, _SECURITY),
    "outsourcing": (_SIGNED, _SLA, _DPA, _SECURITY, _EXIT),
    "consulting": (_WORK,),
    "nda": (Expected("Non-disclosure agreement", ("nda", "agreement"), "It says what is secret."),),
    "dpa": (Expected("Data processing agreement", ("dpa", "agreement"), "It is the contract itself."),),
    "baa": (Expected("Business associate agreement", ("baa", "agreement"), "It is the contract itself."),),
    "amendment": (Expected("Amendment", ("amendment", "agreement"), "It is the contract itself."),),
    "other": (_SIGNED,),
}


#: What may be asked for over many contracts: the first kind that counts as it, and what to call it.
DEMANDS: Final[dict[str, str]] = {
    each.kinds[0]: label
    for each, label in (
        (_SIGNED, "Signed agreement, order form or statement of work"),
        (_SLA, _SLA.label),
        (_DPA, _DPA.label),
        (_SECURITY, _SECURITY.label),
        (_EXIT, _EXIT.label),
        (_PRICES, _PRICES.label),
        *((EXPECTED[kind][0], EXPECTED[kind][0].label) for kind in ("nda", "baa", "amendment")),
    )
}


def demands(first_kind: str = "") -> dict[tuple[str, ...], tuple[str, ...]]:
    """Return which kinds of documents are asked for, and of which types of contracts.

    Args:
        first_kind: A key of ``DEMANDS``: only what is asked for by it; empty: everything.
    """
    found: dict[tuple[str, ...], tuple[str, ...]] = {}
    for contract_type, rows in EXPECTED.items():
        for each in rows:
            if first_kind in ("", each.kinds[0]):
                found[each.kinds] = (*found.get(each.kinds, ()), contract_type)
    return found


def expected_documents(contract_type: str) -> tuple[Expected, ...]:
    """Return what a contract of this type should have on file."""
    return EXPECTED.get(contract_type, (_SIGNED,))


def missing_documents(contract_type: str, kinds: Collection[str], *, is_agreed: bool) -> tuple[Expected, ...]:
    """Return what should be on file and is not.

    Args:
        contract_type: One of ``Contract.Type``.
        kinds: The kinds of the documents that are on file.
        is_agreed: Whether the contract was ever executed.
    """
    if not is_agreed:
        return ()
    there = set(kinds)
    return tuple(each for each in expected_documents(contract_type) if not there & set(each.kinds))
