"""Where the page of a contract is."""

from __future__ import annotations

from typing import Final

_PAGE: Final = "/contracts/{}/"


def contract_url(contract_id: int) -> str:
    """Return the address of the page of a contract, without the site."""
    return _PAGE.format(contract_id)
