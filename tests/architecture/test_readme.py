"""What the README says of commands and settings is complete."""

from __future__ import annotations

import re

from tests.architecture.sources import ROOT, product_sources

README = (ROOT / "README.md").read_text(encoding="utf-8")
#: Django's own commands that we only extend; the README has those that people need.
EXTENDED = {"loaddata", "makemigrations"}


def test_every_command_is_in_the_readme():
    found = re.compile(r"/management/commands/(\w+)\.py$")
    commands = {match[1] for source in product_sources() if (match := found.search(source.path))}
    missing = commands - {"__init__"} - EXTENDED - set(re.findall(r"`manage\.py (\w+)", README))
    assert not missing, missing


def test_every_setting_is_in_the_readme_and_every_setting_in_the_readme_exists():
    settings = "".join((ROOT / "config" / name).read_text() for name in ("settings.py", "environment.py"))
    variable = r"\b(?:TERMKEEPER_[A-Z_]+|(?:DATABASE|REDIS|EMAIL)_URL)\b"
    read = set(re.findall(rf'"({variable})"', settings)) | {"TERMKEEPER_DATA"}
    assert read == set(re.findall(variable, README))


def test_every_setting_of_the_container_file_is_passed_on():
    compose = (ROOT / "docker-compose.yml").read_text()
    example = (ROOT / ".env.example").read_text()
    named = set(re.findall(r"^([A-Z_]+)=", example, re.M))
    assert named == set(re.findall(r"\$\{([A-Z_]+):?[-?]", compose))
