"""Pictures to write and to read, files made by hand, and how a bad one is refused."""

from __future__ import annotations

import io
import struct
import zlib
from functools import cache
from typing import Any

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from engine.image import ImageError, decode

GREY, GREY_ALPHA, RGB, RGBA = 1, 2, 3, 4
WHITE = {np.uint8: 255, np.uint16: 65535, np.float32: 1.0}


def noise(channels: int, dtype: Any = np.uint8, height: int = 7, width: int = 9) -> np.ndarray:
    values = np.random.default_rng(1).random((height, width, channels)) * WHITE[dtype]
    return values.astype(dtype)


def smooth(channels: int) -> np.ndarray:
    """A ramp, which lossy formats keep nearly as it is."""
    across = np.linspace(40, 200, 32)[np.newaxis, :, np.newaxis]
    return np.broadcast_to(across, (24, 32, channels)).astype(np.uint8).copy()


def written(picture: Pillow.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


@cache
def srgb_profile() -> bytes:
    """A profile; it holds the second in which it was made, so one serves all."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def hand_made_png(width: int, height: int, depth: int, colour: int, rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def refused(data: bytes, name: str = "x.png") -> str:
    """What is said when the data are refused, which must be one sentence that names the file."""
    with pytest.raises(ImageError) as caught:
        decode(data, name)
    message = str(caught.value)
    assert message.startswith(name)
    assert message.endswith(".")
    assert "\n" not in message
    return message
