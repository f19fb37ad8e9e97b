"""How far two clouds of points lie apart, taken as normal distributions: dreams from real pictures, for one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

import numpy as np

Array = np.ndarray
FEWEST = 10
"""Of fewer pictures a covariance says nothing."""


@dataclass(frozen=True, eq=False)
class Moments:
    """Where a cloud of points lies and how it is spread: `mean (D,)` and `covariance (D, D)`, float64."""

    mean: Array
    covariance: Array

    @classmethod
    def of(cls, features: Array) -> Self:
        """The moments of points `(N, D)`, at least two."""
        features = features.astype(np.float64)
        mean = features.mean(axis=0)
        apart = features - mean
        return cls(mean, apart.T @ apart / (len(features) - 1))


def frechet_distance(one: Moments, other: Moments) -> float:
    """The Fréchet distance between two normal distributions: |μ₁ - μ₂|² + tr(Σ₁ + Σ₂ - 2 (Σ₁ Σ₂)^½).

    In the features of a network it measures how far pictures are from real ones, single and as a whole (M. Heusel et
    al., "GANs trained by a two time-scale update rule converge to a local Nash equilibrium", 2017). The trace of the
    root is taken from the eigenvalues of Σ₁^½ Σ₂ Σ₁^½, which is symmetric: they are those of Σ₁ Σ₂, and cannot come
    out complex where a covariance is singular.
    """
    values, vectors = np.linalg.eigh(one.covariance)
    root = (vectors * np.sqrt(np.maximum(values, 0))) @ vectors.T
    shared = np.linalg.eigvalsh(root @ other.covariance @ root)
    apart = one.mean - other.mean
    spread = np.trace(one.covariance) + np.trace(other.covariance) - 2 * np.sqrt(np.maximum(shared, 0)).sum()
    return max(0.0, float(apart @ apart + spread))
