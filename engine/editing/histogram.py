"""How bright a picture is, where, and how much of it is cut off: the histogram as a value, and the job that counts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.editing.measure import once_a_picture
from engine.filters.tone import LUMA
from engine.image import Image
from engine.jobs import Job
from engine.kernels.tones import BINS, count_tones

STEP_PIXELS = 1 << 18
"""Pixels counted between two reports: about a millisecond, so that a preview never waits for a histogram."""

PEAKS = 5
"""Steps that may be higher than the plot."""
TOWERING = 6


@dataclass(frozen=True, eq=False)
class Histogram:
    """How many pixels fall into each of `BINS` equal steps from black to white.

    `colours (1 or 3, BINS)` are grey, or red, green and blue; `luminance (BINS)` is their brightness (Rec. 709). `dark`
    and `bright` say how many of the `pixels` have a channel at black and at white, where detail may be cut off. What is
    wholly transparent is not counted. `white` is the value of white: 255, 65535 or 1.
    """

    colours: np.ndarray
    luminance: np.ndarray
    dark: int
    bright: int
    white: float

    @property
    def pixels(self) -> int:
        """How many pixels were counted."""
        return int(self.luminance.sum())

    @property
    def shares(self) -> tuple[float, float]:
        """The shares of pixels with a channel at black and at white, 0 to 1."""
        return self.dark / max(1, self.pixels), self.bright / max(1, self.pixels)

    def level(self, step: int) -> str:
        """The values that fall into a step, in the picture's own units: "128", "32768–33023", "0.500–0.504"."""
        if self.white == BINS - 1:
            return str(step)
        if self.white > 1:
            width = int(self.white + 1) // BINS
            return f"{step * width}–{(step + 1) * width - 1}"
        return f"{step / BINS:.3f}–{(step + 1) / BINS:.3f}"


@once_a_picture
def histogram(image: Image) -> Job[Histogram]:
    """Count the pixels of a picture; yield about every millisecond. The same picture is counted once."""
    yield
    rows = max(1, STEP_PIXELS // image.width)
    parts = []
    for top in range(0, image.height, rows):
        parts.append(count_tones(image.pixels[top : top + rows], LUMA.tolist()))
        yield
    counts, ends = (sum(each[1:], each[0]) for each in zip(*parts, strict=True))
    return Histogram(counts[:-1], counts[-1], int(ends[0]), int(ends[1]), image.white)


def heights(counts: np.ndarray, beside: np.ndarray, *, logarithmic: bool) -> np.ndarray:
    """How high each of the `counts` is drawn, 0 to 1, on the scale it shares with those `beside` it.

    What is higher than the scale is 1. The first and the last step have no say in it where there are others, for what
    is cut off piles up there and would flatten all the rest; nor have the `PEAKS` highest, though a peak is never
    `TOWERING` times as high as the plot. The logarithm is that of the count plus 1.
    """
    every = np.concatenate([np.atleast_2d(counts), np.atleast_2d(beside)])
    inner = np.sort(every[:, 1:-1], axis=1)
    most = inner.max(initial=0) or every.max() or 1
    top = max(inner[:, -1 - PEAKS :][:, 0].max(), most / TOWERING) if inner.any() else most
    high = np.log1p(counts) / np.log1p(top) if logarithmic else counts / top
    return np.minimum(high, 1.0)
