"""`make messages`: the catalogs of what goes out by mail, kept with Babel alone: no gettext programs needed.

1. The English sentences are those that the packages mark with ``_``, ``gettext``, ``ngettext`` or
   ``pgettext``. Every catalog in ``locale/`` gets the new ones, without a translation, and loses the others.
2. What is compiled (``.mo``) is kept beside its source (``.po``), so that a fresh checkout works at once.
3. ``problems`` is what the tests ask: a catalog that is not whole is a failure, never a message half in
   English.
"""

from __future__ import annotations

import datetime as dt
import io
import string
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from ops.checks import PACKAGES
from ops.console import say
from ops.paths import ROOT

LOCALE = ROOT / "locale"
DOMAIN = "django"


def marked() -> Catalog:
    """Return the sentences that the sources mark, with the files that they stand in."""
    found = Catalog(project="Termkeeper", domain=DOMAIN, charset="utf-8")
    for path in _marking():
        for _line, words, comments, context in extract_from_file(
            "python", path, keywords=DEFAULT_KEYWORDS, comment_tags=("Translators:",)
        ):
            place = (path.relative_to(ROOT).as_posix(), None)
            found.add(words, None, [place], auto_comments=comments, context=context)
    return found


@cache
def _marking() -> list[Path]:
    """Return the sources that mark sentences."""
    paths = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return [path for path in paths if b"gettext" in path.read_bytes()]


def languages() -> list[str]:
    """Return the codes of the languages that have a catalog."""
    return sorted(path.parent.parent.name for path in LOCALE.glob(f"*/LC_MESSAGES/{DOMAIN}.po"))


def source_of(language: str) -> Path:
    """Return the catalog of a language that people edit."""
    return LOCALE / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def read(language: str) -> Catalog:
    """Return the catalog of a language; a new one where its file is empty or not there yet."""
    path = source_of(language)
    if not path.exists() or not path.read_bytes().strip():
        now = dt.datetime.now(dt.UTC)
        return Catalog(
            locale=language, domain=DOMAIN, project="Termkeeper", version="1", charset="utf-8", fuzzy=False,
            creation_date=now, revision_date=now, last_translator="Termkeeper", language_team=language,
            msgid_bugs_address="none", header_comment="# What goes out by mail, and the calendar feed.",
        )  # fmt: skip
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def compiled(catalog: Catalog) -> bytes:
    """Return what gettext reads; what is fuzzy is left out."""
    target = io.BytesIO()
    write_mo(target, catalog)
    return target.getvalue()


def write_all() -> None:
    """Bring every catalog up to date, compile it, and say what is still to be translated."""
    template = marked()
    for language in languages():
        catalog = read(language)
        template.creation_date = catalog.creation_date
        catalog.update(template, no_fuzzy_matching=True, update_creation_date=False)
        catalog.obsolete.clear()
        path = source_of(language)
        with path.open("wb") as file:
            write_po(file, catalog, width=110, sort_by_file=True, include_lineno=False)
        path.with_suffix(".mo").write_bytes(compiled(read(language)))
        left = problems(language)
        say(f"{language}: {len(catalog)} sentences, {len(left)} to mend")
        for line in left:
            say(f"       {line}")


def problems(language: str) -> list[str]:
    """Return what is wrong with a catalog, each with the sentence it is about; empty when it is whole."""
    catalog, template = read(language), marked()
    known = {_key(message) for message in catalog if message.id}
    wanted = {_key(message) for message in template if message.id}
    found = [f"not in the catalog: {key[1]}" for key in sorted(wanted - known)]
    found += [f"in the catalog, and nowhere in the sources: {key[1]}" for key in sorted(known - wanted)]
    for message in catalog:
        if message.id:
            found += [f"{what}: {_key(message)[1]}" for what in _wrong(message, catalog.num_plurals)]
    path = source_of(language).with_suffix(".mo")
    if not path.exists() or path.read_bytes() != compiled(catalog):
        found.append(f"{path.name} is not what {path.stem}.po says. Run `make messages`.")
    return found


def _key(message: Message) -> tuple[str, str]:
    return message.context or "", message.id[0] if isinstance(message.id, tuple) else message.id


def _wrong(message: Message, plurals: int) -> Iterator[str]:
    """Give what is wrong with one translation."""
    is_counted = isinstance(message.id, tuple)
    given = message.string if isinstance(message.string, tuple) else (message.string,)
    if message.fuzzy:
        yield "fuzzy"
    if not all(given) or len(given) != (plurals if is_counted else 1):
        yield "not translated"
        return
    wanted = placeholders(message.id[-1] if is_counted else message.id)
    if any(placeholders(text) != wanted for text in given):
        yield f"other names in braces than {', '.join(sorted(wanted)) or 'none'}"


def placeholders(text: str) -> set[str]:
    """Return the names in braces."""
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}
