"""From a computed number to a stored one."""

from __future__ import annotations

from numba import njit


@njit(nogil=True, cache=True)
def as_pixel(value: float, limits: tuple[float, float, float]) -> float:
    """`value` rounded (to the even one at a tie) and saturated as `limits` from `engine.kernels.window` say."""
    low, high, shift = limits
    value = low if value < low else value  # written so that NaN stays
    value = high if value > high else value
    return (value + shift) - shift
