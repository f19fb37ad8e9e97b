"""How the learning rate changes over a run."""

from __future__ import annotations

import enum
import math

WARM_UP = 0.3
"""The share of a one-cycle run in which the rate rises."""
FIRST = 1 / 25
"""The share of the learning rate that a one-cycle run begins with."""


class Schedule(enum.Enum):
    """Constant; down by a factor in steps, evenly spread; falling gently to zero along a cosine (I. Loshchilov,
    F. Hutter, 2017); or one cycle, up from a low rate and then down to zero (L. Smith, N. Topin, Super-convergence,
    2018, with cosines for both ways, as PyTorch has it)."""

    CONSTANT = "constant"
    STEPS = "steps"
    COSINE = "cosine"
    ONE_CYCLE = "one-cycle"

    def factor(self, done: float, drops: int, drop_factor: float) -> float:
        """What the learning rate is multiplied by when the share `done` of all steps, from 0 to 1, has been taken.

        For steps, `drops` is how many there are, and `drop_factor` what each multiplies the rate by.
        """
        match self:
            case Schedule.CONSTANT:
                return 1.0
            case Schedule.STEPS:
                return drop_factor ** min(drops, int(done * (drops + 1)))
            case Schedule.COSINE:
                return _fall(done)
            case Schedule.ONE_CYCLE:
                if done < WARM_UP:
                    return 1 - (1 - FIRST) * _fall(done / WARM_UP)
                return _fall((done - WARM_UP) / (1 - WARM_UP))


def _fall(share: float) -> float:
    """From 1 to 0, gently at both ends."""
    return 0.5 * (1 + math.cos(math.pi * share))
