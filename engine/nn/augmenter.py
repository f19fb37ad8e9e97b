"""Augmented pictures for a training, made while it learns from the batch before."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from typing import Any

import numpy as np

from engine.data.augmentation import Augmentation

Array = np.ndarray


class Augmenter:
    """Changes the pictures of a batch. `seed` says where in the run the batch stands: the changes follow from it alone,
    whether they were made ahead or not."""

    def __init__(self, images: Array) -> None:
        self._images = images
        self._ahead: tuple[Any, Future[Array]] | None = None

    def prepare(self, augmentation: Augmentation, chosen: Array, seed: tuple[int, int]) -> None:
        """Begin with a batch that will be asked for next."""
        self._ahead = (augmentation, len(chosen), seed), _thread().submit(self._change, augmentation, chosen, seed)

    def pictures(self, augmentation: Augmentation, chosen: Array, seed: tuple[int, int]) -> Array:
        """The pictures of a batch, changed."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None and ahead[0] == (augmentation, len(chosen), seed):
            return ahead[1].result()
        return self._change(augmentation, chosen, seed)

    def _change(self, augmentation: Augmentation, chosen: Array, seed: tuple[int, int]) -> Array:
        return augmentation.augmented(self._images.take(chosen, axis=0), np.random.default_rng(seed))


@cache
def _thread() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(1, thread_name_prefix="augmentation")
