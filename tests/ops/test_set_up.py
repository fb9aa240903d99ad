"""The set-up: skips what is done, says what it cannot do, cuts the icons that pages use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ops import stamps
from ops.console import SetupError
from ops.frontend import FILES, ICONS_BUILT, cut_sprite, icon_names
from ops.paths import ROOT, STATIC_BUILD

SPRITE = (
    '<svg><defs><symbol id="tabler-home" viewBox="0 0 24 24"><path d="M0 0"/></symbol>'
    '<symbol id="tabler-bell" viewBox="0 0 24 24"><path d="M1 1"/></symbol></defs></svg>'
)


def ops(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ops", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_sprite_holds_only_the_icons_asked_for() -> None:
    cut = cut_sprite(SPRITE, ["bell"])
    assert re.findall(r'id="([^"]+)"', cut) == ["tabler-bell"]
    assert cut.startswith('<svg xmlns="http://www.w3.org/2000/svg">')


def test_an_icon_that_does_not_exist_is_named() -> None:
    with pytest.raises(SetupError, match=r"do not exist: no-such-icon\. Correct"):
        cut_sprite(SPRITE, ["bell", "no-such-icon"])


def test_what_pages_load_is_built() -> None:
    missing = [name for name in [*FILES, ICONS_BUILT] if not (STATIC_BUILD / name).is_file()]
    assert missing == [], "run make setup"


def test_every_icon_that_a_template_names_is_built() -> None:
    built = set(re.findall(r'<symbol id="tabler-([^"]+)"', (STATIC_BUILD / ICONS_BUILT).read_text()))
    assert set(icon_names()) == built
    named = {
        (path.relative_to(ROOT), name)
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for name in re.findall(r"""{%\s*icon\s+["']([a-z0-9-]+)["']""", path.read_text())
    }
    unbuilt = [f"{path}: {name}" for path, name in sorted(named) if name not in built]
    assert unbuilt == [], "add the names to ops/icons.txt and run make setup"


def test_a_step_runs_again_only_when_its_inputs_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamps, "STAMPS", tmp_path / "stamps")
    lock = tmp_path / "lock.txt"
    lock.write_text("django==5.2")
    before = stamps.digest([lock], "3.11")
    assert not stamps.is_current("base", before)
    stamps.write("base", before)
    assert stamps.is_current("base", before)
    assert not stamps.is_current("base", stamps.digest([lock], "3.12"))
    lock.write_text("django==5.3")
    assert not stamps.is_current("base", stamps.digest([lock], "3.11"))


def test_packages_that_may_not_be_installed_are_named_in_one_line() -> None:
    code = (
        "from ops import debian; print(debian.install(['chromium', 'fonts-dejavu-core'], why='No browser'))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={"PATH": "/nonexistent"},
        capture_output=True,
        text=True,
        check=True,
    )
    told = "No browser: install what is missing, as root: apt-get install chromium fonts-dejavu-core\n"
    assert (done.stdout, done.stderr) == (told, "")


def test_a_wrong_command_lists_the_right_ones() -> None:
    done = ops("set-up")
    assert done.returncode == 2
    assert "setup-tests" in done.stderr
