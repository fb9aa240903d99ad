"""The name of a register, its source: with the external id of a row it is the key of a contract.

1. It is cleaned as a cell is: blanks single, invisible characters gone, Unicode NFC. Two names that read
   the same are the same register, whichever way they came.
2. It has 1 to 60 characters.
3. It is text: what cannot be written as UTF-8 is refused.
"""

from __future__ import annotations

from typing import Final

from contracts_app.rules.register_text import clean

LONGEST_NAME: Final = 60


def register_name(text: str) -> str:
    """Return the name that ``text`` stands for.

    Raises:
        ValueError: It is blank, too long, or no text; the message says what to do.
    """
    name = clean(text)
    if not 1 <= len(name) <= LONGEST_NAME:
        raise ValueError(f"Name the register in 1 to {LONGEST_NAME} characters.")
    try:
        name.encode()
    except UnicodeEncodeError:
        raise ValueError("The name of the register is not UTF-8 text. Write it anew.") from None
    return name
