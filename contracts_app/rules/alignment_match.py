"""Which clause of one text is which of another: one to one, the surest first.

1. The same words are the same clause. Where several clauses have the same words, number, title and what they
   lie below decide, then their order.
2. Then the most alike, if they are alike enough: the same title needs less, another title more.
3. A clause that others lie below is the one below which they lie afterwards.
4. What then is left over has the same title below the same clause, or the same number and some likeness, or
   stands alone between two clauses that stayed neighbors.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from contracts_app.rules.alignment_piece import Piece, likeness

#: Clauses with other titles, or none, are the same from this likeness on.
_ALIKE: Final = 0.5
#: With the same title, wherever they stand.
_SAME_TITLE: Final = 0.2
#: With the same number below the same clause, or alone between neighbors.
_SAME_PLACE: Final = 0.3
#: What the same title, a title within the other, another title and the same number weigh beside the likeness.
_TITLE_WEIGHT: Final = 0.35
_TITLE_WITHIN: Final = 0.1
_OTHER_TITLE: Final = 0.15
_NUMBER_WEIGHT: Final = 0.1
#: Pairs of words that stand in more clauses than this say nothing about which one is meant.
_COMMON: Final = 12
#: Same words shorter than this are no proof where other clauses say the same.
_SHORT: Final = 4


class Matching:
    """Two texts, and which of their clauses have been found to be the same."""

    def __init__(self, old: list[Piece], new: list[Piece]) -> None:
        self.old, self.new = old, new
        self.to_new: dict[int, int] = {}
        self.to_old: dict[int, int] = {}

    def pair(self, old: int, new: int) -> bool:
        """Hold two clauses for the same, unless one of them has been matched already."""
        if old in self.to_new or new in self.to_old:
            return False
        self.to_new[old] = new
        self.to_old[new] = old
        return True

    def old_left(self) -> list[int]:
        """Return the old clauses without a partner, in order."""
        return [index for index in range(len(self.old)) if index not in self.to_new]

    def new_left(self) -> list[int]:
        """Return the new clauses without a partner, in order."""
        return [index for index in range(len(self.new)) if index not in self.to_old]

    def are_below_same(self, old: int, new: int) -> bool:
        """Tell whether two clauses lie below the same clause, or both below none."""
        above_old, above_new = self.old[old].parent, self.new[new].parent
        if above_old is None or above_new is None:
            return above_old is above_new
        return self.to_new.get(above_old) == above_new


def match(old: list[Piece], new: list[Piece]) -> Matching:
    """Return which clauses of two texts are the same."""
    matching = Matching(old, new)
    _match_same_words(matching)
    _match_alike(matching)
    for _ in range(3):
        before = len(matching.to_new)
        _match_above(matching)
        _match_by_place(matching)
        if len(matching.to_new) == before:
            break
    return matching


def _match_same_words(matching: Matching) -> None:
    ours, theirs = (_by_words(matching.old), _by_words(matching.new))
    for words, old_indexes in ours.items():
        new_indexes = theirs.get(words, [])
        is_sure = len(old_indexes) == len(new_indexes) == 1
        if not words or not new_indexes or (len(words) < _SHORT and not is_sure):
            continue
        _pair_best(matching, ((_standing(matching, o, n), o, n) for o in old_indexes for n in new_indexes))


def _by_words(pieces: list[Piece]) -> dict[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for index, piece in enumerate(pieces):
        found[piece.words.keys].append(index)
    return found


def _standing(matching: Matching, old: int, new: int) -> float:
    """Return how alike two clauses stand: number, title, what they lie below, and place in the text."""
    ours, theirs = matching.old[old], matching.new[new]
    place = abs(old / len(matching.old) - new / len(matching.new))
    same_above = _titles_above(matching.old, old) == _titles_above(matching.new, new)
    return 2.0 * same_above + (ours.number == theirs.number) + (ours.title == theirs.title) - place


def _titles_above(pieces: list[Piece], index: int) -> tuple[str, ...]:
    titles = []
    above = pieces[index].parent
    while above is not None:
        titles.append(pieces[above].title)
        above = pieces[above].parent
    return tuple(titles)


def _pair_best(matching: Matching, scored: Iterable[tuple[float, int, int]]) -> None:
    for _, old, new in sorted(scored, key=lambda each: (-each[0], each[1], each[2])):
        matching.pair(old, new)


def _match_alike(matching: Matching) -> None:
    scored = []
    for old, new in _candidates(matching):
        like = likeness(matching.old[old], matching.new[new])
        score = like + _weight(matching, old, new)
        ours, theirs = matching.old[old].title, matching.new[new].title
        enough = _SAME_TITLE if ours and ours == theirs else _ALIKE
        if like >= enough and score >= _ALIKE:
            scored.append((score, old, new))
    _pair_best(matching, scored)


def _weight(matching: Matching, old: int, new: int) -> float:
    ours, theirs = matching.old[old], matching.new[new]
    place = abs(old / len(matching.old) - new / len(matching.new))
    weight = -place / 20
    if ours.title and theirs.title:
        weight += _title_weight(ours.title, theirs.title)
    if ours.number and ours.number == theirs.number:
        weight += _NUMBER_WEIGHT
    return weight


def _title_weight(ours: str, theirs: str) -> float:
    """Return what two titles say: the same, one with more words than the other, or another one."""
    if ours == theirs:
        return _TITLE_WEIGHT
    few, many = sorted((set(ours.split()), set(theirs.split())), key=len)
    return _TITLE_WITHIN if few <= many else -_OTHER_TITLE


def _candidates(matching: Matching) -> Iterator[tuple[int, int]]:
    """Yield the clauses without partner that share a title, or pairs of words that few clauses have."""
    new_left = matching.new_left()
    with_gram: dict[tuple[str, str], list[int]] = defaultdict(list)
    with_title: dict[str, list[int]] = defaultdict(list)
    for index in new_left:
        with_title[matching.new[index].title].append(index)
        for gram in matching.new[index].grams:
            with_gram[gram].append(index)
    for old in matching.old_left():
        piece = matching.old[old]
        found: Counter[int] = Counter()
        for gram in piece.grams:
            others = with_gram.get(gram, [])
            if len(others) <= _COMMON:
                found.update(others)
        same = set(with_title[piece.title][:_COMMON]) if piece.title in with_title and piece.title else set()
        best = sorted(found, key=lambda index: (-found[index], index))[:_COMMON]
        yield from ((old, new) for new in sorted(same.union(best)))


def _match_above(matching: Matching) -> None:
    """Match clauses by what lies below them: most of it must lie below the other."""
    votes: dict[int, Counter[int]] = defaultdict(Counter)
    for old, new in sorted(matching.to_new.items()):
        above_old, above_new = matching.old[old].parent, matching.new[new].parent
        if above_old is not None and above_new is not None:
            votes[above_old][above_new] += 1
    below_old = Counter(piece.parent for piece in matching.old)
    below_new = Counter(piece.parent for piece in matching.new)
    _pair_best(
        matching,
        (
            (count / max(below_old[old], below_new[new]), old, new)
            for old, found in votes.items()
            for new, count in found.items()
            if 2 * count >= min(below_old[old], below_new[new]) and count * 3 >= max(below_old[old], 1)
        ),
    )


def _match_by_place(matching: Matching) -> None:
    new_left = matching.new_left()
    by_title, by_number = defaultdict(list), defaultdict(list)
    for index in new_left:
        by_title[matching.new[index].title].append(index)
        by_number[matching.new[index].number].append(index)
    scored = []
    for old in matching.old_left():
        piece = matching.old[old]
        titled = by_title.get(piece.title, []) if piece.title else []
        numbered = by_number.get(piece.number, []) if piece.number else []
        scored += [
            (3.0 + likeness(piece, matching.new[new]), old, new)
            for new in titled
            if matching.are_below_same(old, new)
        ]
        scored += [
            (1.0 + like, old, new)
            for new in numbered
            if (like := likeness(piece, matching.new[new])) >= _SAME_PLACE
            and matching.are_below_same(old, new)
        ]
    scored += _alone_between_neighbors(matching)
    _pair_best(matching, scored)


def _alone_between_neighbors(matching: Matching) -> Iterator[tuple[float, int, int]]:
    """Yield clauses without partner whose neighbors on both sides are partners of each other."""
    ends_old, ends_new = len(matching.old), len(matching.new)
    for old in matching.old_left():
        before = matching.to_new.get(old - 1) if old else -1
        after = matching.to_new.get(old + 1) if old + 1 < ends_old else ends_new
        if before is None or after is None or after - before != 2 or before + 1 in matching.to_old:
            continue
        like = likeness(matching.old[old], matching.new[before + 1])
        if like >= _SAME_PLACE:
            yield (like, old, before + 1)
