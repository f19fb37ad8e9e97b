"""Pictures: pixels together with what the file said about them."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

import numpy as np

from engine import codec
from engine.codec import ImageError
from engine.depth import MAXIMUM
from engine.files import write_whole


@dataclass(frozen=True, eq=False)
class Image:
    """A picture: read-only `pixels (height, width, channels)` and the metadata that travel with it.

    1 channel is grey, 2 grey and alpha, 3 red green blue, 4 red green blue alpha; the dtype is uint8
    (0…255), uint16 (0…65535) or float32 (0…1). A 2-D array is taken for a grey picture. `profile` is the ICC
    profile and `exif` the EXIF block as they stood in the file. Raises ImageError for any other array.
    """

    pixels: np.ndarray
    profile: bytes | None = None
    exif: bytes | None = None

    def __post_init__(self) -> None:
        pixels = np.asarray(self.pixels)
        if pixels.ndim == 2:
            pixels = pixels[:, :, np.newaxis]
        if pixels.ndim != 3 or pixels.shape[2] not in (1, 2, 3, 4) or 0 in pixels.shape:
            raise ImageError(
                f"A picture has 1 to 4 channels and at least one pixel; this array has shape {pixels.shape}."
            )
        if pixels.dtype not in MAXIMUM:
            raise ImageError(f"A picture holds uint8, uint16 or float32 numbers; this array holds {pixels.dtype}.")
        view = pixels.view()
        view.flags.writeable = False
        object.__setattr__(self, "pixels", view)

    @property
    def height(self) -> int:
        return self.pixels.shape[0]

    @property
    def width(self) -> int:
        return self.pixels.shape[1]

    @property
    def channels(self) -> int:
        return self.pixels.shape[2]

    @property
    def dtype(self) -> np.dtype:
        return self.pixels.dtype

    @property
    def white(self) -> float:
        """The value of white: 255, 65535 or 1."""
        return MAXIMUM[self.dtype]

    @property
    def has_alpha(self) -> bool:
        return self.channels in (2, 4)

    @property
    def is_colour(self) -> bool:
        return self.channels >= 3

    @property
    def colour(self) -> np.ndarray:
        """The channels without alpha, `(height, width, 1 or 3)`."""
        return self.pixels[:, :, :-1] if self.has_alpha else self.pixels

    @property
    def alpha(self) -> np.ndarray | None:
        """The alpha channel, `(height, width, 1)`, or None."""
        return self.pixels[:, :, -1:] if self.has_alpha else None

    def with_pixels(self, pixels: np.ndarray) -> Self:
        """The same picture with other pixels; the metadata stay."""
        return replace(self, pixels=pixels)

    def with_colour(self, colour: np.ndarray) -> Self:
        """Replace all channels but alpha, which is carried through untouched."""
        if self.alpha is None:
            return self.with_pixels(colour)
        return self.with_pixels(np.concatenate([colour, self.alpha], axis=2))

    def describe(self) -> str:
        """Size, channels and depth in a few words: "640 × 427, RGB, 8 bit"."""
        kind = ("grey", "grey + alpha", "RGB", "RGB + alpha")[self.channels - 1]
        depth = "32-bit float" if self.dtype == np.float32 else f"{self.dtype.itemsize * 8} bit"
        return f"{self.width} × {self.height}, {kind}, {depth}"


def load(path: str | os.PathLike[str]) -> Image:
    """Read a picture file (PNG, JPEG, WebP, TIFF, BMP, GIF, PPM), turned upright, 16 bits kept.

    Raises ImageError, with one sentence a person understands, for anything that is not a whole picture.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise ImageError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    return decode(data, path.name)


def decode(data: bytes, name: str = "the picture") -> Image:
    """Read a picture from the bytes of a file; `name` is what error messages call it. Raises ImageError."""
    return Image(*codec.decode(data, name))


def save(image: Image, path: str | os.PathLike[str], *, quality: int = 92) -> None:
    """Write a picture in the format that the name's ending says, ICC profile and EXIF kept.

    16-bit pictures stay 16-bit in PNG, TIFF and PPM and become 8-bit elsewhere; float32 ones stay so in TIFF and
    become 16-bit in PNG and PPM. Formats without transparency are written over white. `quality` (1…100) is for JPEG
    and WebP. The file appears whole or not at all. Raises ImageError.
    """
    write(encode(image, Path(path).name, quality=quality), path)


def encode(image: Image, name: str, *, quality: int = 92) -> bytes:
    """The bytes of a picture file called `name`, as `save` writes it. Raises ImageError."""
    return codec.encode(image.pixels, image.profile, image.exif, name, quality)


def write(data: bytes, path: str | os.PathLike[str]) -> None:
    """Write the bytes of a picture file: whole or not at all. Raises ImageError."""
    try:
        write_whole(Path(path), data)
    except OSError as error:
        raise ImageError(f"{path} cannot be written: {error.strerror or error}.") from error
