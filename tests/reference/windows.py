"""The slow, obvious twins of the neighbourhood kernels: every window is cut out and looked at."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

PAD = {"reflect": "symmetric", "mirror": "reflect", "nearest": "edge", "wrap": "wrap"}
"""What NumPy calls the borders."""


def padded(pixels: np.ndarray, height: int, width: int, border: str, fill: float = 0) -> np.ndarray:
    """`pixels` with what a window of this size needs around it."""
    if border == "valid":
        return pixels
    above, left = height // 2, width // 2
    around = [(above, height - 1 - above), (left, width - 1 - left)] + [(0, 0)] * (pixels.ndim - 2)
    if border == "constant":
        return np.pad(pixels, around, "constant", constant_values=fill)
    return np.pad(pixels, around, PAD[border])


def over_windows(
    judge: Callable[[np.ndarray], float], pixels: np.ndarray, height: int, width: int, border: str, fill: float = 0
) -> np.ndarray:
    """`judge(window)` for every window of every channel, as float64."""
    if pixels.ndim == 2:
        return over_windows(judge, pixels[:, :, None], height, width, border, fill)[:, :, 0]
    whole = padded(pixels, height, width, border, fill)
    rows, columns = whole.shape[0] - height + 1, whole.shape[1] - width + 1
    result = np.empty((rows, columns, pixels.shape[2]))
    for y, x, channel in np.ndindex(*result.shape):
        result[y, x, channel] = judge(whole[y : y + height, x : x + width, channel])
    return result


def correlate(pixels: np.ndarray, weights: np.ndarray, border: str, fill: float = 0) -> np.ndarray:
    """Σ weights · window in float64; weights of 0 take no part."""
    counted = weights != 0

    def weigh(window: np.ndarray) -> float:
        return float((window[counted].astype(np.float64) * weights[counted]).sum())

    with np.errstate(invalid="ignore"):
        return over_windows(weigh, pixels.astype(np.float64), *weights.shape, border, fill)


def disc(size: int) -> np.ndarray:
    """Which pixels of a square are at most `size // 2` away from its centre."""
    y, x = np.mgrid[:size, :size] - size // 2
    return np.hypot(y, x) <= size // 2


def ranked(pixels: np.ndarray, size: int, q: float, border: str, shape: str = "square") -> np.ndarray:
    """The value that `q` percent of each window lie below; NaN where the window has one."""
    inside = disc(size) if shape == "round" else np.ones((size, size), bool)
    rank = min(int(inside.sum() * q / 100), inside.sum() - 1)

    def pick(window: np.ndarray) -> float:
        values = window[inside]
        return float("nan") if np.isnan(values).any() else float(np.sort(values)[rank])

    return over_windows(pick, pixels, size, size, border).astype(pixels.dtype)


def pooled(pixels: np.ndarray, size: int, stride: int, how: str, edge: str) -> np.ndarray:
    """Every block cut out; whole numbers rounded to even at a tie."""
    if pixels.ndim == 2:
        return pooled(pixels[:, :, None], size, stride, how, edge)[:, :, 0]
    judge = {"max": np.max, "mean": lambda block: block.astype(np.float64).mean(), "min": np.min}[how]
    rows, columns = (list(_starts(length, size, stride, edge)) for length in pixels.shape[:2])
    result = np.empty((len(rows), len(columns), pixels.shape[2]))
    for (i, y), (j, x) in ((a, b) for a in enumerate(rows) for b in enumerate(columns)):
        for channel in range(pixels.shape[2]):
            with np.errstate(invalid="ignore"):
                result[i, j, channel] = judge(pixels[y : y + size, x : x + size, channel])
    return (result if pixels.dtype == np.float32 else np.rint(result)).astype(pixels.dtype)


def _starts(length: int, size: int, stride: int, edge: str) -> Iterator[int]:
    """Where blocks begin: one after the other until nothing is left; a partial one only if pixels are left over."""
    start, covered = 0, 0
    while start + size <= length:
        yield start
        covered = start + size
        start += stride
    if edge == "partial" and covered < length and start < length:
        yield start
