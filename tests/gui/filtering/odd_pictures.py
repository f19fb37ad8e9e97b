"""Files as cameras, scanners and other programs write them, each with the pixels that a person must see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from PIL import Image as Pillow

ORIENTATION = 0x0112


def noise(height: int, width: int, channels: int, dtype: type = np.uint8) -> np.ndarray:
    random = np.random.default_rng(height + width + channels)
    if dtype is np.float32:
        return random.random((height, width, channels), np.float32)
    return random.integers(0, np.iinfo(dtype).max, (height, width, channels), dtype, endpoint=True)


def one_bit(path: Path) -> np.ndarray:
    pixels = np.where(noise(13, 21, 1) > 127, np.uint8(255), np.uint8(0))
    Pillow.fromarray(pixels[:, :, 0]).convert("1").save(path)
    return pixels


def palette(path: Path) -> np.ndarray:
    indices, colours = noise(12, 17, 1)[:, :, 0] % 5, noise(1, 5, 3)[0]
    picture = Pillow.fromarray(indices, "P")
    picture.putpalette(colours.tobytes())
    picture.save(path)
    return colours[indices]


def clear_palette(path: Path) -> np.ndarray:
    """The third colour of five is transparent."""
    indices, colours = noise(12, 17, 1)[:, :, 0] % 5, noise(1, 5, 3)[0]
    picture = Pillow.fromarray(indices, "P")
    picture.putpalette(colours.tobytes())
    picture.save(path, transparency=2)
    alpha = np.where(indices == 2, np.uint8(0), np.uint8(255))
    return np.dstack([colours[indices], alpha])


def cmyk(path: Path) -> np.ndarray:
    """A flat colour, which JPEG keeps: cyan 0, magenta 0, yellow full, black 0."""
    Pillow.new("CMYK", (24, 16), (0, 0, 255, 0)).save(path, quality=100)
    return np.broadcast_to(np.array([255, 255, 0], np.uint8), (16, 24, 3))


def progressive(path: Path) -> np.ndarray:
    Pillow.new("RGB", (40, 32), (200, 200, 200)).save(path, progressive=True, quality=100)
    return np.full((32, 40, 3), 200, np.uint8)


def deep_grey(path: Path) -> np.ndarray:
    pixels = noise(11, 15, 1, np.uint16)
    path.write_bytes(imagecodecs.png_encode(pixels[:, :, 0]))
    return pixels


def deep_colour(path: Path) -> np.ndarray:
    pixels = noise(11, 15, 3, np.uint16)
    path.write_bytes(imagecodecs.png_encode(pixels))
    return pixels


def colour_and_alpha(path: Path) -> np.ndarray:
    pixels = noise(9, 14, 4)
    Pillow.fromarray(pixels).save(path)
    return pixels


def grey_and_alpha(path: Path) -> np.ndarray:
    pixels = noise(9, 14, 2)
    Pillow.fromarray(pixels, "LA").save(path)
    return pixels


def turned(path: Path) -> np.ndarray:
    """Stored lying, with the remark that a quarter turn clockwise makes it stand."""
    pixels = noise(10, 16, 3)
    exif = Pillow.Exif()
    exif[ORIENTATION] = 6
    Pillow.fromarray(pixels).save(path, exif=exif)
    return np.rot90(pixels, -1)


def dot(path: Path) -> np.ndarray:
    pixels = noise(1, 1, 3)
    Pillow.fromarray(pixels).save(path)
    return pixels


def wide(path: Path) -> np.ndarray:
    pixels = noise(20, 30_000, 3)
    Pillow.fromarray(pixels).save(path, compress_level=1)
    return pixels


def high(path: Path) -> np.ndarray:
    pixels = noise(30_000, 20, 3)
    Pillow.fromarray(pixels).save(path, compress_level=1)
    return pixels


def animated(path: Path) -> np.ndarray:
    """Three frames, of which the first is shown."""
    frames = [np.full((8, 10), level, np.uint8) for level in (40, 120, 200)]
    first, *others = map(Pillow.fromarray, frames)
    first.save(path, save_all=True, append_images=others)
    return np.dstack([frames[0]] * 3)


def real_numbers(path: Path) -> np.ndarray:
    pixels = noise(9, 12, 3, np.float32)
    tifffile.imwrite(path, pixels, photometric="rgb")
    return pixels


def huge_profile(path: Path) -> np.ndarray:
    """Two megabytes of colour profile, more than a JPEG can hold in one piece, and none that means anything."""
    pixels = noise(9, 12, 3)
    Pillow.fromarray(pixels).save(path, icc_profile=bytes(128) + np.random.default_rng(1).bytes(2_000_000))
    return pixels


ODD: dict[str, Callable[[Path], np.ndarray]] = {
    "one-bit.png": one_bit,
    "palette.png": palette,
    "clear-palette.png": clear_palette,
    "cmyk.jpg": cmyk,
    "progressive.jpg": progressive,
    "deep-grey.png": deep_grey,
    "deep-colour.png": deep_colour,
    "colour-alpha.png": colour_and_alpha,
    "grey-alpha.png": grey_and_alpha,
    "turned.png": turned,
    "dot.png": dot,
    "wide.png": wide,
    "high.png": high,
    "animated.gif": animated,
    "real.tif": real_numbers,
    "huge-profile.png": huge_profile,
}
