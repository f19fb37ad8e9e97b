"""What is on the screen beside the result: before, values, transparency, another look."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from engine.image import Image
from gui.main_window import MainWindow
from tests.gui.filtering.hands import add, shows

Wait = Callable[[Callable[[], bool]], None]


def test_holding_the_key_shows_the_picture_before(opened: MainWindow, wait: Wait) -> None:
    add(opened, "invert")
    wait(lambda: shows(opened, "invert"))
    canvas = opened.filtering.canvas
    after = canvas.grab().toImage()
    canvas.setFocus()
    QTest.keyPress(canvas, Qt.Key.Key_Backslash)
    before = canvas.grab().toImage()
    QTest.keyRelease(canvas, Qt.Key.Key_Backslash)
    assert before != after
    assert canvas.grab().toImage() == after


def test_the_status_bar_names_the_pixel_under_the_cursor(opened: MainWindow, wait: Wait) -> None:
    add(opened, "invert")
    wait(lambda: shows(opened, "invert"))
    said: list[str] = []
    opened.filtering.status.connect(said.append)
    opened.filtering.canvas.hovered.emit(3, 2)
    red = int(opened.filtering.model.document.image.pixels[2, 3, 0])
    assert "x 3  y 2" in said[-1]
    assert f"  {red} " in said[-1]
    assert f"→  {255 - red} " in said[-1]


def test_a_transparent_picture_is_shown_over_a_checkerboard(window: MainWindow, wait: Wait) -> None:
    pixels = np.zeros((40, 40, 4), np.uint8)
    pixels[:, 20:, 3] = 255
    from engine.editing.document import Document

    window.filtering.model.open(Document(Image(pixels)))
    window.filtering.canvas.set_grid(False)
    wait(lambda: window.filtering.result is not None)
    shown = window.filtering.canvas.grab().toImage()
    middle = shown.height() // 2
    left = {shown.pixelColor(x, middle).value() for x in range(shown.width() // 2 - 60, shown.width() // 2 - 10)}
    right = {shown.pixelColor(x, middle).value() for x in range(shown.width() // 2 + 10, shown.width() // 2 + 60)}
    assert right == {0}
    assert len(left) == 2


def test_the_look_changes_at_once_and_is_remembered(opened: MainWindow) -> None:
    dark = opened.filtering.canvas.grab().toImage().pixelColor(1, 1)
    opened._set_theme("light")
    light = opened.filtering.canvas.grab().toImage().pixelColor(1, 1)
    assert light.lightness() > dark.lightness() + 100
    assert opened.settings.text("theme") == "light"


def test_a_right_click_offers_the_values_of_the_pixel_and_the_actions(opened: MainWindow, wait: Wait) -> None:
    add(opened, "invert")
    wait(lambda: shows(opened, "invert"))
    canvas = opened.filtering.canvas
    middle = canvas.rect().center()
    canvas.customContextMenuRequested.emit(middle)
    menu = canvas.findChild(QMenu)
    offered = {action.iconText(): action for action in menu.actions()}
    before = opened.filtering.model.document.image.pixels[canvas.pixel_at(middle.toPointF())[::-1]]
    offered["Copy pixel values"].trigger()
    written = " ".join(map(str, before)) + "  →  " + " ".join(str(255 - value) for value in before)
    assert QGuiApplication.clipboard().text() == written
    assert {"Copy result", "Save result as", "Fit", "Zoom to 100 %"} <= offered.keys()
    menu.close()


def test_a_right_click_beside_the_picture_offers_no_pixel(opened: MainWindow) -> None:
    canvas = opened.filtering.canvas
    canvas.customContextMenuRequested.emit(QPoint(1, 1))
    assert "Copy pixel values" not in [action.text() for action in canvas.findChild(QMenu).actions()]
    canvas.findChild(QMenu).close()
