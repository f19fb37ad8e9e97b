"""Files that are no pictures, damaged or far too large: each is refused in one sentence, at once."""

from __future__ import annotations

import struct
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow

from engine import codec
from engine.image import Image, ImageError, decode, save
from tests.reference.picture_files import RGB, hand_made_png, noise, refused, srgb_profile, written


def test_files_that_are_no_pictures_are_refused() -> None:
    assert "not a picture" in refused(b"just a text, whatever its name says\n")
    assert refused(b"") == "x.png is empty."
    assert "not a picture" in refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "PPM"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_truncated_files_are_refused(kind: str, kept: float) -> None:
    data = written(Pillow.fromarray(noise(RGB, height=64, width=64)), kind)
    refused(data[: int(len(data) * kept)])


@pytest.mark.parametrize("ending", [".png", ".tif"])
def test_truncated_16_bit_files_are_refused(tmp_path: Path, ending: str) -> None:
    save(Image(noise(RGB, np.uint16, 64, 64)), tmp_path / f"x{ending}")
    data = (tmp_path / f"x{ending}").read_bytes()
    for kept in (0.02, 0.5, 0.95):
        refused(data[: int(len(data) * kept)])


def tiff_header(width: int, height: int, depth: int) -> bytes:
    tags = [(256, width), (257, height), (258, depth), (259, 1), (262, 1), (273, 8), (277, 1), (278, height), (279, 8)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + b"\0" * 4


@pytest.mark.parametrize(
    "data",
    [
        hand_made_png(60_000, 60_000, 8, 2, b""),
        hand_made_png(60_000, 60_000, 16, 6, b""),
        b"P6 60000 60000 255\n",
        b"P6 60000 60000 65535\n",
        tiff_header(60_000, 60_000, 8),
        tiff_header(60_000, 60_000, 16),
    ],
)
def test_oversized_pictures_are_refused_at_once(data: bytes) -> None:
    decode(written(Pillow.new("RGB", (2, 2)), "TIFF"))  # so that imports do not count
    tracemalloc.start()
    try:
        assert "60000 × 60000" in refused(data)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def picture_or_sentence(data: bytes) -> None:
    try:
        decode(data)
    except ImageError:
        refused(data)


SIGNATURES = [
    b"",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"II*\0\x08\0\0\0",
    b"GIF89a",
    b"BM",
    b"P6 3 3 255\n",
    b"RIFF",
]


@given(st.sampled_from(SIGNATURES), st.binary(max_size=200))
def test_random_bytes_never_end_in_anything_but_a_picture_or_a_sentence(signature: bytes, rest: bytes) -> None:
    picture_or_sentence(signature + rest)


SAMPLES = [
    *(written(Pillow.fromarray(noise(RGB)), kind) for kind in ("PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP")),
    hand_made_png(2, 1, 16, 2, b"\0" + bytes(12)),
    codec.encode(noise(RGB, np.uint16), srgb_profile(), None, "x.tif", 90),
]


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_files_never_end_in_anything_but_a_picture_or_a_sentence(sample: bytes, data: st.DataObject) -> None:
    damaged = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    picture_or_sentence(bytes(damaged))
