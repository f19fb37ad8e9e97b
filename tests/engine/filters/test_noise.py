from __future__ import annotations

import numpy as np
import pytest

from engine.filters.noise import AddNoise
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
