"""How fast the filters are beside those of other libraries: `python -m tests.benchmarks.filters`.

One process, all with as many threads as there are cores, runs interleaved, medians of seven; each figure is our time as
a multiple of theirs, so less than 1 is faster. SciPy and Pillow are timed on a part of the picture.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass

import cv2
import numpy as np
from PIL import Image as Pillow
from PIL import ImageFilter
from scipy import ndimage

from engine import cores
from engine.kernels.convolve import box_blur, convolve, gaussian_blur, gradient
from engine.kernels.pool import pool
from engine.kernels.rank import maximum, median, minimum

HEIGHT, WIDTH = 3000, 4000
PART = 10
"""SciPy and Pillow get every so many-th part of the picture, and their time is multiplied."""
RUNS = 7
SOBEL = ((-1, 0, 1), (-2, 0, 2), (-1, 0, 1)), ((-1, -2, -1), (0, 0, 0), (1, 2, 1))
Pixels = np.ndarray
Function = Callable[[np.ndarray], object]


@dataclass(frozen=True)
class Contest:
    """The same operation here and elsewhere; None where a library lacks it or mixes up something."""

    name: str
    ours: Function
    opencv: Function | None = None
    scipy: Function | None = None
    pillow: ImageFilter.Filter | None = None
    opencv_dtypes: tuple[type, ...] = (np.uint8, np.uint16, np.float32)


def by_channel(function: Function) -> Function:
    return lambda pixels: [function(pixels[..., channel]) for channel in range(pixels.shape[2])]


def opencv_sobel(pixels: Pixels) -> object:
    across, down = (cv2.Sobel(pixels, cv2.CV_32F, dx, 1 - dx, ksize=3) for dx in (1, 0))
    strength = cv2.magnitude(across, down)
    return cv2.convertScaleAbs(strength) if pixels.dtype == np.uint8 else strength


def contests() -> list[Contest]:
    square = np.ones((3, 3), np.uint8)
    found = [
        Contest(
            f"median {size}",
            lambda pixels, size=size: median(pixels, size),
            lambda pixels, size=size: cv2.medianBlur(pixels, size),
            lambda plane, size=size: ndimage.median_filter(plane, size),
            ImageFilter.MedianFilter(size) if size < 9 else None,
            opencv_dtypes=(np.uint8,) if size > 5 else (np.uint8, np.uint16, np.float32),
        )
        for size in (3, 5, 7, 9, 15)
    ]
    for size in (3, 5, 7):
        weights = np.random.default_rng(size).random((size, size)).astype(np.float32)
        weights /= weights.sum()
        found.append(
            Contest(
                f"any {size} × {size} kernel",
                lambda pixels, weights=weights: convolve(pixels, weights),
                lambda pixels, weights=weights: cv2.filter2D(pixels, -1, weights),
                lambda plane, weights=weights: ndimage.correlate(plane, weights),
                ImageFilter.Kernel((size, size), weights.ravel().tolist()) if size < 7 else None,
            )
        )
    return [
        *found,
        Contest("box 5", lambda pixels: box_blur(pixels, 5), lambda pixels: cv2.blur(pixels, (5, 5)),
                lambda plane: ndimage.uniform_filter(plane, 5), ImageFilter.BoxBlur(2)),
        Contest("Gaussian σ = 2", lambda pixels: gaussian_blur(pixels, 2),
                lambda pixels: cv2.GaussianBlur(pixels, (0, 0), 2), lambda plane: ndimage.gaussian_filter(plane, 2),
                ImageFilter.GaussianBlur(2)),
        Contest("Sobel magnitude", lambda pixels: gradient(pixels, SOBEL), opencv_sobel),
        Contest("minimum 3", lambda pixels: minimum(pixels, 3), lambda pixels: cv2.erode(pixels, square),
                lambda plane: ndimage.minimum_filter(plane, 3), ImageFilter.MinFilter(3)),
        Contest("maximum 3", lambda pixels: maximum(pixels, 3), lambda pixels: cv2.dilate(pixels, square),
                lambda plane: ndimage.maximum_filter(plane, 3), ImageFilter.MaxFilter(3)),
    ]  # fmt: skip


def picture(dtype: type, channels: int) -> Pixels:
    """Soft shapes with noise, as a photo has."""
    rng = np.random.default_rng(0)
    soft = cv2.GaussianBlur(rng.integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.float32), (0, 0), 1.5)
    values = np.clip(soft + rng.normal(0, 8, soft.shape), 0, 255)[..., :channels]
    scale, kind = {np.uint8: 1, np.uint16: 257, np.float32: 1 / 255}[dtype], np.dtype(dtype)
    return np.ascontiguousarray(values * scale).astype(kind)


def seconds(function: Callable[[], object]) -> float:
    begun = time.perf_counter()
    function()
    return time.perf_counter() - begun


def interleaved(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[float, float]:
    """The median seconds of both, run in turn, after one run of each that is not counted."""
    ours(), theirs()
    pairs = [(seconds(ours), seconds(theirs)) for _ in range(RUNS)]
    return statistics.median(pair[0] for pair in pairs), statistics.median(pair[1] for pair in pairs)


def row(contest: Contest, pixels: Pixels) -> str:
    dtype, flat = pixels.dtype.type, pixels if pixels.shape[2] > 1 else pixels[..., 0]
    part = np.ascontiguousarray(pixels[: HEIGHT // PART])
    ours, cells = seconds(lambda: contest.ours(flat)), []
    if contest.opencv is not None and dtype in contest.opencv_dtypes:
        ours, theirs = interleaved(lambda: contest.ours(flat), lambda: contest.opencv(flat))
        cells.append(f"{ours / theirs:8.2f} ({theirs * 1e3:6.1f} ms)")
    else:
        ours = statistics.median(seconds(lambda: contest.ours(flat)) for _ in range(3))
        cells.append("–".rjust(20))
    scipy = by_channel(contest.scipy) if contest.scipy else None
    cells.append(f"{ours / seconds(lambda: scipy(part)) / PART:8.3f}" if scipy else "–".rjust(8))
    if contest.pillow is not None and dtype == np.uint8:
        shown = Pillow.fromarray(part if part.shape[2] > 1 else part[..., 0])
        cells.append(f"{ours / seconds(lambda: shown.filter(contest.pillow)) / PART:8.3f}")
    else:
        cells.append("–".rjust(8))
    return f"{contest.name:18} {ours * 1e3:8.1f} ms  {'  '.join(cells)}"


def pooling_row(pixels: Pixels) -> str:
    ours, copied = interleaved(lambda: pool(pixels, 2), lambda: np.copyto(np.empty_like(pixels), pixels))
    return f"{'max pooling 2':18} {ours * 1e3:8.1f} ms  {ours / copied:8.2f} times np.copyto ({copied * 1e3:.1f} ms)"


def main() -> None:
    """Print one table for each dtype and number of channels."""
    cv2.setNumThreads(cores.count())
    for dtype in (np.uint8, np.uint16, np.float32):
        for channels, kind in ((3, "RGB"), (1, "grey")):
            pixels = picture(dtype, channels)
            print(f"\n{WIDTH} × {HEIGHT} {kind}, {np.dtype(dtype).name}, {cores.count()} threads")
            print(f"{'':18} {'ours':>11}  {'/ OpenCV':>20}  {'/ SciPy':>8}  {'/ Pillow':>8}")
            for contest in contests():
                print(row(contest, pixels), flush=True)
            print(pooling_row(pixels), flush=True)


if __name__ == "__main__":
    main()
