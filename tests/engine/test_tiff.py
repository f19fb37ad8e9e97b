"""TIFF: deep and unusual pictures as other programs write and read them."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile

from engine.image import Image, decode, load, save
from tests.reference.picture_files import GREY, RGB, noise, refused


def tiff(stored: np.ndarray, **options: Any) -> Image:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, stored, **options)
    return decode(buffer.getvalue())


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_other_programs_read_our_16_bit_tiff(tmp_path: Path, channels: int) -> None:
    pixels = noise(channels, np.uint16)
    save(Image(pixels), tmp_path / "x.tif")
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "x.tif"), pixels.squeeze())


@pytest.mark.parametrize(
    ("options", "stored"),
    [
        ({"photometric": "minisblack"}, noise(1, np.uint16)[:, :, 0]),
        ({"photometric": "rgb"}, noise(3, np.uint16)),
        ({"photometric": "rgb", "compression": "lzw"}, noise(3, np.uint16)),
        ({"photometric": "rgb", "byteorder": ">"}, noise(3, np.uint16)),
        ({"photometric": "rgb", "bigtiff": True}, noise(3, np.uint16)),
        ({"photometric": "rgb", "tile": (16, 16)}, noise(3, np.uint16, 40, 50)),
        ({"photometric": "rgb", "extrasamples": ["unassalpha"]}, noise(4, np.uint16)),
        ({"photometric": "rgb"}, noise(3, np.float32)),
    ],
)
def test_16_bit_tiff_of_other_programs(options: dict[str, Any], stored: np.ndarray) -> None:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, stored, **options)
    np.testing.assert_array_equal(decode(buffer.getvalue()).pixels.squeeze(), stored)


def test_unusual_kinds_of_16_bit_tiff() -> None:
    plane = noise(1, np.uint16)[:, :, 0]
    np.testing.assert_array_equal(tiff(plane, photometric="miniswhite").pixels[:, :, 0], 65535 - plane)
    planes = np.stack([plane, plane // 2, plane // 3])
    separate = tiff(planes, photometric="rgb", planarconfig="separate")
    np.testing.assert_array_equal(separate.pixels, np.moveaxis(planes, 0, -1))
    double = tiff(noise(1, np.float32).astype(np.float64), photometric="minisblack")
    np.testing.assert_array_equal(double.pixels, noise(1, np.float32))
    long = tiff(plane.astype(np.uint32) << 16, photometric="minisblack")
    np.testing.assert_array_equal(long.pixels[:, :, 0], plane)
    inks = np.zeros((4, 4, 4), np.uint16)
    inks[:, :, 0] = 65535  # nothing but cyan
    np.testing.assert_array_equal(tiff(inks, photometric="separated").pixels[0, 0], [0, 65535, 65535])
    premultiplied = np.full((4, 4, 4), 16384, np.uint16)
    premultiplied[:, :, 3] = 32768
    colour = tiff(premultiplied, photometric="rgb", extrasamples=["assocalpha"]).pixels[0, 0]
    assert colour[3] == 32768
    np.testing.assert_allclose(colour[:3].astype(int), 32768, atol=1)


@pytest.mark.parametrize("bits", [10, 12, 14])
def test_white_is_white_however_many_bits_a_tiff_packs(bits: int) -> None:
    levels = np.arange(0, 1 << bits, 17, dtype=np.uint16)[np.newaxis]
    deep = tiff(levels, photometric="minisblack", bitspersample=bits).pixels[0, :, 0]
    np.testing.assert_array_equal(deep, np.rint(levels[0] * (65535 / ((1 << bits) - 1))))


def test_numbers_that_are_no_brightness_are_refused() -> None:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, noise(GREY)[:, :, 0].astype(np.complex64), photometric="minisblack")
    assert "complex" in refused(buffer.getvalue())


def test_a_tiff_file_tells_a_jpeg_nothing_about_its_storage(tmp_path: Path) -> None:
    save(Image(noise(RGB)), tmp_path / "x.tif")
    assert load(tmp_path / "x.tif").exif is None


def test_a_tiff_whose_last_rows_are_missing_is_refused() -> None:
    """Each row is a strip; the header then claims twice as many rows as there are strips."""
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, noise(RGB, np.uint16), photometric="rgb", rowsperstrip=1)
    data = bytearray(buffer.getvalue())
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        where = file.pages[0].tags[257].valueoffset
    data[where : where + 2] = (14).to_bytes(2, "little")
    assert "missing" in refused(bytes(data))
