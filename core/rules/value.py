"""Values that are made by the million: never changed once made, and cheap to make.

1. A value has named parts, equals another with equal parts, and has a hash.
2. That nobody changes one is for the type checker: it refuses an assignment to a part. ``frozen=True`` would
   refuse it while the program runs, too, but makes each part five times as dear; of the time that a deadline
   takes, that was nearly half.
3. What is kept and shared between contracts (a length, a calendar) is a frozen dataclass all the same.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar, dataclass_transform

Kind = TypeVar("Kind")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(*, kw_only: bool = False) -> Callable[[type[Kind]], type[Kind]]:
    """Make a class one of values; with ``kw_only`` its parts are given by name alone."""
    make: Any = dataclass(slots=True, unsafe_hash=True, kw_only=kw_only)
    return lambda kind: make(kind)
