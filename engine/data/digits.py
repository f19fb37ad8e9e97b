"""The handwritten digits that come with scikit-learn: 8×8 pixels, no download."""

from __future__ import annotations

import numpy as np

from engine.data.bundled import DIGITS, bundled
from engine.data.dataset import Dataset, Progress
from engine.jobs import Job

TITLE = "Digits (8×8, built in)"
LICENCE = "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI, CC BY 4.0"


def load_digits() -> Job[Dataset]:
    """The 1,797 digits, brightness scaled to 0..1; every fifth of each class, in an order drawn once, is for tests."""
    yield Progress("Loading the built-in digits")
    rows = np.loadtxt(bundled(DIGITS), delimiter=",", dtype=np.int64)  # 64 pixels from 0 to 16, then the label
    pictures, labels = (rows[:, :64] / 16).astype(np.float32).reshape(-1, 8, 8, 1), rows[:, 64]
    drawn = np.random.default_rng(0).permutation(len(labels))
    by_class = drawn[np.argsort(labels[drawn], kind="stable")]
    test = np.sort(by_class[::5])
    train = np.setdiff1d(by_class, test)
    return Dataset(
        "digits", TITLE, LICENCE, pictures[train], labels[train], pictures[test], labels[test], tuple("0123456789")
    )
