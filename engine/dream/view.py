"""Looking at a picture from slightly different places: what is drawn must not hang on a single pixel."""

from __future__ import annotations

from math import cos, exp, log1p, radians, sin

import numpy as np

from engine.dream.plan import DreamPlan

Array = np.ndarray


class View:
    """A picture shifted, turned and scaled, with bilinear interpolation; beyond the edge it is black.

    It is a linear map of the pixels, kept as a sparse matrix, so that a gradient finds its way back exactly.
    """

    def __init__(self, height: int, width: int, shift: tuple[float, float], degrees: float, scale: float) -> None:
        """`shift` is in pixels, down before right; the other two are about the middle."""
        from scipy.sparse import csr_array  # slow to import, and few plans want it

        down, right = np.indices((height, width), np.float64)
        down, right = down - (height - 1) / 2 - shift[0], right - (width - 1) / 2 - shift[1]
        turn, stay = sin(radians(degrees)) / scale, cos(radians(degrees)) / scale
        y = stay * down + turn * right + (height - 1) / 2
        x = stay * right - turn * down + (width - 1) / 2
        rows, columns, weights = [], [], []
        for below in (0, 1):
            for beside in (0, 1):
                row, column = np.floor(y) + below, np.floor(x) + beside
                weight = (1 - abs(y - row)) * (1 - abs(x - column))
                inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
                rows.append(np.flatnonzero(inside))
                columns.append((row * width + column)[inside].astype(np.int64))
                weights.append(weight[inside])
        places = np.concatenate(rows), np.concatenate(columns)
        self._matrix = csr_array((np.concatenate(weights), places), (height * width,) * 2, dtype=np.float32)

    @classmethod
    def drawn(cls, plan: DreamPlan, height: int, width: int, rng: np.random.Generator) -> View | None:
        """A view as the plan wants it, None where it wants none."""
        if not (plan.jitter or plan.rotation or plan.scaling):
            return None
        down, right, turned, larger = rng.uniform(-1, 1, 4)
        scale = exp(larger * log1p(plan.scaling / 100))
        return cls(height, width, (plan.jitter * down, plan.jitter * right), plan.rotation * turned, scale)

    def of(self, images: Array) -> Array:
        """What is seen of pictures `(N, H, W, C)`."""
        return self._through(self._matrix, images)

    def back(self, gradient: Array) -> Array:
        """From the gradient at what is seen, that at the pictures."""
        return self._through(self._matrix.T, gradient)

    def _through(self, matrix, images: Array) -> Array:  # type: ignore[no-untyped-def]
        count, height, width, channels = images.shape
        columns = np.moveaxis(images.reshape(count, height * width, channels), 1, 0).reshape(height * width, -1)
        seen = np.moveaxis((matrix @ columns).reshape(height * width, count, channels), 0, 1)
        return np.ascontiguousarray(seen).reshape(images.shape)
