"""Which files a batch takes."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.batch_files import BatchError, gather, make_folder
from engine.jobs import finish


def test_files_and_folders_are_gathered_each_picture_once(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in ("b.png", "a.jpg", "notes.txt", ".hidden.png"):
        (folder / name).write_bytes(b"")
    alone = tmp_path / "alone.tif"
    alone.write_bytes(b"")
    found = finish(gather([alone, folder, folder / "b.png", alone]))
    assert found == (alone, folder / "a.jpg", folder / "b.png")
    assert finish(gather([folder], known=[folder / "a.jpg"])) == (folder / "b.png",)


def test_a_folder_without_pictures_is_said(tmp_path: Path) -> None:
    with pytest.raises(BatchError, match="no pictures"):
        finish(gather([tmp_path]))


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BatchError, match="cannot be made"):
        make_folder(tmp_path / "file" / "out")
    make_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").is_dir()
