"""The categories of clauses: the 41 labels of CUAD, and five that agreements about IT need besides.

1. A category is known by its key, which never changes; names may.
2. A clause may be in several categories, or in none.
3. One meaning is one category: an audit clause is CUAD's “Audit Rights”, whatever others call it.
"""

from __future__ import annotations

from typing import Final

from contracts_app.rules.categories_list import GROUPS, Category

#: Every category by its key, in the order of the groups.
CATEGORIES: Final[dict[str, Category]] = {each.key: each for group in GROUPS.values() for each in group}
#: Names for a choice, by group.
CHOICES: Final = [(group, [(each.key, each.name) for each in members]) for group, members in GROUPS.items()]
#: The key of each CUAD label.
BY_CUAD: Final = {each.cuad: each.key for each in CATEGORIES.values() if each.cuad}


def name_of(key: str) -> str:
    """Return the name of a category; of a key that no release knows any more, the key itself."""
    found = CATEGORIES.get(key)
    return found.name if found else key


def bears_amounts(key: str) -> bool:
    """Tell whether the amounts in a clause of this category are worth a column."""
    found = CATEGORIES.get(key)
    return bool(found and found.bears_amounts)
