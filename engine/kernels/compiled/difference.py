"""The weighted sum of what sets the pixels of a window apart from the one in its middle, compiled."""

from __future__ import annotations

import numpy as np
from numba import njit

from engine.kernels.compiled.similar import separate

BLOCK = 1024


@njit(nogil=True, cache=True)
def weigh_differences(
    padded: np.ndarray, step: int, result: np.ndarray, weights: np.ndarray, white: np.float32
) -> None:  # fmt: skip
    """Fill `result` with `Σ weights · alpha · (window - middle)`; the last channel of `padded` is alpha, up to `white`.

    The last channel of `result` is left as it is. An area of one colour gives 0 to the last bit.
    """
    tall, wide = weights.shape
    width, colours = result.shape[1] // step, step - 1
    planes = np.empty((step, padded.shape[0], padded.shape[1] // step), np.float32)
    for channel in range(step):
        for y in range(padded.shape[0]):
            separate(padded[y], channel, step, np.float32(1), planes[channel, y])
    total = np.empty(BLOCK, np.float32)
    for y in range(result.shape[0]):
        for begin in range(0, width, BLOCK):
            block = total[: min(BLOCK, width - begin)]
            for channel in range(colours):
                own = planes[channel, y + tall // 2, begin + wide // 2 :]
                block[:] = 0
                for down in range(tall):
                    for across in range(wide):
                        other, alpha = planes[channel, y + down, begin + across :], planes[colours, y + down]
                        if weights[down, across] != 0:
                            _add(own, other, alpha[begin + across :], weights[down, across] / white, block)
                target = result[y, begin * step + channel :: step]
                for x in range(len(block)):
                    target[x] = block[x]


@njit(nogil=True, cache=True)
def _add(own: np.ndarray, other: np.ndarray, alpha: np.ndarray, weight: np.float32, total: np.ndarray) -> None:
    for x in range(len(total)):
        # whatever number is hidden, NaN too, it is not looked at
        total[x] += weight * alpha[x] * (other[x] - own[x]) if alpha[x] > 0 else np.float32(0)
