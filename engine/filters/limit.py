"""Where a filter acts: on some of the channels, in a rectangle; everything else stays bit for bit as it was."""

from __future__ import annotations

import enum
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

import numpy as np

from engine import cores
from engine.filters.tone import LUMA
from engine.image import Image
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
    Luminance takes over the change of luma and keeps the hue (`with_luma_of`; of a grey picture it is the one
    channel there is). Alpha is filtered as if it were a grey picture. Channels that the picture does not have are
    passed over. Raises ParameterError where it has none of them, where the region lies beside it, and where the
    filter changes the size.
    """
    chosen = _present(channels, image) if channels else ()
    rows, columns = _place(region, image)
    result = image.pixels.copy()
    part = result[rows, columns]
    if chosen != (Channel.ALPHA,):
        filtered = _same_size(filter(image), image, filter)
        _take_over_colour(chosen, filtered.colour[rows, columns], part, image)
        if not chosen and filtered.alpha is not None:
            part[:, :, -1:] = filtered.alpha[rows, columns]
    if image.alpha is not None and Channel.ALPHA in chosen:
        part[:, :, -1:] = _same_size(filter(Image(image.alpha)), image, filter).colour[rows, columns]
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


def _take_over_colour(chosen: tuple[Channel, ...], colour: np.ndarray, part: np.ndarray, image: Image) -> None:
    """Write the filtered colour `(h, w, 1 or 3)` into the chosen channels of `part`, in place."""
    if Channel.LUMINANCE in chosen and image.is_colour:
        cores.over_bands(_luma_band, part.shape[0], part.shape[1] * 3, colour, part[:, :, :3], image.white)
        return
    named = [COLOURS.index(channel) for channel in chosen if channel in COLOURS]
    for index in named or range(image.colour.shape[2]):
        part[:, :, index] = colour[:, :, index if colour.shape[2] > 1 else 0]


def _luma_band(first: int, last: int, colour: np.ndarray, part: np.ndarray, white: float) -> None:
    part[first:last] = with_luma_of(colour[first:last], part[first:last], white)


def with_luma_of(filtered: np.ndarray, pixels: np.ndarray, white: float) -> np.ndarray:
    """The RGB `pixels (h, w, 3)` in the brightness of `filtered (h, w, 1 or 3)`, of the same dtype; their hue stays.

    With the luma Y = 0.2126 R + 0.7152 G + 0.0722 B before and Y' after, each of R, G and B becomes
    Y' + s·(value − Y). With s = 1 the same amount is added to all three, so that their differences, hence hue and
    chroma, stay. Where that would leave black…white, s is the largest number for which it does not: the colour
    pales, its luma and hue are right all the same. This is the blend mode "luminosity" of W3C, "Compositing and
    Blending Level 1", 2015, with the luma of Rec. 709.
    """
    old = pixels.astype(np.float32)
    luma = old @ LUMA
    target = filtered.astype(np.float32) @ LUMA if filtered.shape[2] == 3 else filtered[:, :, 0].astype(np.float32)
    brightest, darkest = old.max(axis=2), old.min(axis=2)
    high = np.maximum(np.maximum(brightest, target), np.float32(white))  # float32 pictures may go beyond white
    low = np.minimum(np.minimum(darkest, target), np.float32(0))
    with np.errstate(divide="ignore", invalid="ignore"):
        up = np.where(brightest > luma, (high - target) / (brightest - luma), 1)
        down = np.where(darkest < luma, (target - low) / (luma - darkest), 1)
    paler = 1 - np.clip(np.minimum(up, down), 0, 1)
    new = old + (target - luma)[:, :, np.newaxis] - paler[:, :, np.newaxis] * (old - luma[:, :, np.newaxis])
    if pixels.dtype == np.float32:
        return new
    return np.rint(np.clip(new, 0, white)).astype(pixels.dtype)
