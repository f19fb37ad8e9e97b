"""What dreaming reports on its way, and what it ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.dream.objective import DreamError, Objective, stack
from engine.nn.activation import Softmax
from engine.nn.network import Network

Array = np.ndarray
MOST_FRAMES = 80
"""How many pictures of the way are kept at most, evenly spread over it."""


@dataclass(frozen=True, eq=False)
class DreamReport:
    """Where dreams stand after `step` of `steps`: `images (N, H, W, C)` in 0..1, what the network says to them,
    `outputs (N, classes)`, and how certain it is of the wanted class, `certainty (N,)` in 0..1. `course` is that
    certainty at every step so far; it goes on growing after the report."""

    step: int
    steps: int
    images: Array
    outputs: Array
    certainty: Array
    course: list[Array]


@dataclass(frozen=True, eq=False)
class Dreams:
    """Finished dreams: `images (N, H, W, C)` float32 in 0..1, the indices of the wanted classes `wanted (N,)`, the
    network's `certainty (N,)` of them, and the way there, `frames (F, N, H, W, C)` uint8, from the start to the end."""

    images: Array
    wanted: Array
    certainty: Array
    frames: Array
    class_names: tuple[str, ...]


def broken_off(reports: Sequence[DreamReport], wanted: Array, class_names: tuple[str, ...]) -> Dreams:
    """What is there of dreams that were stopped on the way, from the reports so far (at least one)."""
    frames = np.stack([np.rint(report.images * 255).astype(np.uint8) for report in reports])
    return Dreams(reports[-1].images, wanted, reports[-1].certainty, frames, class_names)


class Dreaming:
    """The dreams of one job, checked: which network, what is wanted, and the frames so far."""

    def __init__(self, network: Network, objectives: Objective | Sequence[Objective], steps: int) -> None:
        if len(network.input_shape) != 3:
            raise DreamError("This network does not see pictures, so it cannot dream of any.")
        objectives = (objectives,) if isinstance(objectives, Objective) else tuple(objectives)
        self.network = network
        self.weights = stack(objectives, network.classes)
        self.wanted = self.weights.argmax(axis=1)
        self.exclusive = isinstance(network.specs[-1], Softmax)
        self._steps = steps
        self._every = -(-(steps + 1) // MOST_FRAMES)
        self._frames: list[Array] = []
        self._course: list[Array] = []

    def __len__(self) -> int:
        return len(self.wanted)

    def checked_start(self, start: Array) -> Array:
        """Pictures to begin with as float32 in 0..1. Raises DreamError where there are not as many as dreams."""
        if start.shape != (len(self), *self.network.input_shape):
            raise DreamError(
                f"The dreams begin with pictures of shape {(len(self), *self.network.input_shape)}; "
                f"those given have {start.shape}."
            )
        return np.clip(start, 0, 1).astype(np.float32)

    def report(self, step: int, images: Array, logits: Array) -> DreamReport:
        """Say where the dreams stand, and keep a frame now and then."""
        outputs = self.network.activation.forward(logits)
        if step % self._every == 0 or step == self._steps:
            self._frames.append(np.rint(images * 255).astype(np.uint8))
        certainty = outputs[np.arange(len(self)), self.wanted]
        self._course.append(certainty)
        return DreamReport(step, self._steps, images, outputs, certainty, self._course)

    def finished(self, last: DreamReport) -> Dreams:
        return Dreams(last.images, self.wanted, last.certainty, np.stack(self._frames), tuple(self.network.class_names))
