"""How the text of a version is written, and so how its clauses are set for reading."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db.models.functions import Left

from contracts_app.actions.amended_text import TextOn
from contracts_app.models import Clause, DocumentText, DocumentVersion
from contracts_app.rules.reading_blocks import Block, Form, blocks_of, width_of

_FORMS: Final = {"application/pdf": Form.PAGES, "text/markdown": Form.MARKDOWN}
#: So much of a text is looked at to learn how wide its lines are.
_LOOK: Final = 60_000
#: Of a consolidated text, so many clauses.
_CLAUSES: Final = 150


def form_of(version: DocumentVersion) -> Form:
    """Return how the text of a version is written; its file is best joined."""
    return _FORMS.get(version.file.media_type, Form.PLAIN)


def line_width(user: Any, version: DocumentVersion) -> int:
    """Return how wide the lines of a version are (one query for a PDF); 0 where that does not matter."""
    if form_of(version) is not Form.PAGES:
        return 0
    texts = DocumentText.objects.visible_to(user).filter(version=version)
    begin = texts.values_list(Left("text", _LOOK), flat=True).first()
    return width_of(begin or "")


def clause_blocks(
    clause: Clause, form: Form, width: int = 0, longest: int | None = None
) -> tuple[Block, ...]:
    """Return a clause set for reading, its number and heading strong; of a long one the beginning."""
    return blocks_of(clause.text[:longest], form, width=width, number=clause.number, heading=clause.heading)


@dataclass(frozen=True, slots=True)
class Setting:
    """How the words of a consolidated text are set: those of its version, and those of amendments."""

    form: Form
    width: int

    def blocks(self, words: str, number: str, heading: str, *, is_amended: bool) -> tuple[Block, ...]:
        """Return words set for reading; those of an amendment were typed, not read from a PDF."""
        form = Form.PLAIN if is_amended and self.form is Form.PAGES else self.form
        return blocks_of(words.strip("\n"), form, width=self.width, number=number, heading=heading)


def setting_of(text: TextOn | None) -> Setting:
    """Return how a consolidated text is set; by its version, whose file is joined."""
    if text is None or text.base is None:
        return Setting(Form.PLAIN, 0)
    form = form_of(text.base)
    own = (one.text for one in text.text.clauses if one.amendment is None)
    return Setting(form, width_of("".join(islice(own, _CLAUSES))) if form is Form.PAGES else 0)


def words_to_find(clause: Clause) -> str:
    """Return the words of a clause in one line, without the marks of Markdown; its file is best joined."""
    if form_of(clause.version) is not Form.MARKDOWN:
        return clause.text
    return " ".join(block.text for block in blocks_of(clause.text, Form.MARKDOWN))
