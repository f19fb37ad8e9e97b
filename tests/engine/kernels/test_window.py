"""What every kernel does with the array it is given."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.kernels.compiled.pool import pool_rows
from engine.kernels.compiled.symmetric import weigh_symmetric
from engine.kernels.convolve import gaussian_blur
from engine.kernels.pool import pool


@pytest.mark.parametrize(
    ("kernel", "compiled"),
    [(lambda pixels: gaussian_blur(pixels, 2), weigh_symmetric), (lambda pixels: pool(pixels, 2), pool_rows)],
)
def test_a_part_of_a_picture_is_not_compiled_for_anew(kernel: Callable[..., np.ndarray], compiled: Callable) -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (20, 24, 4), np.uint8)
    frozen = pixels[:, :, :3].copy()
    frozen.flags.writeable = False
    result = kernel(frozen)
    before = list(compiled.signatures)
    for same in (frozen.copy(), pixels[:, :, :3], frozen[:, ::-1][:, ::-1]):
        assert np.array_equal(kernel(same), result)
    assert compiled.signatures == before
