"""The convolutional layer for windows of 3×3 that move by one pixel: less than half the work."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from engine.nn.convolution import Convolution, ConvolutionLayer
from engine.nn.layer import Array, Shape

TILES_AT_ONCE = 1 << 19
"""The tiles of a batch are computed in parts of about this many numbers, which stay in the cache."""
TILES_KEPT = 1 << 24
"""So many numbers of tiles are kept from the answer to a batch for its gradients; more are computed again."""


class WinogradLayer(ConvolutionLayer):
    """The same answers and gradients as its parent's, to the last digits; `winograd.py` says how."""

    def __init__(self, spec: Convolution, input_shape: Shape, weights: Array) -> None:
        super().__init__(spec, input_shape, weights)
        self._input_shape, self._channels = input_shape, input_shape[2]
        self._rows, self._across = (-(-side // 2) for side in self._output_shape[:2])
        self._halves = np.empty(0, weights.dtype)
        self._spread = np.empty(0, weights.dtype)
        self._tiles: list[Array] = []

    def forward(self, x: Array, training: bool = False) -> Array:
        from engine.nn.winograd import outputs_from_tiles, spread_weights

        self._halves, self._tiles = self._to_halves(x), []
        self._spread = spread_weights(self.weights.value)
        keeps = training and len(x) * self._numbers(self._channels) <= TILES_KEPT
        y = np.empty((len(x), *self._output_shape), x.dtype)
        for part in self._parts(len(x)):
            tiles = self._input_tiles(part)
            products = np.matmul(tiles.reshape(16, -1, self._channels), self._spread)
            outputs_from_tiles(self._in_rows(products), self.biases.value, y[part])
            if keeps:
                self._tiles.append(tiles)
        return y

    def input_gradient(self, grad_y: Array) -> Array:
        grad_halves = np.zeros_like(self._halves)
        for part, tiles in self._gradient_tiles(grad_y):
            self._add_input_gradient(tiles, grad_halves[part])
        return self._from_halves(grad_halves)

    def parameter_gradients(self, grad_y: Array) -> None:
        gradient = np.zeros_like(self._spread)
        for number, (part, tiles) in enumerate(self._gradient_tiles(grad_y)):
            self._add_weight_gradient(number, part, tiles, gradient)
        self._set_gradients(gradient, grad_y)

    def backward(self, grad_y: Array) -> Array:
        gradient, grad_halves = np.zeros_like(self._spread), np.zeros_like(self._halves)
        for number, (part, tiles) in enumerate(self._gradient_tiles(grad_y)):
            self._add_weight_gradient(number, part, tiles, gradient)
            self._add_input_gradient(tiles, grad_halves[part])
        self._set_gradients(gradient, grad_y)
        return self._from_halves(grad_halves)

    def _add_input_gradient(self, tiles: Array, grad_halves: Array) -> None:
        from engine.nn.winograd import inputs_from_tiles

        grad_tiles = np.matmul(tiles, np.ascontiguousarray(self._spread.transpose(0, 2, 1)))
        inputs_from_tiles(self._in_rows(grad_tiles), self._channels, grad_halves)

    def _add_weight_gradient(self, number: int, part: slice, tiles: Array, gradient: Array) -> None:
        inputs = self._tiles[number] if self._tiles else self._input_tiles(part)
        gradient += np.matmul(inputs.reshape(16, -1, self._channels).transpose(0, 2, 1), tiles)

    def _set_gradients(self, gradient: Array, grad_y: Array) -> None:
        from engine.nn.winograd import gather_weights

        self.weights.gradient[...] = gather_weights(gradient)
        self._set_bias_gradient(grad_y)

    def _gradient_tiles(self, grad_y: Array) -> Iterator[tuple[slice, Array]]:
        """The gradient at the products, `(16, tiles, filters)`, part by part."""
        from engine.nn.winograd import outputs_to_tiles

        for part in self._parts(len(grad_y)):
            tiles = self._empty_tiles(part, self._spec.filters)
            outputs_to_tiles(grad_y[part], tiles)
            yield part, tiles.reshape(16, -1, self._spec.filters)

    def _input_tiles(self, part: slice) -> Array:
        from engine.nn.winograd import inputs_to_tiles

        tiles = self._empty_tiles(part, self._channels)
        inputs_to_tiles(self._halves[part], self._channels, tiles)
        return tiles

    def _empty_tiles(self, part: slice, depth: int) -> Array:
        return np.empty((4, 4, part.stop - part.start, self._rows, self._across * depth), self._halves.dtype)

    def _in_rows(self, tiles: Array) -> Array:
        """From `(16, tiles, depth)` to `(4, 4, B, rows, tiles across · depth)`."""
        return tiles.reshape(4, 4, -1, self._rows, self._across * tiles.shape[-1])

    def _numbers(self, depth: int) -> int:
        """How many numbers the tiles of one picture are."""
        return 16 * self._rows * self._across * depth

    def _parts(self, batch: int) -> Iterator[slice]:
        count = max(1, TILES_AT_ONCE // self._numbers(self._channels + self._spec.filters))
        for first in range(0, batch, count):
            yield slice(first, min(batch, first + count))

    def _to_halves(self, x: Array) -> Array:
        """The pictures with their margins, and of every row first the even columns, then the odd ones."""
        halves = np.zeros((len(x), 2 * self._rows + 2, 2, self._across + 1, self._channels), x.dtype)
        for inside, columns in self._columns(halves):
            inside[...] = x[:, :, columns]
        return halves.reshape(len(x), 2 * self._rows + 2, -1)

    def _from_halves(self, halves: Array) -> Array:
        """The pictures without their margins."""
        x = np.empty((len(halves), *self._input_shape), halves.dtype)
        shape = (len(halves), 2 * self._rows + 2, 2, self._across + 1, self._channels)
        for inside, columns in self._columns(halves.reshape(shape)):
            x[:, :, columns] = inside
        return x

    def _columns(self, halves: Array) -> Iterator[tuple[Array, slice]]:
        """For even and odd columns: what of the halves lies inside the picture, and which columns there these are."""
        (above, _), (left, _) = self._margins
        height, width, _ = self._input_shape
        for half in (0, 1):
            first = (half - left) % 2
            start, count = (left + first) // 2, len(range(first, width, 2))
            yield halves[:, above : above + height, half, start : start + count], slice(first, None, 2)
