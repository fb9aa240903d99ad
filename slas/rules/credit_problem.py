"""What is wrong with agreed terms that somebody enters: told by field, all of it at once."""

from __future__ import annotations


class AgreedTermsError(ValueError):
    """Raised for terms that cannot be meant; ``problems`` says what is wrong by field name."""

    def __init__(self, problems: dict[str, str]) -> None:
        self.problems = problems
        super().__init__("; ".join(f"{name}: {said}" for name, said in problems.items()))
