"""Where a filter acts: on some of the channels, in a rectangle; everything else stays bit for bit as it was."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine.filters.tone import LUMA
from engine.image import Image
from engine.kernels.luminosity import take_luma
from engine.params import Declared, ParameterError, Range, param

FAR = 1_000_000


class Channel(enum.Enum):
    """What of each pixel a filter may change."""

    RED = "red"
    GREEN = "green"
    BLUE = "blue"
    LUMINANCE = "luminance"
    ALPHA = "alpha"


COLOURS = (Channel.RED, Channel.GREEN, Channel.BLUE)


@dataclass(frozen=True)
class Region(Declared):
    """A rectangle of a picture, in pixels; what of it lies beyond the picture does not count."""

    left: int = param(0, "pixels to the left of it", range=Range(0, FAR, 1), unit="px")
    top: int = param(0, "pixels above it", range=Range(0, FAR, 1), unit="px")
    width: int = param(100, "how wide it is", range=Range(1, FAR, 1), unit="px")
    height: int = param(100, "how high it is", range=Range(1, FAR, 1), unit="px")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `LEFT,TOP,WIDTHxHEIGHT`. Raises ParameterError."""
        numbers = re.fullmatch(r"\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)\s*[x×]\s*(\d+)\s*", text)
        if numbers is None:
            raise ParameterError(
                f"{text!r} is not a region; write it as LEFT,TOP,WIDTHxHEIGHT, for example 10,20,300x200."
            )
        return cls(*map(int, numbers.groups()))

    def __str__(self) -> str:
        return f"{self.left},{self.top},{self.width}x{self.height}"


def checked_channels(channels: object) -> tuple[Channel, ...]:
    """Channels, or their names, each once and in order. Raises ParameterError."""
    if not isinstance(channels, (tuple, list, set, frozenset)):
        raise ParameterError(f"channels must be a list of names; got {channels!r}")
    chosen = {_channel(name) for name in channels}
    if Channel.LUMINANCE in chosen and chosen & set(COLOURS):
        raise ParameterError("luminance is made of red, green and blue, so it cannot be chosen together with them.")
    return tuple(channel for channel in Channel if channel in chosen)


def _channel(name: object) -> Channel:
    try:
        return Channel(name)
    except ValueError:
        names = ", ".join(channel.value for channel in Channel)
        raise ParameterError(f"There is no channel {name!r}; there are {names}.") from None


def limited(
    filter: Callable[[Image], Image], image: Image, channels: tuple[Channel, ...] = (), region: Region | None = None
) -> Image:
    """What a filter makes of a picture, taken over only in some channels (none named: in all) and a region.

    The filter sees the whole picture; then its result is laid over the picture through a stencil. So pixels near
    the edge of the region have their true neighbours, and thresholds and histograms are those of the whole.
    Luminance takes over the change of luma and keeps the hue (see `take_luma`; of a grey picture it is the one
    channel there is). Alpha is filtered as if it were a grey picture. Channels that the picture does not have are
    passed over. Raises ParameterError where it has none of them, where the region lies beside it, and where the
    filter changes the size.
    """
    chosen = _present(channels, image) if channels else ()
    place = _place(region, image)
    result = image.pixels.copy(order="C")
    if chosen != (Channel.ALPHA,):
        filtered = _same_size(filter(image), image, filter)
        _take_over_colour(chosen, filtered, result, place)
        if not chosen and filtered.alpha is not None:
            result[(*place, -1)] = filtered.pixels[(*place, -1)]
    if Channel.ALPHA in chosen:
        assert image.alpha is not None
        result[(*place, -1)] = _same_size(filter(Image(image.alpha)), image, filter).pixels[(*place, 0)]
    return image.with_pixels(result)


def _present(channels: tuple[Channel, ...], image: Image) -> tuple[Channel, ...]:
    there = {Channel.LUMINANCE, *(COLOURS if image.is_colour else ()), *([Channel.ALPHA] if image.has_alpha else ())}
    chosen = tuple(channel for channel in channels if channel in there)
    if not chosen:
        missing = " and no ".join(channel.value for channel in channels)
        raise ParameterError(f"This picture ({image.describe()}) has no {missing} channel; choose another channel.")
    return chosen


def _place(region: Region | None, image: Image) -> tuple[slice, slice]:
    if region is None:
        return slice(None), slice(None)
    if region.left >= image.width or region.top >= image.height:
        raise ParameterError(f"The region {region} lies beside the picture of {image.width} × {image.height} pixels.")
    return slice(region.top, region.top + region.height), slice(region.left, region.left + region.width)


def _same_size(filtered: Image, image: Image, filter: Callable[[Image], Image]) -> Image:
    if filtered.pixels.shape[:2] != image.pixels.shape[:2]:
        title = getattr(filter, "title", "") or "This filter"
        raise ParameterError(
            f"{title} changes the size of the picture, so it cannot be limited to channels or a region."
        )
    return filtered


def _take_over_colour(
    chosen: tuple[Channel, ...], filtered: Image, result: np.ndarray, place: tuple[slice, slice]
) -> None:
    """Write the filtered colour, of 1 or 3 channels, into the chosen channels of `result`, in place."""
    count = result.shape[2] - filtered.has_alpha
    if Channel.LUMINANCE in chosen and count == 3:
        rows, columns = place
        take_luma(filtered.pixels[rows], result[rows], LUMA.tolist(), columns)
        return
    named = [COLOURS.index(channel) for channel in chosen if channel in COLOURS]
    for index in named or range(count):
        result[(*place, index)] = filtered.pixels[(*place, index if filtered.is_colour else 0)]
