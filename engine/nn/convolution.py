"""The convolutional layer."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import prod

import numpy as np

from engine.nn.dense import Start, scale_param
from engine.nn.layer import Array, Layer, LayerSpec, NetworkError, Parameter, Shape, picture_shape
from engine.params import Range, param

ROWS_AT_ONCE = 1 << 18
"""The windows of a batch are laid out in parts of about this many numbers, which stay in the cache."""


ROWS_KEPT = 1 << 23
"""So many of these numbers are kept from the answer to a batch for its gradient; more are laid out again."""
WINOGRAD_CHANNELS = 8
"""With so many channels and filters or more the multiplications count most, and can be halved."""


class Padding(enum.Enum):
    """What happens at the border: zeros are put around, and the picture keeps its size; or only whole windows count."""

    SAME = "same"
    VALID = "valid"


@dataclass(frozen=True)
class Convolution(LayerSpec, name="convolution"):
    """Slide small weighted windows over the picture: each filter answers where its pattern is."""

    filters: int = param(16, "how many patterns are looked for", range=Range(1, 1024))
    size: int = param(3, "side of the square window", range=Range(1, 15), unit="px")
    stride: int = param(1, "how far the window moves from one answer to the next", range=Range(1, 8), unit="px")
    padding: Padding = param(Padding.SAME, "what happens at the border of the picture")
    start: Start = param(Start.HE, "how wide the starting weights are spread")
    scale: float = scale_param(0.1)

    def output_shape(self, input_shape: Shape) -> Shape:
        height, width, _ = picture_shape(self, input_shape)
        if self.padding is Padding.SAME:
            return -(-height // self.stride), -(-width // self.stride), self.filters
        if min(height, width) < self.size:
            raise NetworkError(
                f"A picture of {width} × {height} is too small for windows of {self.size} × {self.size}."
            )
        return (height - self.size) // self.stride + 1, (width - self.size) // self.stride + 1, self.filters

    def margins(self, input_shape: Shape) -> tuple[tuple[int, int], tuple[int, int]]:
        """How many rows of zeros are put above and below, and columns to the left and right."""
        if self.padding is Padding.VALID:
            return (0, 0), (0, 0)
        missing = [
            max(0, (outputs - 1) * self.stride + self.size - side)
            for side, outputs in zip(input_shape[:2], self.output_shape(input_shape)[:2], strict=True)
        ]
        above, left = missing[0] // 2, missing[1] // 2
        return (above, missing[0] - above), (left, missing[1] - left)

    def parameter_shapes(self, input_shape: Shape) -> dict[str, Shape]:
        channels = picture_shape(self, input_shape)[2]
        return {"weights": (self.size, self.size, channels, self.filters), "biases": (self.filters,)}

    def multiplications(self, input_shape: Shape) -> int:
        return prod(self.output_shape(input_shape)[:2]) * prod(self.parameter_shapes(input_shape)["weights"])

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        shape = self.parameter_shapes(input_shape)["weights"]
        inputs, outputs = prod(shape[:3]), self.size**2 * self.filters
        weights = self.start.weights(rng, shape, inputs, outputs, self.scale)
        from engine.nn.winograd_layer import WinogradLayer

        is_worth_it = self.size == 3 and self.stride == 1 and min(shape[2:]) >= WINOGRAD_CHANNELS
        kind = WinogradLayer if is_worth_it else ConvolutionLayer
        return kind(self, input_shape, weights.astype(dtype))


class ConvolutionLayer(Layer):
    """y[r, c, f] = b[f] + Σ x[r·stride + i, c·stride + j, k] · W[i, j, k, f]: a correlation, as usual in the field.

    The windows become the rows of a matrix, so that the sum is a matrix product (K. Chellapilla et al., 2006).
    """

    def __init__(self, spec: Convolution, input_shape: Shape, weights: Array) -> None:
        self.weights = Parameter.starting_at("weights", weights, decays=True)
        self.biases = Parameter.starting_at("biases", np.zeros(spec.filters, weights.dtype))
        self._spec, self._margins = spec, spec.margins(input_shape)
        self._is_padded = self._margins != ((0, 0), (0, 0))
        self._output_shape = spec.output_shape(input_shape)
        self._x = np.empty(0, weights.dtype)
        self._kept: list[tuple[slice, Array]] = []

    def forward(self, x: Array, training: bool = False) -> Array:
        self._x = np.pad(x, ((0, 0), *self._margins, (0, 0))) if self._is_padded else np.ascontiguousarray(x)
        y = np.empty((len(x), *self._output_shape), x.dtype)
        self._kept = []
        windows: Iterable[tuple[slice, Array]] = self._windows()
        if training and y[..., 0].size * len(self._matrix()) <= ROWS_KEPT:
            windows = self._kept = list(windows)
        for part, rows in windows:
            np.matmul(rows, self._matrix(), out=y[part].reshape(len(rows), -1))
        flat = y.reshape(len(y), -1)
        flat += np.tile(self.biases.value, prod(self._output_shape[:2]))  # long rows are added faster than short ones
        return y

    def input_gradient(self, grad_y: Array) -> Array:
        from engine.nn.windows import rows_to_windows

        grad_x = np.zeros_like(self._x)
        for part in self._parts(len(grad_y)):
            rows = grad_y[part].reshape(-1, self._spec.filters) @ self._matrix().T
            shape = (-1, *self._output_shape[:2], rows.shape[1])
            rows_to_windows(rows.reshape(shape), self._spec.size, self._spec.stride, grad_x[part])
        (above, below), (left, right) = self._margins
        return grad_x[:, above : grad_x.shape[1] - below, left : grad_x.shape[2] - right]

    def parameter_gradients(self, grad_y: Array) -> None:
        gradient = self.weights.gradient.reshape(-1, self._spec.filters)
        gradient[:] = 0
        for part, rows in self._kept or self._windows():
            gradient += rows.T @ grad_y[part].reshape(len(rows), -1)
        self._set_bias_gradient(grad_y)

    def _set_bias_gradient(self, grad_y: Array) -> None:
        answers = grad_y.reshape(-1, self._spec.filters)
        np.matmul(
            np.ones(len(answers), answers.dtype), answers, out=self.biases.gradient
        )  # a sum, but ten times faster

    def parameters(self) -> tuple[Parameter, ...]:
        return self.weights, self.biases

    def _matrix(self) -> Array:
        return self.weights.value.reshape(-1, self._spec.filters)

    def _windows(self) -> Iterator[tuple[slice, Array]]:
        """The windows of the batch as rows `(windows, size·size·channels)`, part by part."""
        from engine.nn.windows import windows_to_rows

        for part in self._parts(len(self._x)):
            count = part.stop - part.start
            rows = np.empty((count, *self._output_shape[:2], len(self._matrix())), self._x.dtype)
            windows_to_rows(self._x[part], self._spec.size, self._spec.stride, rows)
            yield part, rows.reshape(-1, rows.shape[-1])

    def _parts(self, batch: int) -> Iterator[slice]:
        count = max(1, ROWS_AT_ONCE // (prod(self._output_shape[:2]) * len(self._matrix())))
        for first in range(0, batch, count):
            yield slice(first, min(batch, first + count))
