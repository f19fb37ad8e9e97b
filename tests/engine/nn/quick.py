"""Trainings that take a moment."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.nn import report


def tiny(count: int = 40) -> Dataset:
    """Left half bright or right half bright: a network must learn it within a moment."""
    labels = np.arange(count) % 2
    images = np.zeros((count, 4, 4, 1), np.float32)
    images[labels == 0, :, :2] = 1
    images[labels == 1, :, 2:] = 1
    return Dataset("tiny", "Tiny", "", images, labels, images, labels, ("left", "right"))


def stepwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let trainings yield after every batch."""
    monkeypatch.setattr(report, "PAUSE", 0)
