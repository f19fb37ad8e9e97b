"""Any picture a person has: shown as it is, looked at closely, filtered, compared, counted and saved."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.codec import FORMATS
from engine.editing.comparison import Compare
from engine.filters.custom import CustomKernel
from engine.filters.rank import Median
from engine.filters.recipe import Recipe, Step
from engine.image import load
from engine.save_options import SaveOptions
from gui.main_window import MainWindow
from tests.gui.filtering.hands import drop
from tests.gui.filtering.odd_pictures import ODD

Wait = Callable[[Callable[[], bool]], None]


@pytest.fixture(params=sorted(ODD))
def truth(request: pytest.FixtureRequest, tmp_path: Path, window: MainWindow, wait: Wait) -> np.ndarray:
    """The pixels of an odd picture that was dropped on the window and is shown."""
    path = tmp_path / request.param
    pixels = ODD[request.param](path)
    drop(window.filtering, path)
    wait(lambda: window.filtering.result is not None)
    return pixels


def test_it_is_shown_as_it_is_at_every_scale_with_its_own_numbers(
    truth: np.ndarray, window: MainWindow, wait: Wait
) -> None:
    page, said = window.filtering, []
    page.status.connect(said.append)
    np.testing.assert_array_equal(page.result.pixels, truth)
    assert page.result.dtype == truth.dtype
    canvas = page.canvas
    assert canvas.area().contains(canvas.sights()[-1].frame) or canvas.scale == 1 / 64
    fitted = canvas.grab().toImage()
    middle = range(-3, 4)
    around = {fitted.pixel(fitted.width() // 2 + x, fitted.height() // 2 + y) for x in middle for y in middle}
    assert around != {fitted.pixel(0, 0)}
    for scale in (1.0, 32.0, 64.0):
        canvas.zoom_to(scale)
        canvas.grab()
    height, width = truth.shape[:2]
    canvas.hovered.emit(width - 1, height - 1)
    form = "{:.3f}" if truth.dtype == np.float32 else "{}"
    values = " ".join(form.format(value) for value in truth[-1, -1])
    assert said[-1] == f"x {width - 1}  y {height - 1}    ·    {values}"
    wait(lambda: page.histogram.view._after is not None)
    seen = np.count_nonzero(truth[:, :, -1]) if truth.shape[2] in (2, 4) else width * height
    assert page.histogram.view._after.luminance.sum() == seen
    assert not page.message.isVisible()


def test_it_is_filtered_compared_and_saved_in_every_format(
    truth: np.ndarray, window: MainWindow, wait: Wait, tmp_path: Path
) -> None:
    page = window.filtering
    page.recipe.add(Median)
    page.recipe.add(CustomKernel)
    expected = Recipe((Step(Median()), Step(CustomKernel())))(page.model.document.image)
    wait(lambda: page.result is not None and np.array_equal(page.result.pixels, expected.pixels))
    for how in (Compare.LEFT_RIGHT, Compare.TOP_BOTTOM, Compare.SIDE_BY_SIDE):
        page.views.compare(how)
        assert not page.canvas.grab().isNull()
    for ending in FORMATS:
        target = tmp_path / f"out{ending}"
        page.message.hide()
        page.files.write(target, SaveOptions())
        wait(lambda target=target: target.exists() or page.message.isVisible())
        if target.exists():
            assert load(target).pixels.shape[:2] == expected.pixels.shape[:2]
        else:  # too long a side for the format
            assert page.message.text.count(". ") == 0
            assert f"out{ending} cannot be written as" in page.message.text
            assert max(expected.pixels.shape) > 16_000
