"""Dreams as files: a picture, a sheet of several, the way there as an animation, or the arrays."""

from __future__ import annotations

import io
import math
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from engine.dream.animation import FORMATS, AnimationPlan, animation
from engine.dream.dreams import Dreams, eight_bits
from engine.dream.objective import DreamError
from engine.files import write_whole
from engine.image import Image, save
from engine.jobs import Job
from engine.plate import Tile, enlarged, sheet

Array = np.ndarray
SIDE, TILE = 560, 140
"""About the side of a single picture and of one in a sheet, in pixels; enlarged by whole numbers, so that they stay
crisp."""
COLUMNS = 10
ENDINGS = (".png", *FORMATS, ".npz")


def check_ending(path: str | os.PathLike[str]) -> str:
    """The ending of a name, which says how dreams are written. Raises DreamError where it is none of `ENDINGS`."""
    ending = Path(path).suffix.lower()
    if ending not in ENDINGS:
        raise DreamError(f"{Path(path).name} does not say how to write a dream; end it in {', '.join(ENDINGS)}.")
    return ending


def save_dreams(dreams: Dreams, path: str | os.PathLike[str], plan: AnimationPlan | None = None) -> None:
    """Write dreams in the way that the name's ending says; `plan` is for animations. Raises DreamError, ImageError."""
    for _ in _saved(dreams, path, plan or AnimationPlan(), check_ending(path)):
        pass


def saving(dreams: Dreams, path: Path, plan: AnimationPlan | None = None) -> Job[Path]:
    """`save_dreams` as a job, which yields the share that is done and returns the path."""
    yield from _saved(dreams, path, plan or AnimationPlan(), check_ending(path))
    return path


def _saved(dreams: Dreams, path: str | os.PathLike[str], plan: AnimationPlan, ending: str) -> Iterator[float]:
    yield 0.0
    if ending == ".png":
        save_picture(dreams, path)
    elif ending == ".npz":
        save_arrays(dreams, path)
    else:
        chosen = plan.chosen(len(dreams.film))
        pictures = []
        for number in chosen:
            pictures.append(_moment(dreams, dreams.film[number].images, plan))
            yield len(pictures) / (len(chosen) + 1)
        _write(path, animation(pictures, plan, ending))


def save_picture(
    dreams: Dreams, path: str | os.PathLike[str], side: int | None = None, *, smooth: bool = False
) -> None:
    """Write one dream as a picture, several as a sheet; `side` is the longer side of each. Raises ImageError."""
    images = eight_bits(dreams.images)
    if len(images) == 1:
        save(Image(large(images[0], side or SIDE, smooth=smooth)), path)
        return
    remarks = [f"{100 * certainty:.1f} %" for certainty in dreams.certainty]
    save(Image(np.asarray(_sheet(dreams, images, side or TILE, remarks, smooth))), path)


def save_arrays(dreams: Dreams, path: str | os.PathLike[str]) -> None:
    """Write `images (N, H, W)`, or `(N, H, W, C)` where there are colours, float32 in 0..1, `wanted (N,)` and
    `certainty (N,)` as .npz. Raises DreamError."""
    images = dreams.images[..., 0] if dreams.images.shape[-1] == 1 else dreams.images
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=images, wanted=dreams.wanted, certainty=dreams.certainty)
    _write(path, buffer.getvalue())


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


def _write(path: str | os.PathLike[str], data: bytes) -> None:
    try:
        write_whole(Path(path), data)
    except OSError as error:
        raise DreamError(f"{path} cannot be written: {error.strerror or error}.") from error
