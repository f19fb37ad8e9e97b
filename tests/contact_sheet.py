"""One picture of what every filter does, for the README: `python -m tests.contact_sheet docs/images/filters.png`.

Each filter as it comes, on the sample photo; those that show little that way have a telling setting, which is named.
The photo is made as small as it is shown first, so that a window of three pixels is a window of three pixels here.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from engine.data.bundled import PHOTOS, bundled
from engine.depth import as_dtype
from engine.filters import FILTERS, Filter
from engine.filters.custom import CustomKernel
from engine.filters.edges import LaplacianOfGaussian, Scharr
from engine.filters.geometry import Crop, Resize
from engine.filters.kernel_presets import kernel_presets
from engine.filters.pooling import MaxPooling, MeanPooling, MinPooling
from engine.filters.rank import Maximum, Median, Minimum, Percentile
from engine.filters.recipe import Recipe, Step
from engine.filters.smooth import Bilateral, Box
from engine.filters.tone import BrightnessContrast, Stretch
from engine.image import Image, load
from engine.plate import PAPER, Tile, sheet
from gui.filtering.filter_palette import GROUP_ICONS

COLUMNS = 5
WIDTH, HEIGHT = 264, 176
PALETTE = 256  # colours of the file: each tile has few of its own, and the file is a third as large
PENCIL = ("greyscale", "median", "sobel", "invert")


def sample() -> Image:
    """The sample photo at the size of a tile."""
    photo = load(bundled(PHOTOS[0]))
    cut = photo.height - photo.width * HEIGHT // WIDTH
    return Resize(width=WIDTH, height=HEIGHT)(Crop(bottom=max(0, cut))(photo))


def telling() -> dict[type[Filter], tuple[Filter, str]]:
    """Settings for the filters that show next to nothing as they come, or nothing new; and what they are in words."""
    smear = next(preset for preset in kernel_presets() if preset.name == "Motion blur, diagonal")
    return {
        Scharr: (Scharr(scale=0.25), "scale 0.25"),
        LaplacianOfGaussian: (LaplacianOfGaussian(scale=4), "scale 4"),
        Median: (Median(size=7), "7 pixels"),
        Box: (Box(size=7), "7 pixels"),
        Bilateral: (Bilateral(sigma=5, similarity=25), "similarity 25 %"),
        Minimum: (Minimum(size=5), "5 pixels"),
        Maximum: (Maximum(size=5), "5 pixels"),
        Percentile: (Percentile(percent=15, size=7), "15 %, 7 pixels"),
        MaxPooling: (MaxPooling(size=5), "5 pixels"),
        MeanPooling: (MeanPooling(size=5), "5 pixels"),
        MinPooling: (MinPooling(size=5), "5 pixels"),
        CustomKernel: (smear.filter(), "motion blur"),
        BrightnessContrast: (BrightnessContrast(contrast=50), "contrast 50 %"),
        Stretch: (Stretch(clip=10, channels=True), "each colour"),
        Crop: (Crop(left=70, top=20, right=70, bottom=30), "the middle"),
        Resize: (Resize(width=WIDTH // 2), "half"),
    }


def tiles() -> list[Tile]:
    """The photo, what each filter makes of it in the order of the menu, and what several make of it together."""
    photo, settings = sample(), telling()
    shown = [Tile(on_paper(photo), "The photo")]
    for kind in sorted(FILTERS.values(), key=lambda kind: (*GROUP_ICONS, kind.group).index(kind.group)):
        filter, remark = settings.get(kind, (kind(), kind.group))
        shown.append(Tile(on_paper(filter(photo), kind.group != "Geometry"), kind.title, remark))
    drawing = Recipe(tuple(map(Step.parse, PENCIL)))(photo)
    return [*shown, Tile(on_paper(drawing), "Four in a row: a pencil drawing")]


def on_paper(result: Image, fill: bool = False) -> np.ndarray:
    """A result in the middle of a tile, smaller where it must be; to `fill` it, each pixel becomes a square."""
    pixels = as_dtype(result.colour, np.dtype(np.uint8))
    picture = Pillow.fromarray(np.broadcast_to(pixels, (*pixels.shape[:2], 3)).copy())
    if fill:
        picture = picture.resize((WIDTH, HEIGHT), Pillow.Resampling.NEAREST)
    picture.thumbnail((WIDTH, HEIGHT), Pillow.Resampling.LANCZOS)
    page = Pillow.new("RGB", (WIDTH, HEIGHT), PAPER)
    page.paste(picture, ((WIDTH - picture.width) // 2, (HEIGHT - picture.height) // 2))
    return np.asarray(page)


def main(path: str) -> None:
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    sheet(tiles(), COLUMNS).quantize(PALETTE).save(path, optimize=True)
    print(path)


if __name__ == "__main__":
    main(*sys.argv[1:])
