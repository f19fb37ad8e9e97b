"""Zeros around a picture."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.nn.layer import Array, Layer, LayerSpec, Shape, picture_shape
from engine.params import Range, param

MARGIN = Range(0, 64)


@dataclass(frozen=True)
class ZeroPadding(LayerSpec, name="zero-padding"):
    """Put rows and columns of zeros around the picture: for convolutions from elsewhere, whose margins are not those
    that keep the size of the picture."""

    above: int = param(1, "rows put above the picture", range=MARGIN, unit="px")
    below: int = param(1, "rows put below the picture", range=MARGIN, unit="px")
    left: int = param(1, "columns put to the left of the picture", range=MARGIN, unit="px")
    right: int = param(1, "columns put to the right of the picture", range=MARGIN, unit="px")

    def output_shape(self, input_shape: Shape) -> Shape:
        height, width, channels = picture_shape(self, input_shape)
        return self.above + height + self.below, self.left + width + self.right, channels

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return ZeroPaddingLayer(self)


class ZeroPaddingLayer(Layer):
    """The gradient at the zeros is of no use."""

    def __init__(self, spec: ZeroPadding) -> None:
        self._spec = spec

    def forward(self, x: Array, training: bool = False) -> Array:
        spec = self._spec
        return np.pad(x, ((0, 0), (spec.above, spec.below), (spec.left, spec.right), (0, 0)))

    def input_gradient(self, grad_y: Array) -> Array:
        spec, (_, height, width, _) = self._spec, grad_y.shape
        return grad_y[:, spec.above : height - spec.below, spec.left : width - spec.right]
