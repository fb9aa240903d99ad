"""Clauses that were split or joined: words that left a clause, or came into it, as whole clauses.

1. A new clause without partner of its own whose words come from one old clause was split off that clause, if
   the old clause's partner does not have these words (any more).
2. Likewise an old clause without partner whose words stand in one new clause was joined into that.
3. An old clause without partner whose words stand in two or more such clauses was split into them.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Final

from contracts_app.rules.alignment_match import Matching
from contracts_app.rules.alignment_piece import Piece

#: So much of a clause must come from the other one, wherever it stands,
_ENOUGH: Final = 0.6
#: and it must have so many pairs of words: few may stand in another by chance.
_FEW: Final = 15
#: So much is enough right below or above where the other one stands now, with so many pairs of words;
_ENOUGH_NEAR: Final = 0.35
_FEW_NEAR: Final = 8
#: with fewer, nearly all of it: the pair of its first word alone may be missing.
_ALL: Final = 0.8
#: So much is enough wherever it stands, from :data:`_FEW_NEAR` pairs of words on.
_WHOLLY: Final = 0.9
#: How many clauses are looked at for each, those with most in common first.
_MOST: Final = 6


def parts_of(matching: Matching) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Return what was split and what was joined.

    Returns:
        For each old clause that was split the new clauses that it became, and for each new clause that was
        joined the old clauses that became it; both in order, two or more, the partners among them.
    """
    split = _groups(matching.old, matching.new, matching.new_left(), matching.to_new)
    taken = {new for parts in split.values() for new in parts} | {
        matching.to_new[old] for old in split if old in matching.to_new
    }
    left = [old for old in matching.old_left() if old not in split]
    joined = _groups(matching.new, matching.old, left, matching.to_old)
    return split, {new: parts for new, parts in joined.items() if new not in taken}


def _groups(
    wholes: list[Piece], pieces: list[Piece], left: list[int], partner: dict[int, int]
) -> dict[int, list[int]]:
    """Return the wholes that became several: the pieces without partner that come from each, and its own."""
    if not left:
        return {}
    rest = {
        index: whole.grams - pieces[partner[index]].grams if index in partner else whole.grams
        for index, whole in enumerate(wholes)
    }
    found = _where(rest, pieces, left)
    groups: dict[int, list[int]] = defaultdict(list)
    for index in left:
        shares = [((pieces[index].grams & rest[whole]).total(), -whole) for whole in found.get(index, [])]
        common, whole = max(shares, default=(0, 0))
        here = [*groups[-whole], *([partner[-whole]] if -whole in partner else [])]
        if _is_part(pieces, index, common, here):
            groups[-whole].append(index)
            rest[-whole] = rest[-whole] - pieces[index].grams
    with_partner = {
        whole: sorted([*parts, partner[whole]] if whole in partner else parts)
        for whole, parts in groups.items()
    }
    return {whole: parts for whole, parts in sorted(with_partner.items()) if len(parts) > 1}


def _where(
    rest: dict[int, Counter[tuple[str, str]]], pieces: list[Piece], left: list[int]
) -> dict[int, list[int]]:
    """Return for each piece the wholes that have most of its pairs of words, the best first."""
    has: dict[tuple[str, str], list[int]] = defaultdict(list)
    for piece in left:
        for gram in pieces[piece].grams:
            has[gram].append(piece)
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for whole, grams in rest.items():
        for gram in grams:
            for piece in has.get(gram, ()):
                counts[piece][whole] += 1
    return {
        piece: sorted(found, key=lambda whole: (-found[whole], whole))[:_MOST]
        for piece, found in counts.items()
    }


def _is_part(pieces: list[Piece], index: int, common: int, here: list[int]) -> bool:
    """Tell whether a clause is a part of one with which it has ``common`` pairs of words.

    Args:
        pieces: The clauses of the side that has the parts.
        index: Of the clause.
        common: How many pairs of its words the whole has, those left out that other parts have taken.
        here: The parts that are known already.
    """
    piece = pieces[index]
    share = common / piece.size if piece.size else 0.0
    if piece.size >= (_FEW_NEAR if share >= _WHOLLY else _FEW) and share >= _ENOUGH:
        return True
    if piece.parent not in here and index not in (pieces[part].parent for part in here):
        return False
    return share >= _ALL or (share >= _ENOUGH_NEAR and piece.size >= _FEW_NEAR)
