"""A drawn or photographed digit looks as MNIST's makers would have made it look."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.data import open_dataset
from engine.data.handwriting import prepare_digit
from engine.data.synthetic import draw_digits
from engine.image import Image
from engine.jobs import finish


def enlarged(digit: np.ndarray, times: int) -> np.ndarray:
    side = times * len(digit)
    return np.clip(np.asarray(Pillow.fromarray(digit).resize((side, side), Pillow.Resampling.BICUBIC)), 0, 1)


def drawn(digit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return enlarged(digit, 8)


def inverted(digit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return 1 - drawn(digit, rng)


def small_on_a_large_page(digit: np.ndarray, rng: np.random.Generator, times: int = 4) -> np.ndarray:
    page, ink = np.ones((300, 400), np.float32), enlarged(digit, times)
    top, left = rng.integers(0, 300 - len(ink)), rng.integers(0, 400 - len(ink))
    page[top : top + len(ink), left : left + len(ink)] -= 0.8 * ink
    return page


def photographed(digit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Dark ink on paper that is lit from one side, with the noise of a camera."""
    page = small_on_a_large_page(digit, rng, 7)
    down, across = np.mgrid[:300, :400] / 400
    light = 0.65 + rng.uniform(-0.3, 0.3) * (across - 0.5) + rng.uniform(-0.3, 0.3) * (down - 0.4)
    return np.clip(page * light + rng.normal(0, 0.03, page.shape), 0, 1).astype(np.float32)


def in_half_shadow(digit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    page = small_on_a_large_page(digit, rng, 7)
    down, across = np.mgrid[:300, :400] / 400
    light = 0.6 + 0.35 / (1 + np.exp(12 * (across + down - 0.9)))
    return (page * light + rng.normal(0, 0.02, page.shape)).clip(0, 1).astype(np.float32)


def chalk(digit: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return (0.9 - 0.7 * photographed(digit, rng)).astype(np.float32)


WAYS = (drawn, inverted, small_on_a_large_page, photographed, in_half_shadow, chalk)


def likeness(found: np.ndarray, original: np.ndarray) -> float:
    """The best correlation with the original moved by up to a pixel: that far the centre of mass may be rounded."""
    moved = [np.roll(original, (down, across), (0, 1)) for down in (-1, 0, 1) for across in (-1, 0, 1)]
    return max(float(np.corrcoef(found.ravel(), other.ravel())[0, 1]) for other in moved)


@pytest.mark.parametrize("way", WAYS)
def test_a_digit_comes_back_as_it_was(way) -> None:
    rng = np.random.default_rng(4)
    digits = finish(draw_digits(np.arange(40) % 10, rng))
    likenesses = [likeness(prepare_digit(Image(way(digit, rng))), digit) for digit in digits]
    assert np.median(likenesses) > 0.93
    assert np.mean(np.array(likenesses) > 0.85) > 0.9


@pytest.mark.mnist
@pytest.mark.parametrize("way", WAYS)
def test_a_real_digit_comes_back_as_it_was(way) -> None:
    rng = np.random.default_rng(4)
    digits = finish(open_dataset("mnist")).train_images[:60, :, :, 0]
    found = [prepare_digit(Image(way(digit, rng))) for digit in digits]
    likenesses = [likeness(*pair) for pair in zip(found, digits, strict=True)]
    assert np.median(likenesses) > 0.95
    assert np.mean(np.array(likenesses) > 0.85) > 0.95
    assert np.mean(found) == pytest.approx(digits.mean(), rel=0.15)  # as much ink


@pytest.mark.parametrize("value", [0.0, 0.2, 0.5, 1.0])
def test_an_empty_page_is_dark_even_with_noise_and_light_from_one_side(value: float) -> None:
    rng = np.random.default_rng(0)
    even = np.full((200, 150), value, np.float32)
    slope = np.clip(even + np.linspace(-0.2, 0.2, 150, dtype=np.float32), 0, 1)
    noisy = np.clip(even + rng.normal(0, 0.03, even.shape), 0, 1).astype(np.float32)
    for page in (even, slope, noisy) if 0 < value < 1 else (even, noisy):
        assert prepare_digit(Image(page)).max() == 0


def test_a_speck_of_dirt_does_not_move_the_digit() -> None:
    digit = finish(draw_digits(np.array([3]), np.random.default_rng(1)))[0]
    page = np.ones((300, 300), np.float32)
    page[20:244, 40:264] -= enlarged(digit, 8)
    clean = prepare_digit(Image(page))
    page[280:284, 290:294] = 0
    np.testing.assert_allclose(prepare_digit(Image(page)), clean, atol=0.02)


@pytest.mark.parametrize("shape", [(1, 1), (1, 40), (40, 1), (2, 3), (3, 500), (9, 9)])
def test_pictures_of_any_size(shape: tuple[int, int]) -> None:
    page = np.random.default_rng(0).random(shape, np.float32)
    seen = prepare_digit(Image(page), 8, 8)
    assert seen.shape == (8, 8)
    assert np.isfinite(seen).all()
    assert 0 <= seen.min() <= seen.max() <= 1
