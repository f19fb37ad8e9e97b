"""The noise that is found is the noise that was put in."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import numpy as np
import pytest

from engine.filters import noise_estimate
from engine.filters.noise import estimate_noise, noise
from engine.image import Image, load

SIGMAS = [5, 10, 20, 40]
OTHERS = ["astronaut.png", "chelsea.png", "coffee.png", "motorcycle_left.png", "rocket.jpg"]
"""Photos beside the two samples; block size and shares were looked at on all of them, and hardly mattered."""


@cache
def photo(name: str) -> np.ndarray:
    """One of scikit-learn's two sample photos, or one that comes with scikit-image, where that is installed."""
    if name in OTHERS:
        skimage = pytest.importorskip("skimage")
        return load(Path(skimage.__file__).parent / "data" / name).colour
    from sklearn.datasets import load_sample_image

    return load_sample_image(name)


def noisy(name: str, sigma: float, clipped: bool) -> Image:
    """A photo with noise added: as 8 bits, cut off at black and white, or as numbers that may go beyond them."""
    pixels = photo(name) + np.random.default_rng(1).normal(0, sigma, photo(name).shape)
    if clipped:
        return Image(np.rint(np.clip(pixels, 0, 255)).astype(np.uint8))
    return Image((pixels / 255).astype(np.float32))


@pytest.mark.parametrize("clipped", [False, True])
@pytest.mark.parametrize("sigma", SIGMAS)
@pytest.mark.parametrize("name", ["china.jpg", "flower.jpg", *OTHERS])
def test_the_noise_of_a_photo_is_estimated(name: str, sigma: float, clipped: bool) -> None:
    image = noisy(name, sigma, clipped)
    found = estimate_noise(image)
    for estimate in (*found.immerkaer, *found.haar):
        assert abs(estimate * 255 / image.white - sigma) <= max(0.1 * sigma, 1.5)


def test_the_noise_of_a_plain_picture_is_estimated_by_both_methods() -> None:
    for dtype, sigma in ((np.uint8, 8.0), (np.uint16, 900.0), (np.float32, 0.03)):
        grey = np.random.default_rng(2).normal(Image(np.zeros((1, 1), dtype)).white / 2, sigma, (200, 200, 1))
        found = estimate_noise(Image(grey.astype(dtype)))
        assert found.immerkaer[0] == pytest.approx(sigma, rel=0.05)
        assert found.haar[0] == pytest.approx(sigma, rel=0.05)


@pytest.mark.parametrize("level", [0, 20, 60])
def test_noise_that_black_has_cut_off_is_allowed_for(level: float) -> None:
    """At 0 half of all values are cut off, and the deviation of what is left is 0.58 of that of the noise."""
    grey = np.random.default_rng(3).normal(level, 40, (300, 300))
    found = estimate_noise(Image(np.rint(np.clip(grey, 0, 255)).astype(np.uint8)))
    assert found.immerkaer[0] == pytest.approx(40, rel=0.1)


def test_texture_and_what_is_hidden_are_no_noise() -> None:
    rng = np.random.default_rng(4)
    pixels = np.full((256, 256, 2), 128.0)
    pixels[:160, :, 0] += rng.normal(0, 60, (160, 256))  # most of it is hidden noise, or seen texture
    pixels[:, :, 0] += rng.normal(0, 4, (256, 256))
    pixels[:, :, 1] = 255
    pixels[:100, :, 1] = 0
    found = estimate_noise(Image(np.clip(pixels, 0, 255).astype(np.uint8)))
    assert found.immerkaer[0] == pytest.approx(4, rel=0.1)
    assert found.haar[0] == pytest.approx(4, rel=0.2)


@pytest.mark.parametrize("shape", [(1, 1), (3, 9), (4, 4), (5, 40)])
def test_small_pictures_have_an_estimate_too(shape: tuple[int, int]) -> None:
    for level in (0, 90, 255):
        found = estimate_noise(Image(np.full((*shape, 3), level, np.uint8)))
        assert found.immerkaer == found.haar == (0, 0, 0)


def test_measuring_in_steps_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    image = noisy("flower.jpg", 10, clipped=True)
    at_once = estimate_noise(image)
    monkeypatch.setattr(noise_estimate, "STEP_PIXELS", 1)
    assert len(list(noise(image))) == 3 * ((image.height - 2) // noise_estimate.BLOCK)
    assert estimate_noise(image) == at_once
