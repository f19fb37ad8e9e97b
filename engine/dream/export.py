"""Dreams as files: a picture, a sheet of several, the way there as an animation, or the arrays."""

from __future__ import annotations

import io
import math
import os
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from engine.dream.dreams import Dreams
from engine.dream.objective import DreamError
from engine.files import write_whole
from engine.image import Image, save
from engine.jobs import Job
from engine.plate import Tile, enlarged, sheet

Array = np.ndarray
SIDE, TILE = 560, 140
"""About the side of a single picture and of one in a sheet, in pixels; enlarged by whole numbers, so that they stay
crisp."""
FRAME_MILLISECONDS, LAST_MILLISECONDS = 40, 1500
GREYS = [level & 0xF8 for level in range(256)]
"""An animation of 32 greys is a third as large as one of 256, and looks the same."""
COLUMNS = 10


def save_dreams(dreams: Dreams, path: str | os.PathLike[str]) -> None:
    """Write dreams in the way that the name's ending says: .png, .gif or .npz. Raises DreamError, ImageError."""
    writers = {".png": save_picture, ".gif": save_animation, ".npz": save_arrays}
    writer = writers.get(Path(path).suffix.lower())
    if writer is None:
        raise DreamError(f"{Path(path).name} does not say how to write a dream; end it in {', '.join(writers)}.")
    writer(dreams, path)


def saving(dreams: Dreams, path: Path) -> Job[Path]:
    """`save_dreams` as a job, which returns the path."""
    yield
    save_dreams(dreams, path)
    return path


def save_picture(dreams: Dreams, path: str | os.PathLike[str]) -> None:
    """Write one dream as a picture, several as a sheet. Raises ImageError."""
    if len(dreams.images) == 1:
        save(Image(enlarged(_eight_bits(dreams.images[0]), SIDE)), path)
        return
    captions = [f"{100 * certainty:.1f} %" for certainty in dreams.certainty]
    save(Image(np.asarray(_sheet(dreams, _eight_bits(dreams.images), captions))), path)


def save_animation(dreams: Dreams, path: str | os.PathLike[str]) -> None:
    """Write the way from the noise to the dreams as a GIF that runs for ever, resting on its last frame.

    Raises DreamError.
    """
    if len(dreams.images) == 1:
        frames = [Pillow.fromarray(enlarged(frame[0], SIDE // 2).squeeze()) for frame in dreams.frames]
    else:
        frames = [_sheet(dreams, frame, [""] * len(frame)) for frame in dreams.frames]
    if dreams.images.shape[-1] == 1:
        frames = [frame.convert("L").point(GREYS) for frame in frames]
    times = [FRAME_MILLISECONDS] * (len(frames) - 1) + [LAST_MILLISECONDS]
    buffer = io.BytesIO()
    frames[0].save(buffer, "GIF", save_all=True, append_images=frames[1:], duration=times, loop=0)
    _write(path, buffer.getvalue())


def save_arrays(dreams: Dreams, path: str | os.PathLike[str]) -> None:
    """Write `images (N, H, W)`, or `(N, H, W, C)` where there are colours, float32 in 0..1, `wanted (N,)` and
    `certainty (N,)` as .npz. Raises DreamError."""
    images = dreams.images[..., 0] if dreams.images.shape[-1] == 1 else dreams.images
    buffer = io.BytesIO()
    np.savez_compressed(buffer, images=images, wanted=dreams.wanted, certainty=dreams.certainty)
    _write(path, buffer.getvalue())


def _write(path: str | os.PathLike[str], data: bytes) -> None:
    try:
        write_whole(Path(path), data)
    except OSError as error:
        raise DreamError(f"{path} cannot be written: {error.strerror or error}.") from error


def _eight_bits(images: Array) -> Array:
    return np.rint(images * 255).astype(np.uint8)


def _columns(dreams: Dreams) -> int:
    """One column for each class where each was dreamt several times; else about as many columns as rows."""
    classes = len(np.unique(dreams.wanted))
    if 1 < classes < len(dreams.wanted) and classes <= COLUMNS:
        return classes
    return min(COLUMNS, 5 if len(dreams.wanted) == COLUMNS else math.ceil(math.sqrt(len(dreams.wanted))))


def _sheet(dreams: Dreams, images: Array, remarks: list[str]) -> Pillow.Image:
    """Pictures `(N, H, W, C)` uint8 side by side, under each the class that was wanted."""
    names = [dreams.class_names[wanted] for wanted in dreams.wanted]
    tiles = [
        Tile(enlarged(image, TILE), name, remark) for image, name, remark in zip(images, names, remarks, strict=True)
    ]
    return sheet(tiles, _columns(dreams))
