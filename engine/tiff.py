"""TIFF with its many kinds of numbers: what Pillow cannot open, or would cut to 8 bits, goes through tifffile."""

from __future__ import annotations

import io
import logging
import math
from typing import Any

import numpy as np
from PIL import Image as Pillow
from PIL import TiffImagePlugin

from engine.depth import MAXIMUM

TEXTS = (270, 271, 272, 305, 306, 315, 316, 33432)  # description, make, model, software, date, artist, host, copyright
RESOLUTION, NO_UNIT = (282, 283, 296), 1  # across, down, unit
DIRECTORIES = (0x8769, 0x8825)  # EXIF proper, GPS
DESCRIPTIVE = {*TEXTS, *RESOLUTION, *DIRECTORIES}
"""The tags that say something about the picture, not about how it is stored in this file."""
MOST_COMPRESSED = 100_000
"""Pixels a byte beyond which no method goes, on a single colour: deflate reaches 1032, zstd some ten thousand."""


def is_tiff(data: bytes) -> bool:
    return data[:4] in (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")


def size(data: bytes) -> tuple[int, int]:
    """Width and height, read without decoding anything."""
    with _open(data) as tiff:
        return tiff.pages[0].imagewidth, tiff.pages[0].imagelength


def orientation(data: bytes) -> int:
    """The turn that a camera noted, 1 to 8."""
    with _open(data) as tiff:
        return tiff.pages[0].tags.valueof(274, 1)


def profile(data: bytes) -> bytes | None:
    """The ICC profile."""
    with _open(data) as tiff:
        return tiff.pages[0].tags.valueof(34675)


def read_pixels(data: bytes) -> np.ndarray | None:
    """The pixels of the first picture as they are stored, or None for the kinds that Pillow reads as well."""
    with _open(data) as tiff:
        page = tiff.pages[0]
        if page.bitspersample <= 8 or page.photometric.name not in ("MINISBLACK", "MINISWHITE", "RGB", "SEPARATED"):
            return None
        if len(page.dataoffsets) != math.prod(page.chunked) or page.nbytes > MOST_COMPRESSED * len(data):
            raise ValueError("parts of the picture are missing")  # tifffile would make them black
        pixels = page.asarray()
        if page.axes.startswith("S"):  # one plane a channel
            pixels = np.moveaxis(pixels, 0, -1)
        if pixels.ndim == 2:
            pixels = pixels[:, :, np.newaxis]
        pixels = _known_dtype(pixels, page.bitspersample)
        extra = int(page.extrasamples[0]) if page.extrasamples else 0
        if page.photometric.name == "SEPARATED":
            return _from_inks(pixels)
        if page.photometric.name == "MINISWHITE":
            pixels[..., 0] = MAXIMUM[pixels.dtype] - pixels[..., 0]
        colours = 3 if page.photometric.name == "RGB" else 1
        if extra == 1:
            return _unmultiplied(pixels[..., : colours + 1])
        return pixels[..., : colours + (extra == 2)]


def read_exif(data: bytes) -> Pillow.Exif:
    """The descriptive tags; a TIFF file has the structure of an EXIF block."""
    exif = Pillow.Exif()
    if data[2:4] not in (b"*\0", b"\0*"):  # BigTIFF, of which Pillow reads no tags
        return exif
    exif.load(b"Exif\0\0" + data)
    unwanted = set(exif) - DESCRIPTIVE
    if exif.get(RESOLUTION[-1], NO_UNIT) == NO_UNIT:  # written by many programs that know none
        unwanted |= set(exif) & set(RESOLUTION)
    for tag in unwanted:
        del exif[tag]
    for tag in set(exif) & set(DIRECTORIES):
        exif.get_ifd(tag)  # read it while the file is there
    return exif


def write(pixels: np.ndarray, profile: bytes | None, exif: bytes | None) -> bytes:
    """The bytes of a losslessly compressed TIFF file of `pixels (H, W, C)` in any of our kinds of numbers."""
    import tifffile

    channels = pixels.shape[2]
    known = Pillow.Exif()
    known.load(exif or b"")
    directories = [tag for tag in DIRECTORIES if known.get_ifd(tag)]
    buffer = io.BytesIO()
    tifffile.imwrite(
        buffer,
        np.ascontiguousarray(pixels.squeeze(2) if channels == 1 else pixels),
        byteorder="<",
        photometric="rgb" if channels >= 3 else "minisblack",
        extrasamples=["unassalpha"] if channels in (2, 4) else None,
        planarconfig="contig" if channels > 1 else None,
        compression="adobe_deflate",
        predictor=True,
        iccprofile=profile,
        metadata=None,
        software=False,
        extratags=[
            *((tag, "s", 0, str(known[tag]), True) for tag in TEXTS if known.get(tag)),
            *((tag - 1, "I", 1, 0, True) for tag in directories),
        ],
        **_resolution(known),
    )
    return _with_directories(buffer.getvalue(), known, directories)


def _open(data: bytes) -> Any:
    import tifffile

    logging.getLogger("tifffile").setLevel(logging.CRITICAL)  # what is wrong with a file, an ImageError says
    return tifffile.TiffFile(io.BytesIO(data))


def _known_dtype(pixels: np.ndarray, bits: int) -> np.ndarray:
    """Any kind of number as one of ours, in an array of our own; `bits` of the numbers are in use."""
    if pixels.dtype.kind == "f":
        return pixels.astype(np.float32)
    if pixels.dtype.kind == "u":
        if bits < 16:  # 10, 12 or 14, packed: white is the largest number there is
            return ((pixels.astype(np.uint32) * 65535 + (1 << bits >> 1)) // ((1 << bits) - 1)).astype(np.uint16)
        return (pixels >> (bits - 16)).astype(np.uint16)
    if pixels.dtype.kind == "c":
        raise ValueError("its numbers are complex, which no brightness is")
    return np.clip(pixels, 0, 65535).astype(np.uint16)


def _from_inks(pixels: np.ndarray) -> np.ndarray:
    """Cyan, magenta, yellow and black as red, green and blue, without regard to any profile."""
    white = MAXIMUM[pixels.dtype]
    paper = 1 - pixels[..., :4].astype(np.float32) / white
    light = paper[..., :3] * paper[..., 3:] * white
    return (light if pixels.dtype == np.float32 else np.rint(light)).astype(pixels.dtype)


def _unmultiplied(pixels: np.ndarray) -> np.ndarray:
    """Colour that was stored multiplied by its alpha, divided by it again."""
    white = MAXIMUM[pixels.dtype]
    alpha = pixels[..., -1:].astype(np.float32) / white
    colour = np.divide(pixels[..., :-1], alpha, out=np.zeros(pixels[..., :-1].shape, np.float32), where=alpha > 0)
    colour = colour if pixels.dtype == np.float32 else np.rint(np.minimum(colour, white))
    return np.concatenate([colour.astype(pixels.dtype), pixels[..., -1:]], axis=2)


def _resolution(exif: Pillow.Exif) -> dict[str, Any]:
    across, down, unit = (exif.get(tag) for tag in RESOLUTION)
    return {"resolution": (float(across), float(down)), "resolutionunit": unit or 2} if across and down else {}


def _with_directories(data: bytes, exif: Pillow.Exif, directories: list[int]) -> bytes:
    """Append the EXIF and GPS directories and point at them.

    tifffile refuses to write the tags that point there; so `write` held their places with the codes before theirs,
    which stand for nothing and sort alike.
    """
    for tag in directories:
        with _open(data) as tiff:
            entry = tiff.pages[0].tags[tag - 1]
        start = len(data) + len(data) % 2
        directory = TiffImagePlugin.ImageFileDirectory_v2(group=tag)
        for key, value in exif.get_ifd(tag).items():
            directory[key] = value
        patched = bytearray(data.ljust(start, b"\0"))
        patched[entry.offset : entry.offset + 2] = tag.to_bytes(2, "little")
        patched[entry.valueoffset : entry.valueoffset + 4] = start.to_bytes(4, "little")
        data = bytes(patched) + directory.tobytes(start)
    return data
