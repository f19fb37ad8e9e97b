"""What is assumed outside a picture, where a window hangs over its edge."""

from __future__ import annotations

import enum

import numpy as np

from engine.params import ParameterError


class Border(enum.Enum):
    """The pixels outside a picture, under SciPy's names; the comments show a row `a b c d` continued."""

    REFLECT = "reflect"  # d c b a | a b c d | d c b a
    MIRROR = "mirror"  # d c b | a b c d | c b a
    NEAREST = "nearest"  # a a a | a b c d | d d d
    WRAP = "wrap"  # b c d | a b c d | a b c
    CONSTANT = "constant"  # k k k | a b c d | k k k
    VALID = "valid"  # nothing is assumed: only whole windows count, and the result is smaller


OUTSIDE = -1
"""Stands in an index where the constant is to be taken instead of a pixel."""


def border_named(name: str | Border) -> Border:
    """The border called `name`. Raises ParameterError, naming those there are."""
    try:
        return Border(name)
    except ValueError:
        names = ", ".join(border.value for border in Border)
        raise ParameterError(f"border must be one of {names}; got {name!r}") from None


def source_index(length: int, before: int, after: int, border: Border) -> np.ndarray:
    """Where each position from `-before` to `length + after - 1` takes its pixel from.

    Returns int64 `(before + length + after,)` of positions in `range(length)`, or OUTSIDE for the constant. A
    window may be larger than the picture: the pattern goes on. VALID assumes nothing: it gives `range(length)`.
    """
    if border is Border.VALID:
        return np.arange(length)
    position = np.arange(-before, length + after)
    if border is Border.NEAREST:
        return np.clip(position, 0, length - 1)
    if border is Border.WRAP:
        return position % length
    if border is Border.CONSTANT:
        return np.where((position >= 0) & (position < length), position, OUTSIDE)
    if border is Border.REFLECT:
        folded = position % (2 * length)
        return np.minimum(folded, 2 * length - 1 - folded)
    period = max(1, 2 * length - 2)
    folded = position % period
    return np.minimum(folded, period - folded)
