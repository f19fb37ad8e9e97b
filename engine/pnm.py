"""PPM and PGM with more than 8 bits a channel, which Pillow would cut to 8 where there is colour.

The format is that of Netpbm: "P2", "P3" (numbers as text), "P5", "P6" (two bytes a number, the higher one first), then
width, height and the number of white.
"""

from __future__ import annotations

import re

import numpy as np

from engine.depth import MAXIMUM

CHANNELS = {b"P2": 1, b"P3": 3, b"P5": 1, b"P6": 3}
SPACE = rb"(?:\s|#[^\n]*\n)"  # a comment goes to the end of its line
HEADER = re.compile(rb"(P[2356])" + rb"%b+(\d+)" % SPACE * 3 + rb"(?:#[^\n]*\n)?\s")
DEEP = np.dtype(np.uint16)


def header(data: bytes) -> tuple[int, int] | None:
    """Width and height of a file with more than 8 bits a channel; None for any other file."""
    found = HEADER.match(data)
    return (int(found[2]), int(found[3])) if found and 255 < int(found[4]) < 65536 else None


def read_pixels(data: bytes) -> np.ndarray:
    """The pixels of a file that has a `header`, uint16, white being 65535. Raises ValueError where some are missing."""
    found = HEADER.match(data)
    assert found is not None
    kind, width, height, white = found[1], *map(int, found.groups()[1:])
    count = width * height * CHANNELS[kind]
    if kind in (b"P5", b"P6"):
        values = np.frombuffer(data[found.end() : found.end() + 2 * count], ">u2")
    else:
        values = np.array(re.sub(rb"#[^\n]*", b"", data[found.end() :]).split()[:count], np.int64)
    if len(values) < count or values.max(initial=0) > white or values.min(initial=0) < 0:
        raise ValueError("pixels are missing or brighter than white")
    scaled = (values.astype(np.uint32) * int(MAXIMUM[DEEP]) + white // 2) // white
    return scaled.astype(DEEP).reshape(height, width, CHANNELS[kind])


def write(pixels: np.ndarray) -> bytes:
    """The bytes of a file of `pixels (H, W, 1 or 3)`, uint16."""
    height, width, channels = pixels.shape
    kind = {1: "P5", 3: "P6"}[channels]
    return f"{kind}\n{width} {height}\n{MAXIMUM[DEEP]:.0f}\n".encode() + pixels.astype(">u2").tobytes()
