"""The handwritten digits that come with scikit-learn: 8×8 pixels, no download."""

from __future__ import annotations

import numpy as np

from engine.data.dataset import Dataset, Progress
from engine.jobs import Job

TITLE = "Digits (8×8, built in)"
LICENCE = "Optical Recognition of Handwritten Digits, E. Alpaydin and C. Kaynak, UCI, CC BY 4.0"


def load_digits() -> Job[Dataset]:
    """The 1,797 digits, brightness scaled to 0..1; every fifth of each class, in an order drawn once, is for tests."""
    yield Progress("Loading the built-in digits")
    from sklearn import datasets  # takes a second to import

    images, labels = datasets.load_digits(return_X_y=True)
    pictures = (images / 16).astype(np.float32).reshape(-1, 8, 8, 1)
    labels = labels.astype(np.int64)
    drawn = np.random.default_rng(0).permutation(len(labels))
    by_class = drawn[np.argsort(labels[drawn], kind="stable")]
    test = np.sort(by_class[::5])
    train = np.setdiff1d(by_class, test)
    return Dataset(
        "digits", TITLE, LICENCE, pictures[train], labels[train], pictures[test], labels[test], tuple("0123456789")
    )
