"""The handwritten digits that come with scikit-learn: 8×8 pixels, no download."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.data.bundled import DIGITS, bundled
from engine.data.dataset import Dataset, Progress, parted
from engine.jobs import Job
from engine.params import Declared, Range, param

TITLE = "Digits (8×8, built in)"
LICENCE = "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI, CC BY 4.0"


@dataclass(frozen=True)
class DigitsPlan(Declared):
    """How the digits are parted."""

    test: int = param(20, "how many of the digits of each class are kept for tests", range=Range(1, 90), unit="%")


def load_digits(plan: DigitsPlan = DigitsPlan()) -> Job[Dataset]:
    """The 1,797 digits, brightness scaled to 0..1, parted as planned, always in the same way."""
    yield Progress("Loading the built-in digits")
    rows = np.loadtxt(bundled(DIGITS), delimiter=",", dtype=np.int64)  # 64 pixels from 0 to 16, then the label
    pictures, labels = (rows[:, :64] / 16).astype(np.float32).reshape(-1, 8, 8, 1), rows[:, 64]
    train, test = parted(labels, plan.test, np.random.default_rng(0))
    return Dataset(
        "digits", TITLE, LICENCE, pictures[train], labels[train], pictures[test], labels[test], tuple("0123456789")
    )
