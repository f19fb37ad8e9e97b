from __future__ import annotations

import numpy as np
import pytest

from engine.filters.noise import AddNoise, NoiseKind
from engine.image import Image


def test_gaussian_noise_has_the_strength_that_was_asked_for_at_every_depth() -> None:
    for grey, white in ((np.uint8(128), 255), (np.uint16(32768), 65535), (np.float32(0.5), 1)):
        image = Image(np.full((200, 300, 3), grey))
        noise = AddNoise(strength=8, seed=1)(image).pixels.astype(float) - float(grey)
        assert noise.std() / white == pytest.approx(0.08, rel=0.02)
        assert noise.mean() / white == pytest.approx(0, abs=0.002)


def test_the_seed_decides() -> None:
    image = Image(np.full((20, 30, 3), 128, np.uint8))
    np.testing.assert_array_equal(AddNoise(seed=5)(image).pixels, AddNoise(seed=5)(image).pixels)
    assert (AddNoise(seed=5)(image).pixels != AddNoise(seed=6)(image).pixels).any()


def test_uniform_noise_has_the_standard_deviation_and_stays_in_a_range() -> None:
    image = Image(np.full((200, 300), 0.5, np.float32))
    noise = AddNoise(NoiseKind.UNIFORM, strength=5)(image).pixels - 0.5
    assert noise.std() == pytest.approx(0.05, rel=0.02)
    assert np.abs(noise).max() <= 0.05 * np.sqrt(3) + 1e-6


def test_salt_and_pepper_hit_the_share_of_pixels_that_was_asked_for() -> None:
    image = Image(np.full((200, 300, 3), 100, np.uint8))
    noisy = AddNoise(NoiseKind.SALT_AND_PEPPER, strength=10)(image).pixels
    assert (noisy == 255).mean() == pytest.approx(0.05, rel=0.1)
    assert (noisy == 0).mean() == pytest.approx(0.05, rel=0.1)
    assert ((noisy == 100) | (noisy == 0) | (noisy == 255)).all()


def test_poisson_noise_grows_with_the_root_of_brightness() -> None:
    for level, expected in ((1.0, 0.1), (0.25, 0.05)):
        image = Image(np.full((200, 300), level, np.float32))
        noisy = AddNoise(NoiseKind.POISSON, strength=10)(image).pixels
        assert noisy.std() == pytest.approx(expected, rel=0.03)
        assert noisy.mean() == pytest.approx(level, rel=0.01)


def test_what_is_hidden_has_no_say_in_poisson_noise() -> None:
    pixels = np.full((20, 30, 4), 0.5, np.float32)
    pixels[3:9, 4:12, 3] = 0
    other = pixels.copy()
    other[3:9, 4:12, :3] = 0.1
    seen = pixels[:, :, 3] > 0
    first, second = (AddNoise(NoiseKind.POISSON)(Image(each)).pixels[seen] for each in (pixels, other))
    np.testing.assert_array_equal(first, second)
