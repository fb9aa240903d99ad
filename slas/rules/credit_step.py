"""One thing that decided a credit, a claim window or a right: a code and its parameters, for a sentence.

Names of parameters that hold dates end in ``_date``. ``credit_sentences`` and ``claim_sentences`` have the
words; no rule knows a language.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from core.money import Money

StepValue = date | int | str | Fraction | Money | tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Step:
    """A code, and what its sentence names."""

    code: str
    params: Mapping[str, StepValue] = field(default_factory=dict)

    @classmethod
    def of(cls, code: str, **params: StepValue) -> Step:
        """Return a step with its parameters in the order given."""
        return cls(code, params)
