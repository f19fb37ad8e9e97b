"""Picture files: whatever goes in comes out as the same brightnesses, or as one sentence."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from PIL import Image as Pillow
from PIL import ImageOps

from engine.editing.screen import screen_picture
from engine.image import Image, decode, load, save
from tests.reference.picture_files import (
    GREY,
    GREY_ALPHA,
    RGB,
    RGBA,
    hand_made_png,
    noise,
    png_chunk,
    smooth,
    srgb_profile,
    written,
)

# -- what is written is read back ------------------------------------------------------------------------------------

LOSSLESS = [
    *((".png", dtype, channels) for dtype in (np.uint8, np.uint16) for channels in (1, 2, 3, 4)),
    *((".tif", dtype, channels) for dtype in (np.uint8, np.uint16, np.float32) for channels in (1, 2, 3, 4)),
    *((ending, np.uint8, channels) for ending in (".bmp", ".ppm") for channels in (1, 3)),
    *((".ppm", np.uint16, channels) for channels in (1, 3)),
]


@pytest.mark.parametrize(("ending", "dtype", "channels"), LOSSLESS)
def test_lossless_formats_give_the_same_numbers_back(tmp_path: Path, ending: str, dtype: Any, channels: int) -> None:
    pixels = noise(channels, dtype)
    save(Image(pixels), tmp_path / f"x{ending}")
    back = load(tmp_path / f"x{ending}")
    assert back.dtype == dtype
    np.testing.assert_array_equal(back.pixels, pixels)


@pytest.mark.parametrize("ending", [".jpg", ".jpeg", ".webp", ".gif"])
@pytest.mark.parametrize("channels", [GREY, RGB])
def test_lossy_formats_give_nearly_the_same_back(tmp_path: Path, ending: str, channels: int) -> None:
    pixels = smooth(channels)
    save(Image(pixels), tmp_path / f"x{ending}")
    back = load(tmp_path / f"x{ending}").pixels.astype(int)
    assert np.abs(back - pixels).max() <= 6


@pytest.mark.parametrize("channels", [GREY_ALPHA, RGBA])
def test_webp_keeps_transparency(tmp_path: Path, channels: int) -> None:
    pixels = smooth(channels)
    save(Image(pixels), tmp_path / "x.webp")
    np.testing.assert_array_equal(load(tmp_path / "x.webp").alpha, pixels[:, :, -1:])


@pytest.mark.parametrize("ending", [".jpg", ".bmp", ".ppm", ".gif"])
def test_formats_without_transparency_are_written_over_white(tmp_path: Path, ending: str) -> None:
    """Black at half opacity over white is mid grey; at none it is white."""
    pixels = np.zeros((16, 16, 4), np.uint8)
    pixels[:, :, 3] = 128
    save(Image(pixels), tmp_path / f"half{ending}")
    assert np.abs(load(tmp_path / f"half{ending}").pixels.astype(int) - 127).max() <= 1
    save(Image(pixels * 0), tmp_path / f"none{ending}")
    assert load(tmp_path / f"none{ending}").pixels.min() >= 254


def test_depth_is_reduced_only_where_the_format_has_less(tmp_path: Path) -> None:
    deep = Image(np.full((4, 4, 3), 0x8080, np.uint16))
    save(deep, tmp_path / "x.bmp")
    np.testing.assert_array_equal(load(tmp_path / "x.bmp").pixels, 0x80)
    save(Image(np.full((4, 4, 3), 0.5, np.float32)), tmp_path / "x.png")
    back = load(tmp_path / "x.png")
    assert back.dtype == np.uint16
    np.testing.assert_array_equal(back.pixels, 32768)


# -- what other programs wrote ---------------------------------------------------------------------------------------


MODES = {
    "PNG": "1 L LA P RGB RGBA",
    "TIFF": "1 L LA P RGB RGBA CMYK YCbCr",
    "JPEG": "1 L RGB CMYK YCbCr",
    "GIF": "1 L LA P RGB RGBA",
    "BMP": "1 L P RGB RGBA",
    "WEBP": "L LA RGB RGBA",
}


@pytest.mark.parametrize(("kind", "mode"), [(kind, mode) for kind in MODES for mode in MODES[kind].split()])
def test_every_mode_is_read_as_pillow_shows_it(kind: str, mode: str) -> None:
    data = written(Pillow.fromarray(smooth(RGB)).convert(mode), kind)
    image = decode(data)
    expected = np.asarray(Pillow.open(io.BytesIO(data)).convert("RGB"))
    shown = screen_picture(image).levels[0][:, :, :3]
    np.testing.assert_array_equal(np.broadcast_to(shown, expected.shape), expected)


def test_grey_stays_grey_and_transparency_stays() -> None:
    ramp = Pillow.fromarray(smooth(RGB))
    assert decode(written(ramp.convert("1"), "PNG")).channels == GREY
    assert decode(written(ramp.convert("L"), "JPEG")).channels == GREY
    assert decode(written(ramp.convert("LA"), "PNG")).channels == GREY_ALPHA
    assert decode(written(ramp.convert("P"), "PNG")).channels == RGB
    clear = decode(written(ramp.convert("P"), "PNG", transparency=0))
    assert clear.channels == RGBA
    assert decode(written(ramp.convert("L"), "PNG", transparency=40)).pixels[0, 0, 1] == 0


def test_a_16_bit_colour_png_made_by_hand() -> None:
    rows = b"\0" + struct.pack(">6H", 1, 256, 65535, 4660, 0, 2)
    np.testing.assert_array_equal(decode(hand_made_png(2, 1, 16, 2, rows)).pixels, [[[1, 256, 65535], [4660, 0, 2]]])


@pytest.mark.parametrize("colour", [0, 2])
def test_a_colour_that_stands_for_transparency_in_a_16_bit_png(colour: int) -> None:
    values, key = ((1000, 2), (1000,)) if colour == 0 else ((1, 2, 3, 4, 5, 6), (1, 2, 3))
    data = hand_made_png(2, 1, 16, colour, b"\0" + struct.pack(f">{len(values)}H", *values))
    chunk = png_chunk(b"tRNS", struct.pack(f">{len(key)}H", *key))
    image = decode(data[:33] + chunk + data[33:])
    np.testing.assert_array_equal(image.alpha, [[[0], [65535]]])
    np.testing.assert_array_equal(image.colour.ravel(), values)


@pytest.mark.parametrize("depth", [1, 2, 4])
def test_grey_png_with_few_bits_reaches_from_black_to_white(depth: int) -> None:
    """One pixel of each level."""
    levels = 1 << depth
    packed = int("".join(f"{level:0{depth}b}" for level in range(levels)).ljust(8, "0"), 2)
    rows = b"\0" + packed.to_bytes(max(1, levels * depth // 8), "big")
    image = decode(hand_made_png(levels, 1, depth, 0, rows))
    np.testing.assert_array_equal(image.pixels[0, :, 0], np.arange(levels) * (255 // (levels - 1)))


def test_the_first_frame_of_an_animation_is_read() -> None:
    frames = [Pillow.new("L", (5, 4), 0), Pillow.new("L", (5, 4), 255)]
    data = written(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert decode(data).pixels.max() == 0


# -- metadata --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_pictures_are_turned_upright(kind: str, orientation: int) -> None:
    picture = Pillow.fromarray(noise(RGB, height=16, width=24))
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    data = written(picture, kind, exif=exif)
    image = decode(data)
    upright = ImageOps.exif_transpose(Pillow.open(io.BytesIO(data)))
    np.testing.assert_array_equal(image.pixels, np.asarray(upright))
    kept = Pillow.Exif()
    kept.load(image.exif or b"")
    assert 0x0112 not in kept


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "TIFF"])
def test_16_bit_pictures_are_turned_upright(tmp_path: Path, kind: str, orientation: int) -> None:
    """The 8-bit path is compared with Pillow above; here the same turn of 257 times the same values."""
    eight = noise(RGB, height=6, width=8)
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    expected = decode(written(Pillow.fromarray(eight), "PNG", exif=exif)).pixels.astype(np.uint16) * 257
    deep = eight.astype(np.uint16) * 257
    if kind == "PNG":
        save(Image(deep, exif=exif.tobytes()), tmp_path / "x.png")
        data = (tmp_path / "x.png").read_bytes()
    else:
        buffer = io.BytesIO()
        tifffile.imwrite(buffer, deep, photometric="rgb", extratags=[(274, "H", 1, orientation, True)])
        data = buffer.getvalue()
    np.testing.assert_array_equal(decode(data).pixels, expected)


def test_a_turned_picture_is_not_turned_again_when_it_was_saved(tmp_path: Path) -> None:
    exif = Pillow.Exif()
    exif[0x0112] = 6
    exif[271] = "Camera"
    image = decode(written(Pillow.fromarray(noise(RGB)), "PNG", exif=exif))
    save(image, tmp_path / "x.png")
    again = load(tmp_path / "x.png")
    np.testing.assert_array_equal(again.pixels, image.pixels)
    assert Pillow.open(tmp_path / "x.png").getexif()[271] == "Camera"


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
@pytest.mark.parametrize("ending", [".png", ".tif", ".jpg", ".webp"])
def test_profile_and_exif_are_kept(tmp_path: Path, ending: str, dtype: Any) -> None:
    exif = Pillow.Exif()
    exif[271] = "Camera"
    exif[306] = "2024:05:01 12:00:00"
    exif.get_ifd(0x8769)[0x829D] = 2.5  # the aperture
    exif.get_ifd(0x8825)[1] = "N"
    save(Image(noise(RGB, dtype), srgb_profile(), exif.tobytes()), tmp_path / f"x{ending}")
    back = load(tmp_path / f"x{ending}")
    assert back.profile == srgb_profile()
    kept = Pillow.Exif()
    kept.load(back.exif or b"")
    assert kept[271] == "Camera"
    assert kept[306] == "2024:05:01 12:00:00"
    assert float(kept.get_ifd(0x8769)[0x829D]) == 2.5
    assert kept.get_ifd(0x8825)[1] == "N"


def test_a_profile_for_other_channels_is_left_out(tmp_path: Path) -> None:
    """A colour profile in a grey file is an error that other programs stumble over."""
    save(Image(noise(GREY), srgb_profile()), tmp_path / "x.png")
    assert load(tmp_path / "x.png").profile is None
