"""The content store: whole or not at all, never overwritten, checked when read."""

from __future__ import annotations

import errno
import hashlib
import os
import stat

import pytest

from core.files import ContentStore, StoreFailed

DATA = b"signed agreement"
SHA = hashlib.sha256(DATA).hexdigest()


@pytest.fixture
def store(tmp_path):
    return ContentStore(tmp_path / "files")


def files_in(store):
    return [path for path in store.folder.rglob("*") if path.is_file()]


def test_bytes_are_kept_under_their_digest_in_two_levels_and_read_only(store):
    assert store.keep(DATA) == SHA
    path = store.folder / SHA[:2] / SHA[2:4] / SHA
    assert store.path_of(SHA) == path
    assert path.read_bytes() == DATA
    assert stat.S_IMODE(path.stat().st_mode) == 0o440
    assert store.read(SHA) == DATA


def test_the_same_bytes_are_kept_once_and_the_file_is_not_touched_again(store):
    store.keep(DATA)
    before = store.path_of(SHA).stat()
    store.keep(DATA)
    assert store.path_of(SHA).stat().st_ino == before.st_ino
    assert files_in(store) == [store.path_of(SHA)]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "The disk for files is full"),
        (errno.EDQUOT, "is full"),
        (errno.EACCES, "Permission denied"),
    ],
)
@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_a_disk_that_refuses_gives_one_clear_error_and_leaves_nothing(
    store, monkeypatch, number, words, step
):
    def refuse(*args):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(f"core.files.store.os.{step}", refuse)
    with pytest.raises(StoreFailed, match=words):
        store.keep(DATA)
    monkeypatch.undo()
    assert files_in(store) == []
    assert store.keep(DATA) == SHA


def test_a_changed_file_is_not_handed_out(store):
    store.keep(DATA)
    store.path_of(SHA).chmod(0o640)
    store.path_of(SHA).write_bytes(DATA[:-1] + b"T")
    with pytest.raises(StoreFailed, match="changed or damaged"):
        store.read(SHA)


def test_a_missing_file_is_said_to_be_missing(store):
    with pytest.raises(StoreFailed, match="missing from the store"):
        store.read(SHA)


@pytest.mark.parametrize("digest", ["", "../../etc/passwd", SHA.upper(), SHA[:-1], SHA + "\n"])
def test_only_a_digest_names_a_file(store, digest):
    with pytest.raises(ValueError, match="SHA-256"):
        store.path_of(digest)
