"""The histogram of a picture."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

from engine.editing.histogram import STEP_PIXELS, Histogram, heights, histogram
from engine.image import Image
from engine.jobs import finish

RNG = np.random.default_rng(0)


def test_a_picture_larger_than_one_step_is_counted_whole_and_in_steps() -> None:
    pixels = RNG.integers(0, 256, (30, STEP_PIXELS // 10, 3), np.uint8)
    image = Image(pixels)
    assert len(list(histogram(image))) > 3
    found = finish(histogram(image))
    for channel in range(3):
        np.testing.assert_array_equal(found.colours[channel], np.histogram(pixels[:, :, channel], 256, (0, 256))[0])
    assert found.pixels == found.luminance.sum() == pixels.shape[0] * pixels.shape[1]
    assert not list(histogram(image))  # counted once


def test_the_shares_are_of_the_pixels_that_are_seen() -> None:
    pixels = np.full((4, 5, 4), 100, np.uint8)
    pixels[0, :, 1] = 0
    pixels[1, :2] = 255
    pixels[3, :, 3] = 0
    found = finish(histogram(Image(pixels)))
    assert found.pixels == 15
    assert found.shares == (5 / 15, 2 / 15)
    assert finish(histogram(Image(np.zeros((2, 2, 2), np.uint8)))).shares == (0, 0)


@pytest.mark.parametrize(
    ("dtype", "value", "said"),
    [(np.uint8, 128, "128"), (np.uint16, 32768, "32768–33023"), (np.float32, 0.5, "0.500–0.504")],
)
def test_a_step_is_named_in_the_units_of_the_picture(dtype: type, value: float, said: str) -> None:
    found = finish(histogram(Image(np.full((3, 3), value, dtype))))
    assert found.level(int(np.argmax(found.luminance))) == said


def test_piles_at_the_ends_do_not_flatten_the_rest() -> None:
    hill = np.repeat([5, 10, 20, 10], 10)
    counts = np.array([[1000, *hill, 2000]])
    beside = np.array([[0, *hill // 2, 0]])
    found = heights(counts, beside, logarithmic=False)
    np.testing.assert_allclose(found, [[1, *hill / 20, 1]])
    np.testing.assert_allclose(heights(beside, counts, logarithmic=False), [[0, *hill // 2 / 20, 0]])
    logarithms = heights(counts, beside, logarithmic=True)
    np.testing.assert_allclose(logarithms, [[1, *np.log(hill + 1) / np.log(21), 1]])


def test_a_few_peaks_are_higher_than_the_plot_but_not_out_of_all_proportion() -> None:
    hill = np.full(30, 10)
    low, high = np.array([[0, *hill, 40, 0]]), np.array([[0, *hill, 600, 0]])
    assert heights(low, low, logarithmic=False)[0, 1] == 1
    assert heights(high, high, logarithmic=False)[0, 1] == 10 / 100


@pytest.mark.parametrize("counts", [[30, 0, 0, 60], [30, 60]])
def test_a_picture_of_black_and_white_only_has_its_ends_as_the_scale(counts: list[int]) -> None:
    found = heights(np.array([counts]), np.array([counts]), logarithmic=False)
    assert (found[0, 0], found[0, -1]) == (0.5, 1)
    assert not heights(np.zeros((1, 5)), np.zeros((1, 5)), logarithmic=True).any()


def test_a_histogram_does_not_keep_its_picture() -> None:
    image = Image(np.zeros((2, 2), np.uint8))
    found = finish(histogram(image))
    gone = weakref.ref(image)
    del image
    gc.collect()
    assert gone() is None
    assert isinstance(found, Histogram)
