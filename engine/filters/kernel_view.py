"""What a kernel does, seen without a picture: to flat areas, to a point, to an edge, and to waves."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.filters.custom import CustomKernel
from engine.filters.neighbourhood import Signed
from engine.params import print_number

NOTHING = 1e-9
"""A sum this small is one of 0 that was rounded."""
LEAST_REACH = 4
FLOOR = -60.0
"""Decibels below which a wave counts as gone: a thousandth of its height."""


@dataclass(frozen=True)
class Profile:
    """Results along a line through a test picture, in percent of white and before they are clipped.

    `places` are the pixels, 0 at the point or at the first white one; `before` is the picture itself; `across` the
    results along the row through the middle, `down` those along the column (an edge then lies across it).
    """

    places: np.ndarray
    before: np.ndarray
    across: np.ndarray
    down: np.ndarray


def impulse(kernel: CustomKernel) -> Profile:
    """What becomes of a single white pixel on black: the impulse response, along the middle row and column."""
    weights, _, _ = kernel.effective()
    reach = _reach(weights)
    places = np.arange(-reach, reach + 1)
    before = np.where(places == 0, 1.0, 0.0)
    lowest, highest = min(weights.min(), 0.0), max(weights.max(), 0.0)
    shown = _shown(kernel, (lowest, highest))
    rows, columns = weights.shape
    across = np.convolve(before, weights[rows // 2, ::-1])[_same(columns, places)]
    down = np.convolve(before, weights[::-1, columns // 2])[_same(rows, places)]
    return Profile(places, 100 * before, shown(across), shown(down))


def step(kernel: CustomKernel) -> Profile:
    """What becomes of an edge from black to white, upright for `across` and level for `down`."""
    weights, _, _ = kernel.effective()
    reach = _reach(weights)
    places = np.arange(-reach, reach + 1)
    before = np.where(places >= 0, 1.0, 0.0)
    across, down = (_slid(weights.sum(axis), places) for axis in (0, 1))
    shown_across, shown_down = (_shown(kernel, (line.min(), line.max())) for line in (across, down))
    return Profile(places, 100 * before, shown_across(across), shown_down(down))


def frequencies(kernel: CustomKernel, side: int = 129) -> np.ndarray:
    """The frequency response, in decibels from FLOOR up, `(side, side)`: how much higher a wave leaves than it came.

    Row and column run from -0.5 to 0.5 waves per pixel, level ones (0, DC) in the middle; `side` is odd, and at least
    33. 0 dB leaves a wave as it is. The kernel is padded with zeros before its discrete Fourier transform (A. V.
    Oppenheim, R. W. Schafer, "Discrete-Time Signal Processing", 2010, ch. 8).
    """
    weights, divisor, _ = kernel.effective()
    waves = np.abs(np.fft.fftshift(np.fft.fft2(weights / divisor, (side - 1, side - 1))))
    waves = np.pad(waves, (0, 1), mode="wrap")  # 0.5 waves per pixel are -0.5 too
    with np.errstate(divide="ignore"):
        gain = 20 * np.log10(waves)
    return np.maximum(gain, FLOOR)


def balance(kernel: CustomKernel) -> str:
    """The sum of the weights, what it is divided by and what becomes of flat areas, in one line for a person."""
    weights, divisor, signed = kernel.effective()
    total = float(weights.sum())
    total = 0.0 if abs(total) < NOTHING else total
    if kernel.normalise and total == 0:
        return f"Sum 0, nothing to divide by: divisor 1, results shifted by mid-grey.{_added(kernel.offset)}"
    if kernel.normalise:
        turned = ", which turns the signs" if total < 0 else ""
        begin = f"Sum {_short(total)}, so results are divided by {_short(total)}{turned}"
        return f"{begin}: {_flat(1.0, kernel.offset, signed)}."
    gain = total / divisor
    return f"Sum {_short(total)} ÷ {_short(divisor)} = {_short(gain)}: {_flat(gain, kernel.offset, signed)}."


def _flat(gain: float, offset: float, signed: Signed) -> str:
    """What becomes of an area of one brightness."""
    if signed is Signed.STRETCHED:
        return "results are spread from black to white"
    level = offset + 50 * (signed is Signed.SHIFTED)
    if signed is Signed.ABSOLUTE:
        gain, level = (abs(gain), level) if level == 0 else (gain, abs(level) if gain == 0 else level)
    if abs(gain) < NOTHING:
        return f"flat areas become {_grey(level)}"
    if abs(gain - 1) < 1e-6:
        return "flat areas keep their brightness" + (f", {_signed(level)} % of white" if level else "")
    if gain < 0 and level <= 0:
        return "flat areas become black, as results are negative"
    times = f"flat areas become {_short(gain)} times as bright"
    return times + (f", {_signed(level)} % of white" if level else "")


def _grey(level: float) -> str:
    names: dict[float, str] = {0: "black", 50: "mid-grey", 100: "white"}
    level = min(100, max(0, level))
    return names.get(level, f"grey of {_short(level)} %")


def _added(offset: float) -> str:
    return f" Then {_signed(offset)} % of white." if offset else ""


def _signed(number: float) -> str:
    return ("+" if number > 0 else "−") + _short(abs(number))


def _short(number: float) -> str:
    """At most four figures, with a minus as long as a plus."""
    return print_number(float(f"{number:.4g}")).replace("-", "−")


def _reach(weights: np.ndarray) -> int:
    """How far from the middle a test picture goes: until nothing changes any more."""
    return max(LEAST_REACH, max(weights.shape) // 2 + 2)


def _same(length: int, places: np.ndarray) -> slice:
    """Which part of a full convolution with `length` turned weights lies on the pixels themselves."""
    begin = length - 1 - length // 2
    return slice(begin, begin + len(places))


def _slid(line: np.ndarray, places: np.ndarray) -> np.ndarray:
    """A line of weights slid over an edge that begins at place 0."""
    covered = places[:, None] + np.arange(len(line)) - len(line) // 2 >= 0
    return covered @ line


def _shown(kernel: CustomKernel, extremes: tuple[float, float]) -> Callable[[np.ndarray], np.ndarray]:
    """From sums to percent of white, as the filter has it; `extremes` are those of the whole test picture."""
    _, divisor, signed = kernel.effective()
    low, high = sorted(extreme / divisor for extreme in extremes)

    def shown(sums: np.ndarray) -> np.ndarray:
        values = sums / divisor
        if signed is Signed.STRETCHED:
            return 100 * (values - low) / (high - low if high > low else 1)
        values = 100 * values + kernel.offset + 50 * (signed is Signed.SHIFTED)
        return np.abs(values) if signed is Signed.ABSOLUTE else values

    return shown
