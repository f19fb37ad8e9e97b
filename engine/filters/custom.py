"""A kernel of one's own."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.filters.filter import Filter
from engine.filters.neighbourhood import Signed, border_param, convolved, signed_param
from engine.image import Image
from engine.kernels.border import Border
from engine.params import Matrix, ParameterError, Range, When, param


@dataclass(frozen=True)
class CustomKernel(Filter, group="Custom"):
    """Weigh the pixels around each one with a table of your own, add up, divide and shift."""

    weights: Matrix = param(
        ((0.0, -1.0, 0.0), (-1.0, 5.0, -1.0), (0.0, -1.0, 0.0)), "one row after the other; its middle lies on the pixel"
    )
    divisor: float = param(
        1.0, "the sum is divided by it; anything but 0", range=Range(-1e6, 1e6, 1), when=When("normalise", (False,))
    )
    offset: float = param(
        0.0, "added at the end, in percent of white; 50 is mid-grey", range=Range(-100, 100, 1), unit="%"
    )
    flip: bool = param(False, "turn the kernel by 180°: convolution as mathematics has it, else correlation")
    normalise: bool = param(
        False, "divide by the sum of the weights; where that is 0, show results on mid-grey instead"
    )
    signed: Signed = signed_param(Signed.SATURATE)
    border: Border = border_param()

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.divisor == 0:
            raise ParameterError("divisor must not be 0; take 1 to leave the sum as it is")

    def effective(self) -> tuple[np.ndarray, float, Signed]:
        """What `flip` and `normalise` leave: the weights as they are laid on the picture, what the sum is divided by,
        and what becomes of negative results."""
        weights = np.array(self.weights)
        if self.flip:
            weights = weights[::-1, ::-1]
        if not self.normalise:
            return weights, self.divisor, self.signed
        total = float(weights.sum())
        return (weights, 1.0, Signed.SHIFTED) if abs(total) < 1e-9 else (weights, total, self.signed)

    def __call__(self, image: Image) -> Image:
        weights, divisor, signed = self.effective()
        offset = self.offset / 100 * image.white
        return convolved(image, weights, signed, self.border, divisor=divisor, offset=offset)
