"""How a picture is written: what a person may choose beside the name of the file."""

from __future__ import annotations

import enum
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine import codec, image
from engine.depth import as_dtype
from engine.image import Image
from engine.params import Declared, Range, param


class Depth(enum.Enum):
    """How many steps there are from black to white in each channel of a file."""

    SAME = "as it is"
    EIGHT = "8-bit"
    SIXTEEN = "16-bit"


class Backdrop(enum.Enum):
    """What shows through where a picture was transparent and its file cannot be."""

    WHITE = "white"
    GREY = "grey"
    BLACK = "black"


DTYPES: dict[Depth, np.dtype] = {Depth.EIGHT: np.dtype(np.uint8), Depth.SIXTEEN: np.dtype(np.uint16)}
BRIGHTNESS = {Backdrop.WHITE: 1.0, Backdrop.GREY: 0.5, Backdrop.BLACK: 0.0}


@dataclass(frozen=True)
class SaveOptions(Declared):
    """What is chosen when a picture is saved. What a format has no use for is left alone: see `applying`."""

    quality: int = param(
        92,
        "how close the file is to the picture: below 80 traces are seen, above 95 it only grows",
        range=Range(1, 100),
    )
    depth: Depth = param(Depth.SAME, "steps from black to white in each channel: 256, or 65 536")
    backdrop: Backdrop = param(Backdrop.WHITE, "what is behind transparent pixels; this format has none")
    camera_data: bool = param(True, "keep what the camera or a person noted in the file: date, place, lens (EXIF)")
    colour_profile: bool = param(True, "keep the description of what the colours look like (ICC profile)")

    @classmethod
    def applying(cls, name: str, image: Image | None = None) -> tuple[str, ...]:
        """The settings that make a difference to a picture (None: to any) in a file of this name. Raises ImageError."""
        kind = codec.kind_of(name)
        described = kind in codec.DESCRIBED
        counts = {
            "quality": kind in codec.LOSSY,
            "depth": kind in codec.DEEP,
            "backdrop": kind in codec.OPAQUE and (image is None or image.has_alpha),
            "camera_data": described and (image is None or image.exif is not None),
            "colour_profile": described and (image is None or image.profile is not None),
        }
        return tuple(setting for setting, does in counts.items() if does)

    def prepared(self, image: Image, name: str) -> Image:
        """The picture as it goes into a file called `name`. Raises ImageError where that says no format."""
        kind = codec.kind_of(name)
        pixels = image.pixels
        if image.has_alpha and kind in codec.OPAQUE:
            pixels = codec.over(pixels, BRIGHTNESS[self.backdrop])
        if self.depth is not Depth.SAME and kind in codec.DEEP:
            pixels = as_dtype(pixels, DTYPES[self.depth])
        return replace(
            image,
            pixels=pixels,
            profile=image.profile if self.colour_profile else None,
            exif=image.exif if self.camera_data else None,
        )

    def encode(self, picture: Image, name: str) -> bytes:
        """The bytes of a file called `name`. Raises ImageError."""
        return image.encode(self.prepared(picture, name), Path(name).name, quality=self.quality)

    def losses(self, picture: Image, name: str) -> str:
        """What a file called `name` cannot hold of a picture, in one sentence, or "". Raises ImageError."""
        kind = codec.kind_of(name)
        if kind == "GIF":
            return "GIF holds 256 colours at most, and no camera data."
        if picture.dtype != np.uint8 and kind not in codec.DEEP:
            return f"{kind} holds 8 bits a channel; this picture has {picture.dtype.itemsize * 8}."
        if picture.dtype == np.float32 and kind != "TIFF" and self.depth is Depth.SAME:
            return f"{kind} holds 16 bits a channel; this picture has 32."
        return ""
