"""Catalogs of the messages: whole, not fuzzy, with the same names in braces, compiled from their source."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from ops import messages

GERMAN = messages.LOCALE / "de" / "LC_MESSAGES" / "django.po"


def test_every_language_to_choose_has_a_whole_catalog():
    chosen = set(settings.MESSAGE_LANGUAGES) - {"en"}
    assert set(messages.languages()) == chosen
    assert {language: messages.problems(language) for language in chosen} == {
        language: [] for language in chosen
    }


@pytest.fixture
def german(monkeypatch, tmp_path: Path) -> Path:
    """A copy of the German catalog to spoil."""
    folder = tmp_path / "de" / "LC_MESSAGES"
    shutil.copytree(GERMAN.parent, folder)
    monkeypatch.setattr(messages, "LOCALE", tmp_path)
    return folder / "django.po"


def spoilt(path: Path, old: str, new: str) -> list[str]:
    """Replace a text in the source, compile it, and return what is wrong then."""
    source = path.read_text(encoding="utf-8")
    assert old in source
    path.write_text(source.replace(old, new, 1), encoding="utf-8")
    path.with_suffix(".mo").write_bytes(messages.compiled(messages.read("de")))
    return messages.problems("de")


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ('msgstr "Handeln bis {day}"', 'msgstr ""', "not translated: Act by {day}"),
        ('msgstr "Handeln bis {day}"', 'msgstr "Handeln bis {date}"', "other names in braces than day"),
        ('msgstr[1] "{n} Tage vorher"', 'msgstr[1] ""', "not translated: {n} day before"),
        ('msgid "Act by"\n', 'msgid "Act until"\n', "not in the catalog: Act by"),
        ('msgid "Act by"\n', 'msgid "Act until"\n', "nowhere in the sources: Act until"),
        (
            '#, python-brace-format\nmsgid "Act by {day}"',
            '#, fuzzy\nmsgid "Act by {day}"',
            "fuzzy: Act by {day}",
        ),
    ],
)
def test_a_catalog_that_is_not_whole_is_told(german: Path, old: str, new: str, wrong: str):
    assert any(wrong in line for line in spoilt(german, old, new))


def test_a_source_that_was_not_compiled_is_told(german: Path):
    german.write_text(german.read_text(encoding="utf-8").replace("Vertrag öffnen", "Vertrag ansehen"))
    assert messages.problems("de") == ["django.mo is not what django.po says. Run `make messages`."]


def test_an_empty_file_becomes_the_catalog_of_another_language(german: Path):
    french = german.parents[2] / "fr" / "LC_MESSAGES" / "django.po"
    french.parent.mkdir(parents=True)
    french.touch()
    messages.write_all()
    assert "nplurals=2" in french.read_text(encoding="utf-8")
    assert "not translated: Act by {day}" in messages.problems("fr")
    assert messages.problems("de") == []
