"""A picture comes into the window: dropped, pasted, from the last session, from the list of recent ones."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QPushButton

from engine.editing.document import Document
from engine.editing.render import RenderCache, Rendered, render
from engine.filters.recipe import Recipe, Step
from engine.filters.tone import Invert
from engine.image import Image, save
from engine.jobs import Job, Rest
from gui.filtering import preview
from gui.main_window import MainWindow
from tests.gui.filtering.hands import add, drop, shows, steps
from tests.gui.filtering.odd_pictures import ODD

Wait = Callable[[Callable[[], bool]], None]


def test_starts_with_a_sample_photo_that_is_already_filtered(window: MainWindow, wait: Wait) -> None:
    window.filtering.open_first(None)
    wait(lambda: window.filtering.result is not None)
    assert len(steps(window)) > 1
    assert window.filtering.result.width == 640


def test_a_dropped_picture_is_shown_as_it_is(window: MainWindow, photo: Path, wait: Wait) -> None:
    drop(window.filtering, photo)
    wait(lambda: shows(window))
    assert window.filtering._title.text() == "photo.png"


def cut_off(path: Path) -> None:
    ODD["deep-colour.png"](path)
    path.write_bytes(path.read_bytes()[:-200])


def locked(path: Path) -> None:
    path.write_bytes(b"")
    path.chmod(0)


def test_a_picture_is_seen_until_its_result_is_there(
    window: MainWindow, tmp_path: Path, wait: Wait, monkeypatch: pytest.MonkeyPatch
) -> None:
    computed: list[bool] = []

    def slow(document: Document, cache: RenderCache) -> Job[Rendered]:
        while not computed:
            yield Rest(0.01)
        return (yield from render(document, cache))

    def in_the_middle() -> int:
        view = window.filtering.canvas.rendered_view()
        return view.pixelColor(view.rect().center()).red()

    monkeypatch.setattr(preview, "render", slow)
    save(Image(np.full((50, 50, 3), 200, np.uint8)), tmp_path / "grey.png")
    window.filtering.open(tmp_path / "grey.png", Recipe((Step(Invert()),)))
    wait(lambda: in_the_middle() == 200)
    assert window.filtering.result is None
    window.filtering.copy()
    assert QGuiApplication.clipboard().image().isNull()
    computed.append(True)
    wait(lambda: in_the_middle() == 55)
    assert shows(window, "invert")


BAD: dict[str, Callable[[Path], object]] = {
    "a text": lambda path: path.write_text("not a picture"),
    "empty": Path.touch,
    "damaged": lambda path: path.write_bytes(b"\x89PNG\r\n\x1a\n broken"),
    "cut off": cut_off,
    "gone": lambda path: None,
    "locked": locked,
}


@pytest.mark.parametrize("make", BAD.values(), ids=BAD)
def test_what_cannot_be_opened_leaves_the_picture_and_says_why_in_one_sentence(
    opened: MainWindow, wait: Wait, tmp_path: Path, make: Callable[[Path], object]
) -> None:
    add(opened, "invert")
    wait(lambda: shows(opened, "invert"))
    history = opened.filtering.model.history
    make(tmp_path / "bad.png")
    drop(opened.filtering, tmp_path / "bad.png")
    wait(opened.filtering.message.isVisible)
    assert re.fullmatch(r"bad\.png [^.]+\.|[^.]+bad\.png [^.]+\.", opened.filtering.message.text)
    assert shows(opened, "invert")
    assert opened.filtering.model.history is history
    assert tmp_path / "bad.png" not in opened.settings.recent()


def test_a_picture_is_pasted_and_the_result_copied(opened: MainWindow, wait: Wait) -> None:
    picture = QImage(5, 4, QImage.Format.Format_RGB888)
    picture.fill(0x336699)
    QGuiApplication.clipboard().setImage(picture)
    opened.filtering.paste()
    wait(lambda: opened.filtering.result is not None and opened.filtering.result.width == 5)
    add(opened, "invert")
    wait(lambda: shows(opened, "invert"))
    opened.filtering.copy()
    assert QGuiApplication.clipboard().image().pixelColor(2, 2).getRgb()[:3] == (0xCC, 0x99, 0x66)


def test_the_next_start_brings_back_picture_and_recipe(opened: MainWindow, wait: Wait) -> None:
    add(opened, "sobel")
    opened.filtering.remember()
    again = MainWindow(opened.settings)
    try:
        again.filtering.open_first(None)
        wait(lambda: shows(again, "sobel"))
    finally:
        again.close()


def test_recent_pictures_are_listed_newest_first(opened: MainWindow, photo: Path, tmp_path: Path, wait: Wait) -> None:
    other = tmp_path / "other.png"
    other.write_bytes(photo.read_bytes())
    opened.filtering.open(other)
    wait(lambda: opened.filtering.model.document.path == other)
    opened.filtering._list_recent()
    assert [action.text() for action in opened.filtering.recent.actions()] == ["other.png", "photo.png"]


def test_opening_another_picture_can_be_undone(opened: MainWindow, photo: Path, tmp_path: Path, wait: Wait) -> None:
    add(opened, "invert")
    other = tmp_path / "other.png"
    other.write_bytes(photo.read_bytes())
    opened.filtering.open(other)
    wait(lambda: opened.filtering.model.document.path == other and shows(opened))
    assert opened.filtering.model.undo_name == "Open other.png"
    opened.filtering.model.undo()
    wait(lambda: opened.filtering.model.document.path == photo and shows(opened, "invert"))


def test_where_nothing_could_be_opened_the_canvas_offers_what_to_do(
    window: MainWindow, photo: Path, tmp_path: Path, wait: Wait
) -> None:
    workspace = window.filtering
    workspace.open_first(str(tmp_path / "missing.png"))
    wait(lambda: workspace.start.isVisible())
    assert not workspace._undo.isEnabled()
    button = next(each for each in workspace.start.findChildren(QPushButton) if "sample" in each.text())
    button.click()
    wait(lambda: workspace.result is not None)
    assert not workspace.start.isVisible()


def test_several_pictures_or_a_folder_are_a_batch(opened: MainWindow, photo: Path, wait: Wait, tmp_path: Path) -> None:
    other = tmp_path / "more" / "other.png"
    other.parent.mkdir()
    other.write_bytes(photo.read_bytes())
    drop(opened.filtering, photo, other.parent)
    batch = opened.filtering.files.batch
    assert batch.isVisible()
    wait(lambda: list(batch.files.sources) == [photo, other])
    assert opened.filtering.model.document.path == photo


def test_a_long_name_does_not_widen_the_window(opened: MainWindow, wait: Wait, tmp_path: Path) -> None:
    narrowest, long = opened.minimumSizeHint().width(), tmp_path / f"{'n' * 250}.png"
    drop(opened.filtering, long)
    wait(opened.filtering.message.isVisible)
    opened.filtering.status.emit(f"Saved {long}.")
    opened.filtering.activity.begin("open", f"Opening {long.name}", lambda: None)
    wait(opened.filtering.activity.isVisible)
    assert opened.minimumSizeHint().width() <= narrowest
