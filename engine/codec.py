"""The bytes of picture files and the arrays in them: PNG, JPEG, WebP, TIFF, BMP, GIF (first frame) and PPM.

Pillow does the work, but for colour with 16 bits a channel, which it would cut to 8 without a word: there
imagecodecs (PNG) and tifffile (TIFF) read and write the pixels.
"""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pillow
from PIL import PngImagePlugin, UnidentifiedImageError

from engine.depth import MAXIMUM, as_dtype
from engine.errors import UserError


class ImageError(UserError):
    """A picture could not be read, written or made."""


FORMATS = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF",
    ".bmp": "BMP", ".gif": "GIF", ".ppm": "PPM", ".pgm": "PPM",
}  # fmt: skip
LARGEST = 250_000_000
"""Pixels in the largest picture that is opened; beyond it a file is more likely an attack than a photo."""

ORIENTATION = 0x0112  # the EXIF tag
Pillow.MAX_IMAGE_PIXELS = None  # `load` checks LARGEST itself, before any pixel is decoded


def decode(data: bytes, name: str) -> tuple[np.ndarray, bytes | None, bytes | None]:
    """Pixels, ICC profile and EXIF block of the bytes of a file, turned upright. Raises ImageError.

    `name` is what the error messages call the file.
    """
    try:
        with Pillow.open(io.BytesIO(data), formats=sorted(set(FORMATS.values()))) as file:
            if file.width * file.height > LARGEST:
                raise ImageError(
                    f"{name} has {file.width} × {file.height} pixels, more than the {LARGEST // 10**6} million "
                    "that can be opened; reduce it first."
                )
            exif = file.getexif()
            orientation = exif.pop(ORIENTATION, 1)
            pixels = _deep_pixels(data, file)
            if pixels is None:
                pixels = _pixels(file)
            profile = file.info.get("icc_profile") if file.mode not in ("CMYK", "LAB") else None
        return _upright(pixels, orientation), profile, exif.tobytes() if len(exif) else None
    except ImageError:
        raise
    except UnidentifiedImageError as error:
        raise ImageError(
            f"{name} is not a picture of a kind that can be read (PNG, JPEG, WebP, TIFF, BMP, GIF, PPM)."
        ) from error
    except Exception as error:  # decoders raise anything: SyntaxError, struct.error, ValueError, MemoryError …
        raise ImageError(f"{name} is damaged and cannot be opened: {_reason(error)}.") from error


def encode(pixels: np.ndarray, profile: bytes | None, exif: bytes | None, name: str, quality: int) -> bytes:
    """The bytes of a file called `name`, which says the format. Raises ImageError where it names none."""
    kind = FORMATS.get(Path(name).suffix.lower())
    if kind is None:
        raise ImageError(f"{name} does not say its format; end its name in one of {', '.join(sorted(FORMATS))}.")
    if pixels.dtype == np.float32 and kind == "PNG":
        pixels = as_dtype(pixels, np.dtype(np.uint16))
    elif kind not in ("PNG", "TIFF"):
        pixels = as_dtype(pixels, np.dtype(np.uint8))
    if pixels.shape[2] in (2, 4) and kind in ("JPEG", "BMP", "PPM", "GIF"):
        pixels = _over_white(pixels)
    flat = np.ascontiguousarray(pixels.squeeze(2) if pixels.shape[2] == 1 else pixels)
    if kind == "TIFF":
        return _tiff(flat, pixels.shape[2], profile)
    if pixels.dtype == np.uint16:
        return _deep_png(flat, profile, exif)
    options: dict[str, Any] = {"quality": quality} if kind in ("JPEG", "WEBP") else {}
    if kind in ("PNG", "JPEG", "WEBP"):
        options |= {key: value for key, value in (("icc_profile", profile), ("exif", exif)) if value}
    buffer = io.BytesIO()
    Pillow.fromarray(flat).save(buffer, kind, **options)
    return buffer.getvalue()


