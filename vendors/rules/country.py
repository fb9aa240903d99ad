"""Countries: the ISO 3166 codes that an address or a registration may have.

1. A country is its two-letter code; names are for reading only.
2. Codes that stand for no country (``ZZ`` unknown, ``EU``, ``UN``, ``XK`` is kept because
   companies are registered there) cannot be chosen.
"""

from __future__ import annotations

from functools import lru_cache

from babel import Locale

_NO_COUNTRY = frozenset({"ZZ", "EU", "EZ", "UN", "QO", "XA", "XB"})


@lru_cache(maxsize=1)
def country_names() -> dict[str, str]:
    """Return the English name of each country by its code, in the order of the names."""
    territories = Locale("en").territories
    found = {
        code: str(name)
        for code, name in territories.items()
        if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY
    }
    return dict(sorted(found.items(), key=lambda item: item[1]))


def country_name(code: str) -> str:
    """Return the name of the country ``code``; an unknown code stands for itself, blank for nothing."""
    return country_names().get(code, code)
