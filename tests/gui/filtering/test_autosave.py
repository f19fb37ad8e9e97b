"""Work that was not closed comes back."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.editing.document import Document
from engine.filters.rank import Median
from engine.filters.recipe import Recipe
from engine.filters.tone import Invert
from engine.image import Image, load, save
from gui.filtering.session import sample_photo
from gui.main_window import MainWindow

TOP = Path(__file__).parent.parent.parent.parent
Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture
def session(tmp_path: Path) -> Callable[..., tuple[int, dict]]:
    """Run a session in a process of its own: its exit status, and what was on screen at its end."""
    folders = {name: str(tmp_path / "home") for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME", "LOCALAPPDATA")}
    environment = {**os.environ, **folders, "QT_QPA_PLATFORM": "offscreen"}

    def run(*words: str) -> tuple[int, dict]:
        command = [sys.executable, "-m", "tests.gui.killed", *words]
        done = subprocess.run(command, env=environment, cwd=TOP, capture_output=True, text=True, timeout=120)
        assert done.stdout, done.stderr
        return done.returncode, json.loads(done.stdout.splitlines()[-1])

    return run


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize("what", ["work", "paste"])
def test_a_killed_session_comes_back_where_it_was_and_a_closed_one_does_not(
    what: str, session: Callable[..., tuple[int, dict]], photo: Path
) -> None:
    status, before = session(what, str(photo))
    assert status == -9
    assert "sobel" in before["recipe"]
    status, after = session("look")
    assert status == 0
    assert {**after, "said": "", "pixels": ""} == {**before, "pixels": ""}
    result = Recipe.from_json(before["recipe"])(load(photo))
    assert after["pixels"] == hashlib.sha256(result.pixels.tobytes()).hexdigest()
    assert after["undo"] == "Add Sobel"
    assert after["redo"] == "Switch Sobel off"
    assert "was not closed" in after["said"]
    _, then = session("look")
    assert then["said"] == ""
    assert then["undo"] == ""
    assert then["title"] == ("photo.png" if what == "work" else "flower.jpg")  # what was pasted went with its window


def kept(tmp_path: Path) -> list[Path]:
    return sorted(path.relative_to(tmp_path) for path in tmp_path.glob("work/*/work.json"))


def test_two_windows_keep_their_work_apart(opened: MainWindow, wait: Wait, tmp_path: Path) -> None:
    wait(lambda: len(kept(tmp_path)) == 1)
    other = MainWindow(opened.settings)
    try:
        other.filtering.open_first(None)  # the first one's work is not taken away from it
        wait(lambda: other.filtering.result is not None)
        assert not other.filtering.message.isVisible()
        other.filtering.model.open(Document(Image(np.zeros((5, 4), np.uint8))))
        wait(lambda: len(kept(tmp_path)) == 2)
    finally:
        other.close()
    assert [path.parts[1] for path in kept(tmp_path)] == ["1"]


def test_what_is_kept_follows_the_edits_but_not_a_drag(opened: MainWindow, wait: Wait, tmp_path: Path) -> None:
    model = opened.filtering.model
    path = tmp_path / "work" / "1" / "work.json"
    wait(path.is_file)
    model.preview(model.document.with_added(Median(9)))
    model.edit("Add Invert", model.document.with_recipe(model.history.present.value.recipe).with_added(Invert()))
    wait(lambda: "Add Invert" in path.read_text())
    assert "median" not in path.read_text()
    model.undo()
    wait(lambda: '"present": 0' in path.read_text())
    opened.close()
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00"])
def test_a_damaged_file_is_passed_over_with_a_remark(
    opened: MainWindow, wait: Wait, tmp_path: Path, content: bytes
) -> None:
    opened.filtering.remember()
    place = tmp_path / "work" / "2"
    place.mkdir(parents=True)
    (place / "work.json").write_bytes(content)
    again = MainWindow(opened.settings)
    try:
        again.show()
        again.filtering.open_first(None)
        wait(again.filtering.message.isVisible)
        assert "cannot be brought back" in again.filtering.message.text
        assert again.filtering.model.document.title == "photo.png"
    finally:
        again.close()


def test_where_nothing_can_be_kept_the_window_works_all_the_same(
    settings: object, tmp_path: Path, photo: Path, wait: Wait
) -> None:
    (tmp_path / "work").write_text("in the way")
    window = MainWindow(settings)
    try:
        window.filtering.open(photo)
        wait(lambda: window.filtering.result is not None)
    finally:
        window.close()


def test_work_brought_back_is_kept_again_only_when_it_could_be_shown(
    opened: MainWindow, wait: Wait, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Should rendering it be what ends the program, the third start does not try a third time."""
    first, second = tmp_path / "work" / "1", tmp_path / "work" / "2"
    wait((first / "work.json").is_file)
    second.mkdir(parents=True)
    (second / "work.json").write_bytes((first / "work.json").read_bytes())
    again = MainWindow(opened.settings)
    page, rendered = again.filtering, []
    show = page._show_rendered
    monkeypatch.setattr(page, "_show_rendered", rendered.append)
    try:
        page.open_first(None)
        wait(lambda: bool(rendered))
        assert not page.autosave._timer.isActive()
        assert [path.name for path in second.glob("*.json")] == ["tried.json"]
        show(rendered[0])
        wait(lambda: [path.name for path in second.glob("*.json")] == ["work.json"])
    finally:
        again.close()


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
def test_a_picture_named_at_the_start_leaves_the_work_of_a_killed_session_to_be_restored(
    session: Callable[..., tuple[int, dict]], photo: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.png"
    save(Image(np.zeros((7, 9, 3), np.uint8)), other)
    _, before = session("work", str(photo))
    for _ in range(2):  # as often as it is passed over
        _, named = session("name", str(other))
        assert named["title"] == "other.png"
        assert "not closed" in named["said"]
    _, after = session("restore", str(other))
    assert {**after, "said": "", "pixels": ""} == {**before, "pixels": ""}
    _, then = session("name", str(other))
    assert then["said"] == ""


def test_restored_work_is_kept_with_this_windows_before_it_is_let_go_of(
    opened: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    first, second, third = (tmp_path / "work" / str(number) / "work.json" for number in (1, 2, 3))
    wait(first.is_file)
    second.parent.mkdir(parents=True)
    second.write_bytes(first.read_bytes())
    again = MainWindow(opened.settings)
    page = again.filtering
    again.show()
    try:
        page.open_first(str(sample_photo()))
        wait(page.message.isVisible)
        wait(third.is_file)
        assert second.is_file()
        button = next(each for each in page.message.findChildren(QPushButton) if each.isVisible())
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        wait(lambda: not list(second.parent.glob("*.json")))
        assert "photo.png" in third.read_text()
        assert page.model.document.title == "photo.png"
        page.model.undo()
        assert page.model.document.title == "flower.jpg"
    finally:
        again.close()
    assert kept(tmp_path) == [Path("work/1/work.json")]
