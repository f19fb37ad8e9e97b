"""The way of dreams as an animation: GIF, APNG or WebP."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from PIL import Image as Pillow

from engine.params import Declared, Range, param

Array = np.ndarray
GREYS = [level & 0xF8 for level in range(256)]
"""An animation of 32 greys is a third as large as one of 256, and looks the same."""
FORMATS: dict[str, dict[str, Any]] = {
    ".gif": {"format": "GIF"},
    ".apng": {"format": "PNG"},
    ".webp": {"format": "WEBP", "lossless": True, "method": 0},
}
"""What Pillow is told for each ending of a name."""


@dataclass(frozen=True)
class AnimationPlan(Declared):
    """How the way to a dream is shown."""

    side: int = param(
        280,
        "the longer side of the picture; a sheet of several is about twice as wide",
        range=Range(28, 1080),
        unit="px",
    )
    seconds: float = param(3.0, "how long the way takes", range=Range(0.1, 120, logarithmic=True), unit="s")
    rest: float = param(1.5, "how long the last picture stays", range=Range(0, 60), unit="s")
    per_second: float = param(25.0, "how many pictures are shown a second at most", range=Range(1, 50))
    smooth: bool = param(False, "enlarge smoothly instead of crisp, in squares")

    def chosen(self, frames: int) -> list[int]:
        """Which of so many frames are shown: the first, the last, and evenly many between, as the length allows."""
        shown = max(2, min(frames, round(self.seconds * self.per_second)))
        return sorted({round(place) for place in np.linspace(0, frames - 1, shown)})

    def milliseconds(self, shown: int) -> list[int]:
        """How long each of so many pictures is shown; whole hundredths, which is as fine as a GIF knows."""
        edges = np.rint(np.linspace(0, self.seconds * 100, max(1, shown - 1) + 1)).astype(int)
        times = [10 * max(2, int(time)) for time in np.diff(edges)][: shown - 1]
        return [*times, max(20, round(self.rest * 1000))]


def animation(pictures: Sequence[Pillow.Image], plan: AnimationPlan, ending: str) -> bytes:
    """The file of an animation that runs for ever, in the format of ".gif", ".apng" or ".webp"."""
    if all(_is_grey(picture) for picture in pictures):
        pictures = [picture.convert("L") for picture in pictures]
        pictures = [picture.point(GREYS) for picture in pictures] if ending == ".gif" else pictures
    buffer = io.BytesIO()
    options = {"save_all": True, "append_images": list(pictures[1:]), "loop": 0, **FORMATS[ending]}
    pictures[0].save(buffer, duration=plan.milliseconds(len(pictures)), **options)
    return buffer.getvalue()


def _is_grey(picture: Pillow.Image) -> bool:
    if picture.mode == "L":
        return True
    pixels = np.asarray(picture)
    return bool((pixels[..., :1] == pixels).all())
