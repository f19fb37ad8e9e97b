"""How noisy a picture is before and after filtering, measured while nobody edits."""

from __future__ import annotations

from engine.editing.measure import before_and_after, once_a_picture
from engine.filters.noise import NoiseEstimate, noise
from engine.image import Image
from engine.jobs import Job, Rest

REST_SECONDS = 0.3
"""How long a picture has to stay as it is to be worth the time."""

noise_of = once_a_picture(noise)


def noise_levels(before: Image, after: Image) -> Job[tuple[NoiseEstimate, NoiseEstimate]]:
    """Wait a while, then estimate the noise of two pictures; the same picture is measured once."""
    yield Rest(REST_SECONDS)
    return (yield from before_and_after(noise_of, before, after))


def figure(deviation: float, white: float) -> str:
    """A deviation with as many digits as mean anything beside that white: "0.53", "12.3", "840", "0.0031"."""
    if white == 1:
        return f"{deviation:.4f}"
    return f"{deviation:.0f}" if white > 255 else f"{deviation:.2f}" if deviation < 10 else f"{deviation:.1f}"
