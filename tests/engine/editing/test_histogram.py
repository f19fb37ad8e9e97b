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
    counts = np.array([[1000, 10, 5, 0, 2000]])
    beside = np.array([[0, 0, 20, 0, 0]])
    np.testing.assert_allclose(heights(counts, beside, logarithmic=False), [[1, 0.5, 0.25, 0, 1]])
    np.testing.assert_allclose(heights(beside, counts, logarithmic=False), [[0, 0, 1, 0, 0]])
    logarithms = heights(counts, beside, logarithmic=True)[0]
    np.testing.assert_allclose(logarithms, [1, np.log(11) / np.log(21), np.log(6) / np.log(21), 0, 1])
    only_ends = np.array([[30, 0, 0, 60]])
    np.testing.assert_allclose(heights(only_ends, only_ends, logarithmic=False), [[0.5, 0, 0, 1]])
    assert not heights(np.zeros((1, 5)), np.zeros((1, 5)), logarithmic=True).any()


def test_a_histogram_does_not_keep_its_picture() -> None:
    image = Image(np.zeros((2, 2), np.uint8))
    found = finish(histogram(image))
    gone = weakref.ref(image)
    del image
    gc.collect()
    assert gone() is None
    assert isinstance(found, Histogram)
