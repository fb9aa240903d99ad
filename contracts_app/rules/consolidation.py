"""The consolidated text: the clauses of a version with the amendments to it laid over them, in order.

1. Amendments are laid over the text in their order, and their changes in theirs; what one amendment changed
   is what the next one finds.
2. ``replace`` puts new words in place of a clause's own; the clauses below it stay, unless the new words
   bring numbered clauses of their own: those take their place.
3. ``delete`` takes a clause and all that lies below it out of force. Its words stay readable, marked; the
   numbers of the others do not move.
4. ``insert`` puts a new clause behind the one that is named and all that lies below that; a clause that lies
   below the named one goes right behind its own words; without a name it goes to the end of what it lies
   below, or of the text.
5. A change that cannot be made (nothing has that number at that place in the order, or two have it, or it
   is there already, or is deleted already) is a misfit: it changes nothing, is told with its number and its
   amendment, and everything else is made.
6. Every clause knows where its words came from, and which words stood there before.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from contracts_app.rules.amendment import ACTIONS, DELETE, INSERT, ClauseChange
from contracts_app.rules.clause_number import depth_of, is_below, is_same, key_of
from contracts_app.rules.new_words import Piece, pieces_of

UNKNOWN: Final = "unknown"
AMBIGUOUS: Final = "ambiguous"
DELETED: Final = "deleted"
PRESENT: Final = "present"
AFTER_UNKNOWN: Final = "after_unknown"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stood in a clause; ``amendment`` is None for those of the version itself."""

    heading: str
    text: str
    amendment: int | None


@dataclass(frozen=True, slots=True)
class TextClause:
    """One clause of a consolidated text.

    Attributes:
        number: As it is cited; empty for what has none.
        heading: Its title.
        level: 1 for the highest, 0 for the text before the first number.
        text: Its words, number and heading included, the clauses below it not.
        amendment: The amendment that its words came with; None for the version itself.
        deleted_by: The amendment that took it out of force; None while it is in force.
        earlier: The words that stood here before, the oldest first.
        source: What the clause is called outside (its row of the version); None for a new one.
    """

    number: str
    heading: str
    level: int
    text: str
    amendment: int | None = None
    deleted_by: int | None = None
    earlier: tuple[Words, ...] = ()
    source: int | None = None


@dataclass(frozen=True, slots=True)
class AmendingStep:
    """One amendment in its place: what it is called, and what it changes."""

    key: int
    title: str
    changes: tuple[ClauseChange, ...]


@dataclass(frozen=True, slots=True)
class Misfit:
    """A change that could not be made: ``place`` is its place among the changes of ``amendment``."""

    amendment: int
    title: str
    place: int
    change: ClauseChange
    code: str
    by: str = ""
    count: int = 0

    @property
    def message(self) -> str:
        """Say what does not fit, naming number and amendment, and that nothing is lost."""
        said = f"{self.title} {ACTIONS.get(self.change.action, self.change.action)} {self.change.number}"
        return f"{said}{self._why()} This change is kept with the amendment and was not made."

    def _why(self) -> str:
        number = self.change.number
        if self.code == DELETED:
            return f", which {self.by} deleted."
        if self.code == PRESENT:
            return f", but {number} is there already. Replace it, or give the new clause another number."
        if self.code == AMBIGUOUS:
            name = self.change.after if self.change.after else number
            return f", but {name} stands {self.count} times in the text; nobody can tell which one is meant."
        if self.code == AFTER_UNKNOWN:
            return f" behind {self.change.after}, but the text has no clause {self.change.after} then."
        return f", but the text has no clause {number} then."


@dataclass(frozen=True, slots=True)
class Deletion:
    """A clause that an amendment deleted, with the clauses below that went along."""

    amendment: int
    title: str
    number: str
    along: tuple[str, ...]

    @property
    def message(self) -> str:
        """Say what went, and what went along."""
        along = f" with what lies below it: {', '.join(self.along)}" if self.along else ""
        return f"{self.title} deletes {self.number}{along}."


@dataclass(frozen=True, slots=True)
class Consolidated:
    """A text with its amendments; ``clauses`` has the deleted ones too, in their place."""

    clauses: tuple[TextClause, ...]
    misfits: tuple[Misfit, ...] = ()
    deletions: tuple[Deletion, ...] = ()

    @property
    def in_force(self) -> tuple[TextClause, ...]:
        """The clauses that count, in order; joined they are the text."""
        return tuple(clause for clause in self.clauses if clause.deleted_by is None)

    def find(self, number: str) -> TextClause | None:
        """Return the one clause in force with a number; None where none or several have it."""
        found = [clause for clause in self.in_force if is_same(clause.number, number)]
        return found[0] if len(found) == 1 else None


class _CannotBeMade(Exception):
    def __init__(self, code: str, *, by: str = "", count: int = 0) -> None:
        super().__init__(code)
        self.code, self.by, self.count = code, by, count


