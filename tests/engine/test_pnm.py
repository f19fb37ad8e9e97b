"""PPM and PGM with more than 8 bits."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow

from engine.image import Image, decode, save
from tests.reference.picture_files import RGB, noise, refused


@pytest.mark.parametrize("white", [256, 1023, 4095, 65535])
@pytest.mark.parametrize("kind", ["P2", "P3", "P5", "P6"])
def test_deep_ppm_and_pgm_are_read_in_full(kind: str, white: int) -> None:
    channels = 3 if kind in ("P3", "P6") else 1
    stored = np.random.default_rng(2).integers(0, white + 1, (4, 5, channels))
    stored[0, 0] = white
    head = f"{kind} # made by hand\n5\t4 {white}\n".encode()
    text = "\n".join(map(str, stored.ravel())).encode()
    image = decode(head + (text if kind in ("P2", "P3") else stored.astype(">u2").tobytes()))
    np.testing.assert_array_equal(image.pixels, np.rint(stored * (65535 / white)))
    assert image.dtype == np.uint16


def test_other_programs_read_our_deep_ppm_and_pgm(tmp_path: Path) -> None:
    pixels = noise(RGB, np.uint16)
    save(Image(pixels), tmp_path / "x.ppm")
    shown = np.asarray(Pillow.open(tmp_path / "x.ppm")).astype(int)  # it has no colour of 16 bits
    assert np.abs(shown - pixels / 257).max() <= 1
    save(Image(pixels[:, :, :1]), tmp_path / "x.pgm")
    np.testing.assert_array_equal(np.asarray(Pillow.open(tmp_path / "x.pgm")), pixels[:, :, 0])


@pytest.mark.parametrize(
    "data", [b"P6 2 1 65535\n" + bytes(11), b"P3 1 1 300\n1 2", b"P5 1 1 300\n\xff\xff", b"P2 1 1 300\nx"]
)
def test_deep_ppm_that_makes_no_sense_is_refused(data: bytes) -> None:
    refused(data)
