"""The canvas: what is drawn where."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from engine.editing.comparison import Compare
from engine.editing.screen import screen_picture
from engine.filters.limit import Region
from engine.image import Image
from gui.image_canvas import ImageCanvas

COLOURS = np.random.default_rng(2).integers(0, 256, (30, 40, 3), np.uint8)


@pytest.fixture
def canvas(qtbot: QtBot) -> ImageCanvas:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.resize(400, 300)
    canvas.show_picture(screen_picture(Image(COLOURS)))
    canvas.show()
    return canvas


def colour_at(canvas: ImageCanvas, point: QPointF) -> tuple[int, ...]:
    return canvas.grab().toImage().pixelColor(point.toPoint()).getRgb()[:3]


def test_fitted_the_whole_picture_is_in_sight(canvas: ImageCanvas) -> None:
    corners = [canvas.pixel_at(QPointF(x, y)) for x, y in ((45, 35), (355, 265), (5, 5))]
    assert corners[0] is not None
    assert corners[1] is not None
    assert corners[2] is None


def test_the_pixel_under_a_point_has_the_colour_that_is_drawn_there(canvas: ImageCanvas) -> None:
    for point in (QPointF(60.5, 70.5), QPointF(200.5, 150.5), QPointF(333.5, 222.5)):
        x, y = canvas.pixel_at(point)
        assert colour_at(canvas, point) == tuple(COLOURS[y, x])


def test_the_wheel_zooms_about_the_cursor(canvas: ImageCanvas) -> None:
    point = QPointF(123, 99)
    before, scale = canvas.pixel_at(point), canvas.scale
    for _ in range(5):
        event = QWheelEvent(
            point, point, QPoint(), QPoint(0, 120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        canvas.wheelEvent(event)
    assert canvas.scale == pytest.approx(scale * 1.2**5)
    assert canvas.pixel_at(point) == before


def test_dragging_takes_the_picture_along(canvas: ImageCanvas) -> None:
    canvas.zoom_to(20)
    before = canvas.pixel_at(QPointF(200, 150))
    QTest.mousePress(canvas, Qt.MouseButton.LeftButton, pos=QPoint(200, 150))
    QTest.mouseMove(canvas, QPoint(240, 110))
    QTest.mouseRelease(canvas, Qt.MouseButton.LeftButton, pos=QPoint(240, 110))
    assert canvas.pixel_at(QPointF(240, 110)) == before


def test_zoom_steps_are_powers_of_two_and_end_at_the_limits(canvas: ImageCanvas) -> None:
    canvas.zoom_to(1.0)
    canvas.zoom_in()
    assert canvas.scale == 2
    for _ in range(20):
        canvas.zoom_in()
    assert canvas.scale == 64
    for _ in range(40):
        canvas.zoom_out()
    assert canvas.scale == 1 / 64
    canvas.fit()
    assert canvas.pixel_at(QPointF(200, 150)) == (20, 15)


def test_holding_before_shows_the_other_picture(canvas: ImageCanvas) -> None:
    canvas.show_picture(screen_picture(Image(255 - COLOURS)), screen_picture(Image(COLOURS)))
    point = QPointF(200.5, 150.5)
    x, y = canvas.pixel_at(point)
    assert colour_at(canvas, point) == tuple(255 - COLOURS[y, x])
    canvas.hold_before(True)
    assert colour_at(canvas, point) == tuple(COLOURS[y, x])


def test_an_empty_canvas_can_be_clicked_and_zoomed(qtbot: QtBot) -> None:
    canvas = ImageCanvas()
    qtbot.addWidget(canvas)
    canvas.show()
    canvas.zoom_in()
    canvas.fit()
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton)
    assert canvas.pixel_at(QPointF(5, 5)) is None


@pytest.fixture
def comparing(canvas: ImageCanvas) -> ImageCanvas:
    """The colours before, their negative after."""
    canvas.show_picture(screen_picture(Image(255 - COLOURS)), screen_picture(Image(COLOURS)))
    return canvas


def place_at(canvas: ImageCanvas, point: QPointF) -> tuple[int, int]:
    place = canvas.pixel_at(point)
    assert place is not None
    return place


def original(canvas: ImageCanvas, point: QPointF) -> tuple[int, ...]:
    x, y = place_at(canvas, point)
    return tuple(COLOURS[y, x].tolist())


def negative(canvas: ImageCanvas, point: QPointF) -> tuple[int, ...]:
    return tuple(255 - value for value in original(canvas, point))


def drag(
    canvas: ImageCanvas, begin: QPointF, *ways: QPointF, button: Qt.MouseButton = Qt.MouseButton.LeftButton
) -> None:
    QTest.mousePress(canvas, button, pos=begin.toPoint())
    for way in ways:
        QTest.mouseMove(canvas, way.toPoint())
    QTest.mouseRelease(canvas, button, pos=ways[-1].toPoint())


@pytest.mark.parametrize(
    ("how", "line", "to", "before", "after"),
    [
        (Compare.LEFT_RIGHT, (200, 40), (100, 40), (92, 74), (108, 74)),
        (Compare.TOP_BOTTOM, (50, 150), (50, 75), (92, 66), (92, 82)),
    ],
)
def test_the_split_line_is_dragged(
    comparing: ImageCanvas, how: Compare, line: tuple, to: tuple, before: tuple, after: tuple
) -> None:
    comparing.set_compare(how)
    scale = comparing.scale
    assert colour_at(comparing, QPointF(*after)) == original(comparing, QPointF(*after))
    drag(comparing, QPointF(*line), QPointF(150, 120), QPointF(*to))
    assert colour_at(comparing, QPointF(*before)) == original(comparing, QPointF(*before))
    assert colour_at(comparing, QPointF(*after)) == negative(comparing, QPointF(*after))
    assert comparing.scale == scale  # it was the line that was dragged, not the picture
    comparing.move_line(10)
    assert colour_at(comparing, QPointF(*after)) == original(comparing, QPointF(*after))


def test_escape_puts_the_line_back(comparing: ImageCanvas) -> None:
    comparing.set_compare(Compare.LEFT_RIGHT)
    QTest.mousePress(comparing, Qt.MouseButton.LeftButton, pos=QPoint(200, 40))
    QTest.mouseMove(comparing, QPoint(100, 40))
    assert comparing.split == pytest.approx(0.25)
    QTest.keyClick(comparing, Qt.Key.Key_Escape)
    QTest.mouseRelease(comparing, Qt.MouseButton.LeftButton, pos=QPoint(100, 40))
    assert comparing.split == 0.5


def test_side_by_side_one_view_shows_the_same_pixels_in_both_panes(comparing: ImageCanvas) -> None:
    comparing.set_compare(Compare.SIDE_BY_SIDE)
    comparing.zoom_to(12, QPointF(100, 150))
    comparing.pan(QPointF(-13, 21))
    left = next(
        p
        for p in map(QPointF, range(60, 80), range(140, 160))
        if all(comparing.pixel_at(p) == comparing.pixel_at(p + off) for off in (QPointF(-3, -3), QPointF(3, 3)))
    )
    right = left + QPointF(201, 0)
    assert comparing.pixel_at(left) == comparing.pixel_at(right)
    assert colour_at(comparing, left) == original(comparing, left)
    assert colour_at(comparing, right) == negative(comparing, right)


def test_a_smaller_result_is_compared_with_the_same_share_of_the_original(canvas: ImageCanvas) -> None:
    canvas.show_picture(screen_picture(Image(COLOURS[::2, ::2])), screen_picture(Image(COLOURS)))
    canvas.set_compare(Compare.LEFT_RIGHT)
    for point, step in ((QPointF(100.5, 100.5), 1), (QPointF(303.5, 200.5), 2)):
        place = place_at(canvas, point)
        shown = colour_at(canvas, point)
        block = COLOURS[2 * place[1] : 2 * place[1] + 2, 2 * place[0] : 2 * place[0] + 2].reshape(-1, 3)
        candidates = block.tolist() if step == 1 else [COLOURS[2 * place[1], 2 * place[0]].tolist()]
        assert list(shown) in candidates


def test_the_rendered_view_is_what_is_seen_without_handles_and_rulers(comparing: ImageCanvas) -> None:
    comparing.set_compare(Compare.LEFT_RIGHT)
    comparing.set_rulers(True)
    comparing.show_selection(Region(0, 0, 40, 30))
    seen = comparing.rendered_view()
    assert (seen.width(), seen.height()) == (380, 280)
    for point in (QPointF(60, 75), QPointF(330, 75), QPointF(210 - 1, 160)):
        colour = seen.pixelColor((point - QPointF(20, 20)).toPoint()).getRgb()[:3]
        assert colour == (original if point.x() < 210 else negative)(comparing, point)


def test_the_middle_button_and_the_held_space_bar_pan_whatever_the_tool(canvas: ImageCanvas) -> None:
    canvas.use_selection_tool(True)
    canvas.zoom_to(20)
    before = canvas.pixel_at(QPointF(200, 150))
    drag(canvas, QPointF(200, 150), QPointF(240, 110), button=Qt.MouseButton.MiddleButton)
    assert canvas.pixel_at(QPointF(240, 110)) == before
    QTest.keyPress(canvas, Qt.Key.Key_Space)
    drag(canvas, QPointF(240, 110), QPointF(200, 150))
    QTest.keyRelease(canvas, Qt.Key.Key_Space)
    assert canvas.pixel_at(QPointF(200, 150)) == before
    assert canvas.selection is None


def test_arrows_pan(canvas: ImageCanvas) -> None:
    canvas.zoom_to(32)
    x, y = place_at(canvas, QPointF(200, 150))
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    QTest.keyClick(canvas, Qt.Key.Key_Up)
    assert canvas.pixel_at(QPointF(200, 150)) == (x + 2, y - 2)


@pytest.fixture
def selecting(canvas: ImageCanvas) -> ImageCanvas:
    canvas.use_selection_tool(True)
    canvas.setFocus()
    return canvas


@pytest.fixture
def told(selecting: ImageCanvas) -> list[Region | None]:
    """What was said to be selected."""
    told: list[Region | None] = []
    selecting.selected.connect(told.append)
    return told


def test_a_drag_selects_the_pixels_it_covers_and_says_so_once(
    selecting: ImageCanvas, told: list[Region | None]
) -> None:
    first, last = place_at(selecting, QPointF(101, 101)), place_at(selecting, QPointF(180, 152))
    drag(selecting, QPointF(101, 101), QPointF(120, 110), QPointF(180, 152))
    width, height = last[0] - first[0] + 1, last[1] - first[1] + 1
    assert told == [Region(*first, width, height)]
    drag(selecting, QPointF(140, 130), QPointF(156, 130))  # inside: moved by two pixels of eight
    assert told[1:] == [Region(first[0] + 2, first[1], width, height)]
    QTest.mouseClick(selecting, Qt.MouseButton.LeftButton, pos=QPoint(300, 250))
    assert told[2:] == [None]


def test_the_keyboard_selects_moves_resizes_and_drops(selecting: ImageCanvas, told: list[Region | None]) -> None:
    QTest.keyClick(selecting, Qt.Key.Key_Return)
    assert told == [Region(10, 7, 20, 15)]
    QTest.keyClick(selecting, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(selecting, Qt.Key.Key_Up)
    QTest.keyClick(selecting, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert told[1:] == [Region(20, 7, 20, 15), Region(20, 6, 20, 15), Region(20, 6, 19, 15)]
    QTest.keyClick(selecting, Qt.Key.Key_Escape)
    assert told[4:] == [None]


def test_escape_ends_a_drag_and_leaves_the_selection_as_it_was(
    selecting: ImageCanvas, told: list[Region | None]
) -> None:
    selecting.show_selection(Region(5, 5, 10, 10))
    QTest.mousePress(selecting, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    QTest.mouseMove(selecting, QPoint(140, 130))
    assert selecting.selection == Region(10, 9, 10, 10)
    QTest.keyClick(selecting, Qt.Key.Key_Escape)
    QTest.mouseRelease(selecting, Qt.MouseButton.LeftButton, pos=QPoint(140, 130))
    assert selecting.selection == Region(5, 5, 10, 10)
    assert told == []
