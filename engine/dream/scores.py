"""How well pictures do at the logits of a network, and how that changes with the logits."""

from __future__ import annotations

import numpy as np

Array = np.ndarray
HEAD_START = 3.0
"""By how much the logit of a forbidden class is raised before a wanted one is compared with it."""
FORBIDDING = 0.03
"""How much a forbidden class weighs beside a wanted one while that is still far off."""
QUIET = 0.1
"""How much a sigmoid neuron that nobody mentioned is to keep quiet; softmax outputs exclude each other anyway."""


def score(weights: Array, logits: Array, *, exclusive: bool) -> Array:
    """How well each picture does, `(N,)`: what its dream climbs.

    The sum of weight × log p over the wanted classes, which is satisfied once the network is certain; in this p the
    forbidden classes have a head start, so that a 4 that is no 9 has to beat the 9 by more than the others. And the sum
    of weight × the log-odds, log(p / (1 - p)), over the forbidden ones, which is never satisfied. `weights` and
    `logits` are `(N, classes)`; `exclusive` says that the outputs are a softmax, else sigmoids, which have no rivals.
    """
    logits = logits.astype(np.float64)
    wanted, forbidden = np.maximum(weights, 0), FORBIDDING * np.minimum(weights, 0)
    if not exclusive:
        likely, unlikely = -np.logaddexp(0, -logits), -np.logaddexp(0, logits)  # log p, log (1 - p)
        quiet = QUIET * (weights == 0)
        return (wanted * likely + forbidden * logits + quiet * unlikely).sum(axis=1)
    result = (wanted * (logits - _log_sum(_with_head_start(weights, logits)))).sum(axis=1)
    for index in _chosen(forbidden):
        result += forbidden[:, index] * (logits[:, index] - _log_sum(np.delete(logits, index, axis=1))[:, 0])
    return result


def logit_gradient(weights: Array, logits: Array, *, exclusive: bool) -> Array:
    """The gradient `(N, classes)` of `score` at the logits."""
    logits = logits.astype(np.float64)
    wanted, forbidden = np.maximum(weights, 0), FORBIDDING * np.minimum(weights, 0)
    if not exclusive:
        likely, unlikely = np.exp(-np.logaddexp(0, -logits)), np.exp(-np.logaddexp(0, logits))  # p, 1 - p
        return wanted * unlikely + forbidden - QUIET * (weights == 0) * likely
    rivals = _softmax(_with_head_start(weights, logits))
    result = wanted - wanted.sum(axis=1, keepdims=True) * rivals + forbidden
    for index in _chosen(forbidden):
        others = logits.copy()
        others[:, index] = -np.inf
        result -= forbidden[:, index, np.newaxis] * _softmax(others)
    return result


def _with_head_start(weights: Array, logits: Array) -> Array:
    return logits - HEAD_START * np.minimum(weights, 0)


def _chosen(weights: Array) -> list[int]:
    """The classes that have a weight in any of the objectives."""
    return [int(index) for index in np.flatnonzero((weights != 0).any(axis=0))]


def _log_sum(logits: Array) -> Array:
    largest = logits.max(axis=1, keepdims=True)
    return largest + np.log(np.exp(logits - largest).sum(axis=1, keepdims=True))


def _softmax(logits: Array) -> Array:
    return np.exp(logits - _log_sum(logits))