def consolidate(base: Iterable[TextClause], steps: Sequence[AmendingStep]) -> Consolidated:
    """Lay amendments over a text.

    Args:
        base: The clauses of the version, in order.
        steps: The amendments to it, in the order in which they count.

    Returns:
        The text with every change that can be made, and every change that cannot.
    """
    text = _Text(list(base), {step.key: step.title for step in steps})
    misfits: list[Misfit] = []
    for step in steps:
        for place, change in enumerate(step.changes):
            try:
                text.make(change, step)
            except _CannotBeMade as why:
                misfits.append(Misfit(step.key, step.title, place, change, why.code, why.by, why.count))
    return Consolidated(tuple(text.clauses), tuple(misfits), tuple(text.deletions))


class _Text:
    """The text while amendments are laid over it."""

    def __init__(self, clauses: list[TextClause], titles: dict[int, str]) -> None:
        self.clauses = clauses
        self.titles = titles
        self.deletions: list[Deletion] = []

    def make(self, change: ClauseChange, step: AmendingStep) -> None:
        """Make one change.

        Raises:
            _CannotBeMade: It does not fit the text as it is then; nothing was changed.
        """
        if change.action == DELETE:
            self._delete(change, step)
        elif change.action == INSERT:
            self._insert(change, step.key)
        else:
            self._replace(change, step.key)

    def _places(self, number: str) -> list[int]:
        key = key_of(number)
        named = enumerate(self.clauses)
        return [at for at, one in named if one.deleted_by is None and key_of(one.number) == key]

    def _place(self, number: str, missing: str = UNKNOWN) -> int:
        found = self._places(number)
        if len(found) == 1:
            return found[0]
        if found:
            raise _CannotBeMade(AMBIGUOUS, count=len(found))
        gone = (one for one in self.clauses if one.deleted_by is not None and is_same(one.number, number))
        if missing == UNKNOWN and (last := next(gone, None)) and last.deleted_by is not None:
            raise _CannotBeMade(DELETED, by=self.titles[last.deleted_by])
        raise _CannotBeMade(missing)

    def _end(self, at: int) -> int:
        """Return where the clauses below the one at ``at`` end."""
        level = self.clauses[at].level
        end = at + 1
        while end < len(self.clauses) and self.clauses[end].level > level:
            end += 1
        return end

    def _delete(self, change: ClauseChange, step: AmendingStep) -> None:
        at = self._place(change.number)
        gone = [place for place in range(at, self._end(at)) if self.clauses[place].deleted_by is None]
        for place in gone:
            self.clauses[place] = replace(self.clauses[place], deleted_by=step.key)
        along = tuple(number for place in gone[1:] if (number := self.clauses[place].number))
        self.deletions.append(Deletion(step.key, step.title, self.clauses[at].number, along))

    def _replace(self, change: ClauseChange, key: int) -> None:
        at = self._place(change.number)
        old = self.clauses[at]
        first, *below = pieces_of(old.number, change.heading or old.heading, change.text, old.level)
        before = (*old.earlier, Words(old.heading, old.text, old.amendment))
        new = replace(old, heading=first.heading, text=first.text, amendment=key, earlier=before)
        self.clauses[at] = new
        if below:
            self._put_below(at, below, key)

    def _put_below(self, at: int, pieces: Sequence[Piece], key: int) -> None:
        """Put new clauses below the one at ``at``, in place of those that are in force there."""
        end = self._end(at)
        had = {one.number: one for one in self.clauses[at + 1 : end] if one.deleted_by is None and one.number}
        gone = [
            one if one.deleted_by is not None else replace(one, deleted_by=key)
            for one in self.clauses[at + 1 : end]
            if one.deleted_by is not None or not any(is_same(one.number, piece.number) for piece in pieces)
        ]
        fresh = [_fresh(piece, key) for piece in pieces]
        for place, piece in enumerate(fresh):
            old = next((one for number, one in had.items() if is_same(number, piece.number)), None)
            if old is not None:
                before = (*old.earlier, Words(old.heading, old.text, old.amendment))
                fresh[place] = replace(piece, earlier=before, source=old.source)
        self.clauses[at + 1 : end] = [*fresh, *gone]

    def _insert(self, change: ClauseChange, key: int) -> None:
        if self._places(change.number):
            raise _CannotBeMade(PRESENT)
        at, level = self._gap(change)
        pieces = pieces_of(change.number, change.heading, change.text, level)
        self.clauses[at:at] = [_fresh(piece, key) for piece in pieces]

    def _gap(self, change: ClauseChange) -> tuple[int, int]:
        """Return where a new clause goes, and its level."""
        if change.after:
            at = self._place(change.after, AFTER_UNKNOWN)
            named = self.clauses[at]
            if is_below(change.number, named.number):
                return at + 1, named.level + 1
            level = max(named.level + depth_of(change.number) - depth_of(named.number), 1)
            while (end := self._end(at)) < len(self.clauses) and self.clauses[end].level > level:
                at = end
            return end, level
        above = [
            at
            for at, one in enumerate(self.clauses)
            if one.deleted_by is None and is_below(change.number, one.number)
        ]
        if above:
            nearest = max(above, key=lambda at: depth_of(self.clauses[at].number))
            return self._end(nearest), self.clauses[nearest].level + 1
        return len(self.clauses), 1


def _fresh(piece: Piece, key: int) -> TextClause:
    return TextClause(piece.number, piece.heading, piece.level, piece.text, amendment=key)