def _deep_pixels(data: bytes, file: Pillow.Image) -> np.ndarray | None:
    """The pixels of a PNG or TIFF with more than 8 bits a channel, or None for any other file."""
    if file.format == "PNG" and data[24] == 16:  # IHDR's bit depth
        import imagecodecs

        return imagecodecs.png_decode(data)
    if file.format == "TIFF" and max(np.atleast_1d(file.tag_v2.get(258, 8))) > 8:  # type: ignore[attr-defined]
        import tifffile

        with tifffile.TiffFile(io.BytesIO(data)) as tiff:
            page = tiff.pages[0]
            pixels = page.asarray()
            if page.axes.startswith("S"):  # one plane a channel
                pixels = np.moveaxis(pixels, 0, -1)
            if page.photometric.name == "MINISWHITE":
                pixels = np.iinfo(pixels.dtype).max - pixels
        return _known_dtype(pixels[..., :4])
    return None


def _known_dtype(pixels: np.ndarray) -> np.ndarray:
    if pixels.dtype in MAXIMUM:
        return pixels
    if pixels.dtype.kind == "f":
        return pixels.astype(np.float32)
    if pixels.dtype.kind == "u":
        return (pixels >> (pixels.dtype.itemsize * 8 - 16)).astype(np.uint16)
    return np.clip(pixels, 0, 65535).astype(np.uint16)


def _pixels(file: Pillow.Image) -> np.ndarray:
    """The pixels of a picture as Pillow decodes it, in one of the four channel layouts."""
    transparent = "transparency" in file.info
    if file.mode.startswith("I"):
        return _known_dtype(np.asarray(file))
    if file.mode == "F":
        return np.asarray(file)
    if file.mode in ("L", "1"):
        mode = "LA" if transparent else "L"
    elif file.mode in ("LA", "La"):
        mode = "LA"
    else:
        mode = "RGBA" if transparent or file.mode in ("RGBA", "RGBa", "PA") else "RGB"
    return np.asarray(file if file.mode == mode else file.convert(mode))


def _upright(pixels: np.ndarray, orientation: Any) -> np.ndarray:
    """Undo the turn that a camera noted in EXIF (values 1 to 8; anything else counts as upright)."""
    if orientation in (5, 6, 7, 8):
        pixels = np.swapaxes(pixels, 0, 1)
    if orientation in (3, 4, 7, 8):
        pixels = pixels[::-1]
    if orientation in (2, 3, 6, 7):
        pixels = pixels[:, ::-1]
    return np.ascontiguousarray(pixels)


def _deep_png(flat: np.ndarray, profile: bytes | None, exif: bytes | None) -> bytes:
    """A 16-bit PNG; the metadata chunks, which the encoder leaves out, follow the header."""
    import imagecodecs

    data = bytes(imagecodecs.png_encode(flat))
    chunks = io.BytesIO()
    if profile:
        PngImagePlugin.putchunk(chunks, b"iCCP", b"ICC Profile\0\0" + zlib.compress(profile))
    if exif:
        PngImagePlugin.putchunk(chunks, b"eXIf", exif.removeprefix(b"Exif\0\0"))
    header_end = 8 + 25  # the signature, then IHDR
    return data[:header_end] + chunks.getvalue() + data[header_end:]


def _tiff(flat: np.ndarray, channels: int, profile: bytes | None) -> bytes:
    import tifffile

    buffer = io.BytesIO()
    tifffile.imwrite(
        buffer,
        flat,
        photometric="rgb" if channels >= 3 else "minisblack",
        extrasamples=["unassalpha"] if channels in (2, 4) else None,
        planarconfig="contig" if channels > 1 else None,
        compression="adobe_deflate",
        predictor=True,
        iccprofile=profile,
        metadata=None,
    )
    return buffer.getvalue()


def _over_white(pixels: np.ndarray) -> np.ndarray:
    white = MAXIMUM[pixels.dtype]
    opacity = pixels[:, :, -1:].astype(np.float32) / white
    return np.rint(pixels[:, :, :-1] * opacity + white * (1 - opacity)).astype(pixels.dtype)


def _reason(error: Exception) -> str:
    text = str(error).strip().rstrip(".").splitlines()
    return text[0] if text and not isinstance(error, MemoryError) else "its data make no sense"
