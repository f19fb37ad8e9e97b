"""What a network learns from: pictures, or other rows of numbers, with labels."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from typing import Self

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


class Preparation(enum.Enum):
    """What is done with a person's picture before a network sees it, so that it looks as the training pictures do."""

    DIGIT = "digit"  # bright strokes on dark, cut out and centred, as MNIST's makers did
    PICTURE = "picture"  # the whole picture, scaled


@dataclass(frozen=True, eq=False)
class Dataset:
    """Labelled pictures, in a part to learn from and a part to test on.

    Images are float32 `(N, H, W, C)` from 0 to 1, labels int64 `(N,)`, each the index of a class name. Where it is no
    pictures that are learned, `images` are points `(N, coordinates)`. `name` is what `open_dataset` takes;
    `complaints` are sentences on what could not be read.
    """

    name: str
    title: str
    licence: str
    train_images: Array
    train_labels: Array
    test_images: Array
    test_labels: Array
    class_names: tuple[str, ...]
    preparation: Preparation = Preparation.DIGIT
    complaints: tuple[str, ...] = ()

    @property
    def input_shape(self) -> tuple[int, ...]:
        """Height, width and channels of a picture, or the number of coordinates of a point."""
        return self.train_images.shape[1:]

    @property
    def is_pictures(self) -> bool:
        """Whether there is something to look at."""
        return self.train_images.ndim == 4

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

    def labelled_as(self, class_names: tuple[str, ...]) -> Self:
        """The same pictures, their labels the indices of these names. Raises DataError where a class is not there.

        Where the names differ altogether, as "0" and "T-shirt" do, but are equally many, they are taken in their order.
        """
        if not set(self.class_names) <= set(class_names):
            if self.classes == len(class_names) and not set(self.class_names) & set(class_names):
                return replace(self, class_names=class_names)
            unknown = ", ".join(name for name in self.class_names if name not in class_names)
            raise DataError(f"{self.title} has classes that the network does not know: {unknown}.")
        places = np.array([class_names.index(name) for name in self.class_names])
        return replace(
            self,
            class_names=class_names,
            train_labels=places[self.train_labels],
            test_labels=places[self.test_labels],
        )


def parted(labels: Array, percent: int, rng: np.random.Generator) -> tuple[Array, Array]:
    """The indices to learn from and those to test on: `percent` of every class, drawn, are for tests.

    A class of which nothing would be left to learn from is not tested.
    """
    drawn = rng.permutation(len(labels))
    by_class = drawn[np.argsort(labels[drawn], kind="stable")]
    places = np.arange(len(labels))
    test = by_class[places * percent // 100 != (places - 1) * percent // 100]
    train = np.setdiff1d(by_class, test)
    test = np.sort(test[np.isin(labels[test], labels[train])])
    return np.setdiff1d(by_class, test), test
