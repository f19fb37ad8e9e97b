"""What dreaming reports on its way, and what it ends in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

Array = np.ndarray
MOST_FRAMES = 240
"""How many pictures of the way are kept at most, evenly spread over it."""


@dataclass(frozen=True, eq=False)
class Frame:
    """How N dreams stood after `step` steps: `images (N, H, W, C)` uint8, what the network said to them, `outputs (N,
    classes)`, their `scores (N,)`, and how certain it was of the wanted class, `certainty (N,)` in 0..1."""

    step: int
    images: Array
    outputs: Array
    scores: Array
    certainty: Array

    @property
    def pictures(self) -> Array:
        """The images as a network takes them, float32 in 0..1."""
        return self.images.astype(np.float32) / 255


@dataclass
class Film:
    """The way of dreams as `frames`, from the start to where they stand: every step of a short dream, later every
    second, every fourth ... so that a dream without an end fits too. It grows while the dream runs; `frames` may be
    read from any thread."""

    _kept: list[Frame] = field(default_factory=list)
    _last: Frame | None = None
    _every: int = 1

    @property
    def frames(self) -> tuple[Frame, ...]:
        kept, last = tuple(self._kept), self._last
        return kept if last is None or (kept and kept[-1].step >= last.step) else (*kept, last)

    def add(self, frame: Frame) -> None:
        if len(self._kept) >= MOST_FRAMES:
            self._every *= 2
            self._kept = [kept for kept in self._kept if kept.step % self._every == 0]
        if frame.step % self._every == 0:
            self._kept.append(frame)
        self._last = frame


@dataclass(frozen=True, eq=False)
class DreamReport:
    """Where dreams stand after `step` of `steps` (0 where there is no end): `images (N, H, W, C)` in 0..1, what the
    network says to them, `outputs (N, classes)`, how well they do, `scores (N,)`, and how certain it is of the wanted
    class (where no class is wanted, of the likeliest), `certainty (N,)` in 0..1. `film` is the way so far; it goes on
    growing after the report."""

    step: int
    steps: int
    images: Array
    outputs: Array
    scores: Array
    certainty: Array
    film: Film

    def frame(self) -> Frame:
        return Frame(self.step, eight_bits(self.images), self.outputs, self.scores, self.certainty)


@dataclass(frozen=True, eq=False)
class Dreams:
    """Finished dreams: `images (N, H, W, C)` float32 in 0..1, the indices of the wanted classes `wanted (N,)` (-1 where
    none is), the network's `certainty (N,)` of them and its `outputs (N, classes)`, what they began with, `start`, of
    the images' shape, the way there, `film`, and what each is about, `captions`."""

    images: Array
    wanted: Array
    certainty: Array
    outputs: Array
    start: Array
    film: tuple[Frame, ...]
    captions: tuple[str, ...]

    @property
    def frames(self) -> Array:
        """The pictures of the way, `(F, N, H, W, C)` uint8."""
        return np.stack([frame.images for frame in self.film])

    def at(self, frame: Frame) -> Dreams:
        """How they stood at a frame of the film, which ends there."""
        film = (*(one for one in self.film if one.step < frame.step), frame)
        return replace(self, images=frame.pictures, outputs=frame.outputs, certainty=frame.certainty, film=film)

    @property
    def difference(self) -> Array:
        """What was changed, of the images' shape, from -1 to 1: positive where light was added."""
        return self.images - self.start


def certainties(frames: Sequence[Frame], number: int | None = None) -> Array:
    """How certain the network was in each frame `(F,)` of a dream by its number, or of all on average."""
    certain = np.stack([frame.certainty for frame in frames])
    return certain.mean(axis=1) if number is None else certain[:, number]


def eight_bits(images: Array) -> Array:
    """Pictures in 0..1 as uint8."""
    return np.rint(images * 255).astype(np.uint8)
