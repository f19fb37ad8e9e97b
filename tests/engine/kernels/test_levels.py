from __future__ import annotations

import numpy as np
import pytest

from engine.kernels.levels import count_levels, look_up
from tests.reference.pictures import DTYPES, random_picture


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("layout", ["plain", "strided", "fortran", "read-only"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_levels_are_counted_where_they_can_be_seen(dtype: type, layout: str, channels: int) -> None:
    pixels = random_picture(1, (40, 50, channels), dtype, levels=7, layout=layout)
    colours = channels if channels in (1, 3) else channels - 1
    counts = count_levels(pixels, colours)
    whole = np.rint(np.clip(pixels, 0, 1) * 65535).astype(int) if dtype == np.float32 else pixels.astype(int)
    seen = whole if colours == channels else whole[whole[:, :, -1] > 0][:, np.newaxis]
    for channel in range(colours):
        expected = np.bincount(seen[:, :, channel].ravel(), minlength=counts.shape[1])
        np.testing.assert_array_equal(counts[channel], expected)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("layout", ["plain", "strided", "fortran", "read-only"])
def test_a_table_is_looked_up(dtype: type, layout: str) -> None:
    pixels = random_picture(2, (30, 20, 3), dtype, layout=layout)
    table = np.random.default_rng(3).integers(0, np.iinfo(dtype).max, np.iinfo(dtype).max + 1).astype(dtype)
    np.testing.assert_array_equal(look_up(pixels, table), table[pixels])
