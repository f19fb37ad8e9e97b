"""Pictures and labels that came as arrays, checked and made a data set."""

from __future__ import annotations

import numpy as np

from engine.data.dataset import Array, DataError, Dataset

NAMES = ("x_train", "y_train", "x_test", "y_test")
MOST_BYTES = 1 << 30
"""Larger arrays, unpacked, are refused."""
MOST_CLASSES = 1000


def dataset_of(
    arrays: dict[str, Array],
    file_name: str,
    *,
    name: str,
    title: str,
    licence: str,
    class_names: tuple[str, ...] | None = None,
) -> Dataset:
    """The data set that the arrays called NAMES make; numbers name the classes where nothing else does.

    Pictures are `(N, H, W)` or `(N, H, W, C)`, uint8 or floating point from 0 to 1; labels are whole numbers from 0.
    Raises DataError, which names `file_name`, where they make no sense.
    """
    train_images, test_images = (_pictures(arrays[key], key, file_name) for key in ("x_train", "x_test"))
    train_labels, test_labels = (_labels(arrays[key], key, file_name) for key in ("y_train", "y_test"))
    if train_images.shape[1:] != test_images.shape[1:]:
        raise DataError(f"{file_name} has pictures of different sizes in x_train and x_test.")
    for images, labels, part in ((train_images, train_labels, "train"), (test_images, test_labels, "test")):
        if len(images) != len(labels):
            raise DataError(f"{file_name} has {len(images)} pictures but {len(labels)} labels in its {part} part.")
    classes = int(max(train_labels.max(), test_labels.max())) + 1
    if not 2 <= classes <= MOST_CLASSES:
        raise DataError(f"{file_name} has {classes} classes; from 2 to {MOST_CLASSES} can be learned.")
    names = class_names or tuple(str(label) for label in range(classes))
    if len(names) < classes:
        raise DataError(f"{file_name} has {classes} classes, but {title} has {len(names)}: it is another data set.")
    return Dataset(name, title, licence, train_images, train_labels, test_images, test_labels, names)


def _pictures(array: Array, key: str, file_name: str) -> Array:
    """The pictures as float32 (N, H, W, C) from 0 to 1."""
    if array.ndim == 3:
        array = array[..., np.newaxis]
    if array.ndim != 4 or not array.size or array.shape[3] > 4:
        raise DataError(
            f"{key} in {file_name} has the shape {array.shape}; pictures are (number, height, width) or "
            "(number, height, width, channels) with up to 4 channels."
        )
    if array.dtype == np.uint8:
        return np.ascontiguousarray(array) / np.float32(255)
    if array.dtype.kind != "f":
        raise DataError(f"{key} in {file_name} holds {array.dtype}; pictures are uint8, or float from 0 to 1.")
    if not (array.min() >= 0 and array.max() <= 1):  # so written that NaN fails too
        raise DataError(f"{key} in {file_name} has values outside 0 to 1: divide them by the value of white.")
    return np.ascontiguousarray(array, np.float32)


def _labels(array: Array, key: str, file_name: str) -> Array:
    """The labels as int64 (N,)."""
    whole = array.dtype.kind in "iu" or (array.dtype.kind == "f" and np.array_equal(array, np.rint(array)))
    if array.ndim != 1 or not array.size or not whole or array.min() < 0 or array.max() >= MOST_CLASSES:
        raise DataError(
            f"{key} in {file_name} must hold one whole number from 0 to {MOST_CLASSES - 1} a picture, its class."
        )
    return array.astype(np.int64)
