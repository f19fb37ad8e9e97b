"""What a network learns from: pictures with labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.errors import UserError

Array = np.ndarray


class DataError(UserError):
    """Data that is not there, cannot be read or makes no sense."""


@dataclass(frozen=True)
class Progress:
    """How far loading has come: `done` of `total` (bytes, files ...); `total` is None where nobody knows."""

    text: str
    done: int = 0
    total: int | None = None


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled pictures, in a part to learn from and a part to test on.

    Images are float32 `(N, H, W, C)` from 0 to 1, labels int64 `(N,)`, each the index of a class name.
    """

    name: str
    title: str
    licence: str
    train_images: Array
    train_labels: Array
    test_images: Array
    test_labels: Array
    class_names: tuple[str, ...]

    @property
    def input_shape(self) -> tuple[int, int, int]:
        """Height, width and channels of a picture."""
        _, height, width, channels = self.train_images.shape
        return height, width, channels

    @property
    def classes(self) -> int:
        return len(self.class_names)

    def split(self, validation_share: float, rng: np.random.Generator) -> tuple[Array, Array]:
        """Set a random part of the training pictures aside: the indices to train on and those to validate on.

        At least one picture is left to train on.
        """
        order = rng.permutation(len(self.train_images))
        aside = min(round(validation_share * len(order)), len(order) - 1)
        return order[aside:], order[:aside]
