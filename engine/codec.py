"""The bytes of picture files and the arrays in them: PNG, JPEG, WebP, TIFF, BMP, GIF (first frame) and PPM.

Pillow does the work, but for more than 8 bits a channel, which it would cut to 8 without a word or not open at
all: there imagecodecs (PNG), `engine/tiff.py` and `engine/pnm.py` read and write the pixels.
"""

from __future__ import annotations

import io
import zlib
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image as Pillow
from PIL import PngImagePlugin, UnidentifiedImageError

from engine import pnm, tiff
from engine.depth import MAXIMUM, as_dtype
from engine.errors import UserError


class ImageError(UserError):
    """A picture could not be read, written or made."""


FORMATS = {
    ".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG", ".webp": "WEBP", ".tif": "TIFF", ".tiff": "TIFF",
    ".bmp": "BMP", ".gif": "GIF", ".ppm": "PPM", ".pgm": "PPM",
}  # fmt: skip
LOSSY = ("JPEG", "WEBP")
DEEP = ("PNG", "TIFF", "PPM")
"""Formats with 16 bits a channel."""
OPAQUE = ("JPEG", "BMP", "PPM", "GIF")
DESCRIBED = ("PNG", "JPEG", "WEBP", "TIFF")
"""Formats that keep EXIF and ICC."""
LARGEST = 250_000_000
"""Pixels in the largest picture that is opened; beyond it a file is more likely an attack than a photo."""

ORIENTATION = 0x0112  # the EXIF tag
PngImagePlugin.MAX_TEXT_CHUNK = 16 << 20  # profiles of printers and scanners are larger than the 1 MiB it allows
Pillow.MAX_IMAGE_PIXELS = None  # `decode` checks LARGEST itself, before any pixel is


def decode(data: bytes, name: str) -> tuple[np.ndarray, bytes | None, bytes | None]:
    """Pixels, ICC profile and EXIF block of the bytes of a file, turned upright. Raises ImageError.

    `name` is what the error messages call the file.
    """
    if not data:
        raise ImageError(f"{name} is empty.")
    try:
        pixels, profile, exif, turn = (
            _decode_deep_tiff(data, name) or _decode_deep_pnm(data, name) or _decode_with_pillow(data, name)
        )
        return _upright(pixels, turn), _fitting(profile, pixels), exif.tobytes() if len(exif) else None
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
    kind = kind_of(name)
    if pixels.dtype == np.float32 and kind in ("PNG", "PPM"):
        pixels = as_dtype(pixels, np.dtype(np.uint16))
    elif kind not in DEEP:
        pixels = as_dtype(pixels, np.dtype(np.uint8))
    if pixels.shape[2] in (2, 4) and kind in OPAQUE:
        pixels = over(pixels, 1.0)
    if pixels.shape[2] < 3 and kind == "WEBP":  # it knows no grey
        pixels = np.concatenate([pixels[:, :, :1]] * 2 + [pixels], axis=2)
    profile = _fitting(profile, pixels)
    try:
        if kind == "TIFF":
            return tiff.write(pixels, profile, exif)
        if pixels.dtype == np.uint16 and kind == "PPM":
            return pnm.write(pixels)
        if pixels.dtype == np.uint16:
            return _deep_png(pixels, profile, exif)
        return _encode_with_pillow(pixels, profile, exif, kind, quality)
    except Exception as error:  # a side too long for the format, metadata too large for it …
        raise ImageError(f"{name} cannot be written as {kind}: {_reason(error)}.") from error


def kind_of(name: str) -> str:
    """The format that the ending of a name says: "PNG", "JPEG" … Raises ImageError where it says none."""
    kind = FORMATS.get(Path(name).suffix.lower())
    if kind is None:
        raise ImageError(f"{name} does not say its format; end its name in one of {', '.join(sorted(FORMATS))}.")
    return kind


def over(pixels: np.ndarray, brightness: float) -> np.ndarray:
    """Pixels with alpha laid over an even grey, 0 black to 1 white; without alpha in the end."""
    white = MAXIMUM[pixels.dtype]
    opacity = pixels[:, :, -1:].astype(np.float32) / white
    mixed = pixels[:, :, :-1] * opacity + brightness * white * (1 - opacity)
    return mixed if pixels.dtype == np.float32 else np.rint(mixed).astype(pixels.dtype)


