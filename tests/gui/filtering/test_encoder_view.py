"""The Encoder view: opened by key and button, live, one map large with its numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise, product
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from engine.filters.encoder import Encoder, Kernels, encode
from engine.filters.recipe import Recipe, Step
from engine.filters.tone import Invert
from engine.image import Image, save
from engine.jobs import finish
from gui.filtering.encoder_view import EncoderView
from gui.filtering.staircase import fitting, source
from gui.main_window import MainWindow

Wait = Callable[[Callable[[], bool]], None]
PICTURE = Image(np.random.default_rng(8).integers(0, 256, (61, 80, 3), np.uint8))


@pytest.fixture
def window_with_encoder(window: MainWindow, tmp_path: Path, wait: Wait) -> MainWindow:
    save(PICTURE, tmp_path / "noise.png")
    window.filtering.open(tmp_path / "noise.png")
    wait(lambda: window.filtering.result is not None)
    window.filtering.recipe.add(Encoder)
    return window


@pytest.fixture
def view(window_with_encoder: MainWindow, wait: Wait) -> EncoderView:
    """The view, opened by the button on the form, with all its maps."""
    opener = window_with_encoder.filtering.encoder
    QTest.mouseClick(opener.button, Qt.MouseButton.LeftButton)
    assert opener.view is not None
    wait(lambda: complete(opener.view))  # type: ignore[arg-type]
    return opener.view


def complete(view: EncoderView) -> bool:
    """Whether every place of the staircase has its map."""
    return bool(view.staircase.buttons) and all(each.isEnabled() for each in view.staircase.buttons.values())


def change(window: MainWindow, encoder: Encoder) -> None:
    model = window.filtering.model
    assert model.document is not None
    model.edit("Change", model.document.with_filter(0, encoder))


def test_every_map_has_its_place_and_its_size_is_written_on(view: EncoderView) -> None:
    assert set(view.staircase.buttons) == {(1, 0, 0), *product((1, 2), (1, 2, 3), range(4))}
    levels = finish(encode(PICTURE, Encoder()))
    for level in levels:
        for stage, (height, width) in enumerate(level.shapes):
            place = (level.number - 1, 3) if stage == 0 and level.number > 1 else (level.number, stage)
            assert view.staircase._sizes[place] == f"{width} × {height}"


def test_a_clicked_map_is_shown_large_with_its_numbers(view: EncoderView) -> None:
    QTest.mouseClick(view.staircase.buttons[2, 3, 1], Qt.MouseButton.LeftButton)
    values = finish(encode(PICTURE, Encoder()))[1].pooled[1]
    assert view.page.isVisible()
    assert view.page.title.text() == "Level 2, after pooling: brighter below"
    assert f"{values.shape[1]} × {values.shape[0]} px" in view.page.numbers.text()
    for name, value in (("min", values.min()), ("max", values.max()), ("mean", values.mean(dtype=float))):
        assert f"{name} {value:.4g}" in view.page.numbers.text()
    QTest.keyClick(view, Qt.Key.Key_Escape)
    assert view.isVisible()
    assert not view.page.isVisible()


def test_arrows_go_from_map_to_map_and_round(view: EncoderView) -> None:
    view.enlarge((1, 0, 0))
    seen = [view.page.title.text()]
    for _ in range(25):
        view.page.turned.emit(1)
        seen.append(view.page.title.text())
    assert seen[0] == seen[-1] == "Brightness of the picture"
    assert len(set(seen)) == 25
    view.page.turned.emit(-1)
    assert view.page.title.text() == seen[-2]


def test_it_follows_the_settings(window_with_encoder: MainWindow, view: EncoderView, wait: Wait) -> None:
    view.enlarge((1, 1, 2))
    change(window_with_encoder, Encoder(levels=1, kernels=Kernels.LINES))
    wait(lambda: view.page.title.text() == "Level 1, after the first convolution: rising lines")
    change(window_with_encoder, Encoder(levels=3, kernels=Kernels.OWN))
    wait(lambda: len(view.staircase.buttons) == 10 and complete(view))
    assert view._scroll.isVisible()  # there is no third kernel any more
    assert {kernel for _, _, kernel in view.staircase.buttons} == {0}


def test_it_shows_the_picture_before_the_encoder(
    window_with_encoder: MainWindow, view: EncoderView, wait: Wait
) -> None:
    model = window_with_encoder.filtering.model
    assert model.document is not None
    view.enlarge((1, 2, 0))
    model.edit("Invert", model.document.with_recipe(Recipe((Step(Invert()), Step(Encoder())))))
    expected = finish(encode(Invert()(PICTURE), Encoder()))[0].maps[0]
    wait(lambda: f"mean {expected.mean(dtype=float):.4g}" in view.page.numbers.text())


def test_without_an_encoder_one_is_offered(opened: MainWindow, wait: Wait) -> None:
    opener = opened.filtering.encoder
    assert not opener.button.isVisible()
    opened.activateWindow()
    QTest.qWaitForWindowActive(opened)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    QTest.keyClick(opened.filtering, Qt.Key.Key_E, modifiers)
    assert opener.view is None
    message = opened.filtering.message
    assert "no Encoder" in message.text
    button = next(each for each in message.findChildren(QPushButton) if each.text() == "Add one")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert opener.view is not None
    assert opener.button.isVisible()


def test_what_cannot_be_computed_is_said(window_with_encoder: MainWindow, view: EncoderView, wait: Wait) -> None:
    change(window_with_encoder, Encoder(levels=6))
    window_with_encoder.filtering.encoder.refresh()
    wait(view.words.isVisible)
    assert "take fewer levels" in view.words.text()
    change(window_with_encoder, Encoder(levels=1))
    wait(view._scroll.isVisible)
    model = window_with_encoder.filtering.model
    assert model.document is not None
    model.edit("Remove", replace(model.document, recipe=Recipe()))
    wait(lambda: "no Encoder" in view.words.text())


@pytest.mark.parametrize(("levels", "aspect"), list(product(range(1, 7), (0.6, 1.5, 2.4))))
def test_boxes_never_lie_on_each_other_and_descend(levels: int, aspect: float) -> None:
    placed = fitting(levels, aspect, QSize(1180, 600))
    assert len(placed) == 3 * levels + 1
    for one, other in product(placed, placed):
        assert one is other or not one.rect.intersects(other.rect)
    for one, following in pairwise(placed):
        assert following.rect.left() > one.rect.left() or following.rect.top() > one.rect.bottom()
    assert [source(box) for box in placed if box.stage == 0] == [
        (1, 0),
        *((level, 3) for level in range(1, levels + 1)),
    ]
