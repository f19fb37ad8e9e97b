"""A folder of pictures for batches, of which some are broken."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from engine.image import Image, save

COUNT, BROKEN = 50, (0, 17, 49)


def picture(number: int) -> Image:
    return Image(np.random.default_rng(number).integers(0, 256, (12, 15, 3), np.uint8))


def make_pictures(folder: Path) -> None:
    """Write COUNT pictures, of which the BROKEN are empty, cut off and no picture at all."""
    folder.mkdir()
    for number in range(COUNT):
        save(picture(number), folder / f"{number:02}.png")
    whole = (folder / "17.png").read_bytes()
    for number, data in zip(BROKEN, (b"", whole[:-60], b"just a text"), strict=True):
        (folder / f"{number:02}.png").write_bytes(data)