Decoded = tuple[np.ndarray, bytes | None, Pillow.Exif, int]
"""Pixels as they are stored, ICC profile, EXIF without the orientation, orientation."""


def _decode_deep_tiff(data: bytes, name: str) -> Decoded | None:
    """A TIFF file with more than 8 bits a channel; None for any other file."""
    if not tiff.is_tiff(data):
        return None
    _refuse_oversized(name, *tiff.size(data))
    pixels = tiff.read_pixels(data)
    return pixels if pixels is None else (pixels, tiff.profile(data), tiff.read_exif(data), tiff.orientation(data))


def _decode_deep_pnm(data: bytes, name: str) -> Decoded | None:
    """A PPM or PGM file with more than 8 bits a channel; None for any other file."""
    size = pnm.header(data)
    if size is None:
        return None
    _refuse_oversized(name, *size)
    return pnm.read_pixels(data), None, Pillow.Exif(), 1


def _decode_with_pillow(data: bytes, name: str) -> Decoded:
    with Pillow.open(io.BytesIO(data), formats=sorted(set(FORMATS.values()))) as file:
        _refuse_oversized(name, *file.size)
        deep = file.format == "PNG" and data[24] == 16  # IHDR's bit depth
        exif = tiff.read_exif(data) if file.format == "TIFF" else file.getexif()
        turn = 1 if file.format == "TIFF" else exif.pop(ORIENTATION, 1)  # Pillow turns TIFF upright by itself
        return _deep_png_pixels(data) if deep else _pixels(file), file.info.get("icc_profile"), exif, turn


def _refuse_oversized(name: str, width: int, height: int) -> None:
    if width * height > LARGEST:
        raise ImageError(
            f"{name} has {width} × {height} pixels, more than the {LARGEST // 10**6} million that can be opened; "
            "reduce it first."
        )


def _fitting(profile: bytes | None, pixels: np.ndarray) -> bytes | None:
    """The ICC profile where it is for pixels of this kind (its header names the colour space), else None."""
    space = b"GRAY" if pixels.ndim == 2 or pixels.shape[2] < 3 else b"RGB "
    return profile if profile and profile[16:20] == space else None


def _encode_with_pillow(
    pixels: np.ndarray, profile: bytes | None, exif: bytes | None, kind: str, quality: int
) -> bytes:
    options: dict[str, Any] = {"quality": quality} if kind in LOSSY else {}
    if kind in ("PNG", "JPEG", "WEBP"):
        options |= {key: value for key, value in (("icc_profile", profile), ("exif", exif)) if value}
    buffer = io.BytesIO()
    Pillow.fromarray(_flat(pixels)).save(buffer, kind, **options)
    return buffer.getvalue()


def _flat(pixels: np.ndarray) -> np.ndarray:
    return np.ascontiguousarray(pixels.squeeze(2) if pixels.shape[2] == 1 else pixels)


def _pixels(file: Pillow.Image) -> np.ndarray:
    """The pixels of a picture as Pillow decodes it, in one of the four channel layouts."""
    transparent = "transparency" in file.info
    if file.mode.startswith("I"):
        return np.clip(np.asarray(file), 0, 65535).astype(np.uint16)
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


def _deep_png_pixels(data: bytes) -> np.ndarray:
    import imagecodecs

    return imagecodecs.png_decode(data)


def _deep_png(pixels: np.ndarray, profile: bytes | None, exif: bytes | None) -> bytes:
    """A 16-bit PNG; the metadata chunks, which the encoder leaves out, follow the header."""
    import imagecodecs

    data = bytes(imagecodecs.png_encode(_flat(pixels)))
    chunks = io.BytesIO()
    if profile:
        PngImagePlugin.putchunk(chunks, b"iCCP", b"ICC Profile\0\0" + zlib.compress(profile))
    if exif:
        PngImagePlugin.putchunk(chunks, b"eXIf", exif.removeprefix(b"Exif\0\0"))
    header_end = 8 + 25  # the signature, then IHDR
    return data[:header_end] + chunks.getvalue() + data[header_end:]


def _reason(error: Exception) -> str:
    text = str(error).strip().rstrip(".").splitlines()
    return text[0] if text and not isinstance(error, MemoryError) else "its data make no sense"
