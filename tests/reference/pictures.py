"""Random pictures of every kind a kernel has to take."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from engine.kernels.border import Border

DTYPES = (np.uint8, np.uint16, np.float32)
BORDERS = [border.value for border in Border]
PADDED_BORDERS = [border for border in BORDERS if border != "valid"]


def random_picture(
    seed: int,
    shape: tuple[int, ...],
    dtype: type = np.uint8,
    *,
    levels: int = 0,
    layout: str = "plain",
    bad: bool = False,
) -> np.ndarray:
    """Pixels from a seed; `levels` makes equal values common; `bad` puts NaN and infinities into float32."""
    rng = np.random.default_rng(seed)
    roomy = tuple(2 * length for length in shape[:2]) + shape[2:] if layout == "strided" else shape
    if dtype == np.float32:
        values = rng.random(roomy, np.float32) * 1.5 - 0.25
        values = np.round(values * levels) / np.float32(levels) if levels else values
        if bad:
            holes = rng.random(roomy) < 0.05
            values[holes] = rng.choice(np.array([np.nan, np.inf, -np.inf], np.float32), int(holes.sum()))
    else:
        values = rng.integers(0, levels or int(np.iinfo(dtype).max) + 1, roomy)
    pixels = np.asarray(values, dtype, order="F" if layout == "fortran" else "C")
    if layout == "strided":
        pixels = pixels[1::2, ::-2]
    if layout == "read-only":
        pixels.flags.writeable = False
    return pixels


@st.composite
def pictures(draw: st.DrawFn, *, bad: bool = False, dtypes: tuple[type, ...] = DTYPES) -> np.ndarray:
    """Small or wide pictures, (H, W) or (H, W, 1…4), of every dtype and memory layout."""
    side = st.one_of(st.integers(1, 9), st.integers(1, 80))
    shape: tuple[int, ...] = (draw(side), draw(side))
    channels = draw(st.integers(0, 4))
    return random_picture(
        draw(st.integers(0, 2**32 - 1)),
        (*shape, channels) if channels else shape,
        draw(st.sampled_from(dtypes)),
        levels=draw(st.sampled_from([0, 2, 7])),
        layout=draw(st.sampled_from(["plain", "strided", "fortran", "read-only"])),
        bad=bad and draw(st.booleans()),
    )
