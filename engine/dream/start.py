"""Where dreams begin: noise, what the average of all digits could be, or a picture."""

from __future__ import annotations

import enum
from dataclasses import dataclass

import numpy as np

from engine.dream.nature import Nature
from engine.dream.objective import DreamError
from engine.nn.layer import Shape
from engine.params import Declared, Range, When, param

Array = np.ndarray


class StartKind(enum.Enum):
    """What a dream begins with."""

    NATURAL = "natural"
    GAUSSIAN = "gaussian"
    UNIFORM = "uniform"
    PICTURE = "picture"


@dataclass(frozen=True)
class Start(Declared):
    """What a dream begins with, and how much noise is put on it."""

    start: StartKind = param(
        StartKind.NATURAL,
        "natural: drawn from a normal distribution with the mean and the covariance of the pictures that the network "
        "learned from; Gaussian or uniform noise; or a picture",
    )
    brightness: float = param(
        0.1,
        "how bright the noise is that it begins with",
        range=Range(0, 1),
        when=When("start", (StartKind.GAUSSIAN, StartKind.UNIFORM)),
    )
    noise: float = param(
        0.0,
        "how much noise is mixed into it",
        range=Range(0, 1),
        when=When("start", (StartKind.NATURAL, StartKind.PICTURE)),
    )

    def pictures(
        self, count: int, shape: Shape, seed: int, *, nature: Nature | None = None, picture: Array | None = None
    ) -> Array:
        """So many pictures `(count, *shape)` float32 in 0..1 to begin dreams with.

        `nature` is for a natural start; without it the noise is Gaussian. `picture (H, W, C)`, or `(count, H, W, C)`,
        is what a start from a picture is. Each picture is drawn from a generator of its own, so that the first of ten
        is the same as one drawn alone. Raises DreamError where a picture is missing or has another shape.
        """
        rngs = [np.random.default_rng((seed, number)) for number in range(count)]
        kind = StartKind.GAUSSIAN if self.start is StartKind.NATURAL and nature is None else self.start
        if kind is StartKind.UNIFORM:
            return self.brightness * np.stack([rng.random(shape, np.float32) for rng in rngs])
        if kind is StartKind.GAUSSIAN:
            return np.clip(self.brightness * _normal(rngs, shape), 0, 1)
        if kind is StartKind.NATURAL:
            assert nature is not None
            begun = nature.draw(rngs)
        elif picture is None:
            raise DreamError("A dream that begins with a picture needs one: choose it first.")
        else:
            begun = picture
        if begun.shape[-3:] != tuple(shape) or begun.shape[:-3] not in ((), (count,)):
            raise DreamError(f"The picture to begin with has the shape {begun.shape[-3:]}, the network sees {shape}.")
        return noisy(np.broadcast_to(begun, (count, *shape)), self.noise, rngs)


def noisy(images: Array, amount: float, rngs: list[np.random.Generator]) -> Array:
    """Pictures `(N, H, W, C)` with normal noise of this deviation on them, one generator each, within 0..1."""
    if amount == 0:
        return np.array(images, np.float32)
    return np.clip(images + amount * _normal(rngs, images.shape[1:]), 0, 1).astype(np.float32)


def _normal(rngs: list[np.random.Generator], shape: Shape) -> Array:
    return np.stack([rng.standard_normal(shape, np.float32) for rng in rngs])
