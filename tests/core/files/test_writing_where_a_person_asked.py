"""A file is written where a person asked for it whole, or not at all."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from core.files import UnwritablePlace, check_place, place_file


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_the_file_is_there_whole_and_nothing_else(tmp_path: Path) -> None:
    place_file(tmp_path / "out.pdf", b"whole")
    assert (tmp_path / "out.pdf").read_bytes() == b"whole"
    assert names(tmp_path) == ["out.pdf"]


def test_looking_whether_a_place_can_be_written_leaves_it_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "out.pdf").write_bytes(b"old")
    check_place(tmp_path / "out.pdf")
    check_place(tmp_path / "new.pdf")
    assert (tmp_path / "out.pdf").read_bytes() == b"old"
    assert names(tmp_path) == ["out.pdf"]


def test_a_file_that_cannot_be_completed_leaves_the_old_one(tmp_path: Path) -> None:
    place = tmp_path / "out.pdf"
    place.write_bytes(b"old")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, hard))
    try:
        with pytest.raises(UnwritablePlace, match=r"out\.pdf cannot be written: File too large"):
            place_file(place, b"x" * 5000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert place.read_bytes() == b"old"
    assert names(tmp_path) == ["out.pdf"]


def test_a_file_that_is_replaced_keeps_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "out.pdf").write_bytes(b"old")
    (tmp_path / "out.pdf").chmod(0o640)
    place_file(tmp_path / "out.pdf", b"new")
    assert (tmp_path / "out.pdf").stat().st_mode & 0o777 == 0o640


def test_a_link_is_followed_and_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "out.pdf").symlink_to(tmp_path / "kept" / "real.pdf")
    place_file(tmp_path / "out.pdf", b"new")
    assert (tmp_path / "out.pdf").is_symlink()
    assert (tmp_path / "kept" / "real.pdf").read_bytes() == b"new"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda place: place.mkdir(), "not a regular file"),
        (os.mkfifo, "not a regular file"),
        (lambda place: place.symlink_to("/dev/null"), "not a regular file"),
    ],
    ids=["folder", "pipe", "device"],
)
@pytest.mark.parametrize(
    "write", [check_place, lambda place: place_file(place, b"x")], ids=["check", "place"]
)
def test_what_is_no_regular_file_is_refused(tmp_path: Path, make, reason: str, write) -> None:
    make(tmp_path / "out")
    with pytest.raises(UnwritablePlace, match=reason):
        write(tmp_path / "out")
    assert names(tmp_path) == ["out"]


@pytest.mark.parametrize(
    ("place", "reason"),
    [
        ("missing/out", "No such file or directory"),
        ("file/out", "Not a directory"),
        ("x" * 300, "name too long"),
    ],
)
def test_a_place_that_is_not_there_is_named_with_the_reason(tmp_path: Path, place: str, reason: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(UnwritablePlace, match=f"cannot be written: .*{reason}"):
        check_place(tmp_path / place)
