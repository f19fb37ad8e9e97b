"""Dropout."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.nn.layer import Array, Layer, LayerSpec, Shape
from engine.nn.random_state import packed, restore
from engine.params import Range, param


@dataclass(frozen=True)
class Dropout(LayerSpec, name="dropout"):
    """While training, set a random share of the numbers to zero, so that the network does not rely on a few."""

    share: float = param(0.5, "how much is set to zero", range=Range(0.0, 0.95))

    def build(self, input_shape: Shape, rng: np.random.Generator, dtype: type[np.floating]) -> Layer:
        return DropoutLayer(self.share, np.random.default_rng(rng.integers(2**63)))


class DropoutLayer(Layer):
    """What is left is scaled up, so that its mean stays (N. Srivastava et al., 2014, in the inverted form)."""

    def __init__(self, share: float, rng: np.random.Generator) -> None:
        self._share, self._rng = share, rng
        self._scale: Array | None = None

    def forward(self, x: Array, training: bool = False) -> Array:
        if not training:
            self._scale = None
            return x
        kept = self._rng.random(x.shape, np.float32) >= self._share
        self._scale = kept * x.dtype.type(1 / (1 - self._share))
        return x * self._scale

    def input_gradient(self, grad_y: Array) -> Array:
        return grad_y if self._scale is None else grad_y * self._scale

    def state(self) -> dict[str, Array]:
        return {"random": packed(self._rng)}

    def set_state(self, state: dict[str, Array]) -> None:
        restore(self._rng, state["random"])
