"""Dreams as files: a picture, a sheet of several, the way there as an animation, or the arrays."""

from __future__ import annotations

import io
import math
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from engine.background import in_background
from engine.dream.animation import FORMATS, AnimationPlan, animation
from engine.dream.dreams import Dreams, eight_bits
from engine.dream.objective import DreamError
from engine.files import write_whole
from engine.image import Image, encode
from engine.jobs import Job, finish
from engine.params import Declared, Range, param
from engine.plate import Tile, enlarged, sheet

Array = np.ndarray
SIDE, TILE = 560, 140
"""About the side of a single picture and of one in a sheet, in pixels; enlarged by whole numbers, so that they stay
crisp."""
COLUMNS = 10
MOST_PIXELS = 10**8
ENDINGS = (".png", *FORMATS, ".npz")


def check_ending(path: str | os.PathLike[str]) -> str:
    """The ending of a name, which says how dreams are written. Raises DreamError where it is none of `ENDINGS`."""
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise DreamError(f"{Path(path).name} does not say how to write a dream; end it in {', '.join(ENDINGS)}.")
    return ending


@dataclass(frozen=True)
class PicturePlan(Declared):
    """How large dreams are written as a picture."""

    side: int = param(SIDE, "the longer side of the picture, or of each in a sheet", range=Range(28, 4096), unit="px")
    smooth: bool = param(False, "enlarge smoothly instead of crisp, in squares")

    @classmethod
    def suiting(cls, count: int) -> PicturePlan:
        """The usual size of so many."""
        return cls(SIDE if count == 1 else TILE)


FilePlan = AnimationPlan | PicturePlan
"""How dreams are written: an animation looks at the one, a picture at the other, and each has its usual one."""


def save_dreams(dreams: Dreams, path: str | os.PathLike[str], plan: FilePlan | None = None) -> None:
    """Write dreams in the way that the name's ending says: one as a picture, several as a sheet, the way there as an
    animation, or the arrays. Raises DreamError."""
    finish(saving(dreams, Path(path), plan))


def saving(dreams: Dreams, path: Path, plan: FilePlan | None = None) -> Job[Path]:
    """`save_dreams` as a job, which yields the share that is done and returns the path."""
    data = yield from encoded(dreams, check_ending(path), plan)
    try:
        write_whole(path, data)
    except OSError as error:
        raise DreamError(f"{path} cannot be written: {error.strerror or error}.") from error
    return path


def file_size(dreams: Dreams, ending: str, plan: FilePlan | None = None) -> Job[int]:
    """How many bytes such a file would have. Raises DreamError."""
    return len((yield from encoded(dreams, ending, plan)))


def encoded(dreams: Dreams, ending: str, plan: FilePlan | None = None) -> Job[bytes]:
    """The bytes of a file with one of the `ENDINGS`. Raises DreamError."""
    yield 0.0
    if ending == ".npz":
        return _arrays(dreams)
    if ending == ".png":
        pixels = picture(dreams, plan if isinstance(plan, PicturePlan) else None)
        return (yield from in_background(lambda: encode(Image(pixels), "dream.png")))
    film = plan if isinstance(plan, AnimationPlan) else AnimationPlan()
    chosen = film.chosen(len(dreams.film))
    pictures: list[Pillow.Image] = []
    for number in chosen:
        pictures.append(_moment(dreams, dreams.film[number].images, film))
        yield len(pictures) / (len(chosen) + 1)
    return (yield from in_background(lambda: animation(pictures, film, ending)))


def picture(dreams: Dreams, look: PicturePlan | None = None) -> Array:
    """One dream as a picture, several as a sheet, `(H, W, C)` uint8. Raises DreamError where that is too large."""
    images = eight_bits(dreams.images)
    look = look or PicturePlan.suiting(len(images))
    if len(images) * look.side**2 > MOST_PIXELS:
        raise DreamError(
            f"A sheet of {len(images)} pictures of {look.side} pixels is too large; choose a shorter side."
        )
    if len(images) == 1:
        return large(images[0], look.side, smooth=look.smooth)
    remarks = [f"{100 * certainty:.1f} %" for certainty in dreams.certainty]
    return np.asarray(_sheet(dreams, images, look.side, remarks, look.smooth))


def _arrays(dreams: Dreams) -> bytes:
    """`images (N, H, W)`, or `(N, H, W, C)` where there are colours, float32 in 0..1, `wanted (N,)` and
    `certainty (N,)` as .npz."""
    images = dreams.images[..., 0] if dreams.images.shape[-1] == 1 else dreams.images
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=images, wanted=dreams.wanted, certainty=dreams.certainty)
    return buffer.getvalue()


def large(pixels: Array, side: int, *, smooth: bool) -> Array:
    """A picture `(H, W, C)` uint8 with a longer side of `side`, smooth; or crisp, of about that size."""
    if not smooth:
        return enlarged(pixels, side)
    scale = side / max(pixels.shape[:2])
    size = round(pixels.shape[1] * scale), round(pixels.shape[0] * scale)
    picture = Pillow.fromarray(pixels[:, :, 0] if pixels.shape[2] == 1 else pixels)
    return np.asarray(picture.resize(size, Pillow.Resampling.BICUBIC)).reshape(size[1], size[0], pixels.shape[2])


def _moment(dreams: Dreams, images: Array, plan: AnimationPlan) -> Pillow.Image:
    if len(images) == 1:
        return Pillow.fromarray(large(images[0], plan.side, smooth=plan.smooth).squeeze())
    tile = max(*images.shape[1:3], 2 * plan.side // _columns(dreams))
    return _sheet(dreams, images, min(tile, TILE), [""] * len(images), plan.smooth)


def _sheet(dreams: Dreams, images: Array, side: int, remarks: Sequence[str], smooth: bool) -> Pillow.Image:
    """Pictures `(N, H, W, C)` uint8 side by side, under each what it is about."""
    tiles = [
        Tile(large(image, side, smooth=smooth), caption, remark)
        for image, caption, remark in zip(images, dreams.captions, remarks, strict=True)
    ]
    return sheet(tiles, _columns(dreams))


def _columns(dreams: Dreams) -> int:
    """One column for each class where each was dreamt several times; else about as many columns as rows."""
    classes = len(np.unique(dreams.wanted))
    if 1 < classes < len(dreams.wanted) and classes <= COLUMNS:
        return classes
    return min(COLUMNS, 5 if len(dreams.wanted) == COLUMNS else math.ceil(math.sqrt(len(dreams.wanted))))
