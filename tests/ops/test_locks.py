"""The lock files: complete, consistent, and free of any address."""

from __future__ import annotations

import json
import re
from importlib.metadata import distributions

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from core.supervisor.preflight import PDF_PACKAGES
from ops.environment import _pins
from ops.paths import REQUIREMENTS, ROOT

LOCKS = sorted(REQUIREMENTS.glob("*.txt"))


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_python_package_is_locked_by_hash(lock) -> None:
    packages = re.split(r"\n(?=[A-Za-z0-9])", lock.read_text())
    unlocked = [
        block.splitlines()[0] for block in packages if "==" in block and "--hash=sha256:" not in block
    ]
    assert len(packages) >= 1
    assert unlocked == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_no_requirement_names_where_it_comes_from(lock) -> None:
    assert re.findall(r"https?://|file:|--(?:extra-)?index-url|--find-links", lock.read_text()) == []


def test_the_tests_run_on_the_very_packages_of_the_product() -> None:
    assert _pins(REQUIREMENTS / "base.txt") <= _pins(REQUIREMENTS / "dev.txt")


def test_every_extra_that_a_package_asks_for_is_pinned_with_it() -> None:
    """An extra that is not pinned lets an older pip take the newest release, for which there is no hash."""
    pinned: dict[str, set[str]] = {}
    for pin in _pins(REQUIREMENTS / "dev.txt"):
        requirement = Requirement(pin)
        pinned[canonicalize_name(requirement.name)] = requirement.extras
    asked = [
        (distribution.name, Requirement(text))
        for distribution in distributions()
        if canonicalize_name(distribution.name) in pinned
        for text in distribution.requires or []
    ]
    with_extras = [
        (name, wanted)
        for name, wanted in asked
        if wanted.extras and _is_installed_for(wanted, pinned[canonicalize_name(name)])
    ]
    assert len(with_extras) >= 3
    unpinned = [
        f"{name} asks for {wanted}"
        for name, wanted in with_extras
        if not wanted.extras <= pinned.get(canonicalize_name(wanted.name), set())
    ]
    assert unpinned == []


def _is_installed_for(wanted: Requirement, extras: set[str]) -> bool:
    """Return whether a package with these extras asks for a requirement in this environment."""
    if wanted.marker is None:
        return True
    return any(wanted.marker.evaluate({"extra": extra}) for extra in ("", *extras))


def test_every_front_end_package_is_locked_by_hash_and_names_no_address() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    locked = {path: entry for path, entry in packages.items() if path}
    assert len(locked) >= 4
    assert [path for path, entry in locked.items() if "integrity" not in entry] == []
    assert [path for path, entry in locked.items() if "resolved" in entry] == []


def test_the_image_installs_the_libraries_that_the_product_asks_for() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    assert [package for package in PDF_PACKAGES.split() if package not in dockerfile] == []
