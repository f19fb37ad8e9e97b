"""Picture files: whatever goes in comes out as the same brightnesses, or as one sentence."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps

from engine import codec
from engine.editing.screen import screen_picture
from engine.image import Image, ImageError, decode, load, save

GREY, GREY_ALPHA, RGB, RGBA = 1, 2, 3, 4
WHITE = {np.uint8: 255, np.uint16: 65535, np.float32: 1.0}


def noise(channels: int, dtype: Any = np.uint8, height: int = 7, width: int = 9) -> np.ndarray:
    values = np.random.default_rng(1).random((height, width, channels)) * WHITE[dtype]
    return values.astype(dtype)


def smooth(channels: int) -> np.ndarray:
    """A ramp, which lossy formats keep nearly as it is."""
    across = np.linspace(40, 200, 32)[np.newaxis, :, np.newaxis]
    return np.broadcast_to(across, (24, 32, channels)).astype(np.uint8).copy()


def written(picture: Pillow.Image, kind: str, **options: Any) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


@cache
def srgb_profile() -> bytes:
    """A profile; it holds the second in which it was made, so one serves all."""
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


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


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_other_programs_read_our_16_bit_tiff(tmp_path: Path, channels: int) -> None:
    pixels = noise(channels, np.uint16)
    save(Image(pixels), tmp_path / "x.tif")
    np.testing.assert_array_equal(tifffile.imread(tmp_path / "x.tif"), pixels.squeeze())


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


def tiff(stored: np.ndarray, **options: Any) -> Image:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, stored, **options)
    return decode(buffer.getvalue())


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


def png_chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def hand_made_png(width: int, height: int, depth: int, colour: int, rows: bytes) -> bytes:
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(rows)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def test_a_16_bit_colour_png_made_by_hand() -> None:
    rows = b"\0" + struct.pack(">6H", 1, 256, 65535, 4660, 0, 2)
    np.testing.assert_array_equal(decode(hand_made_png(2, 1, 16, 2, rows)).pixels, [[[1, 256, 65535], [4660, 0, 2]]])


@pytest.mark.parametrize("bits", [10, 12, 14])
def test_white_is_white_however_many_bits_a_tiff_packs(bits: int) -> None:
    levels = np.arange(0, 1 << bits, 17, dtype=np.uint16)[np.newaxis]
    deep = tiff(levels, photometric="minisblack", bitspersample=bits).pixels[0, :, 0]
    np.testing.assert_array_equal(deep, np.rint(levels[0] * (65535 / ((1 << bits) - 1))))


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


def test_numbers_that_are_no_brightness_are_refused() -> None:
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, noise(GREY)[:, :, 0].astype(np.complex64), photometric="minisblack")
    assert "complex" in refused(buffer.getvalue())


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


def test_a_tiff_file_tells_a_jpeg_nothing_about_its_storage(tmp_path: Path) -> None:
    save(Image(noise(RGB)), tmp_path / "x.tif")
    assert load(tmp_path / "x.tif").exif is None


def test_a_profile_for_other_channels_is_left_out(tmp_path: Path) -> None:
    """A colour profile in a grey file is an error that other programs stumble over."""
    save(Image(noise(GREY), srgb_profile()), tmp_path / "x.png")
    assert load(tmp_path / "x.png").profile is None


# -- files that are no pictures --------------------------------------------------------------------------------------


def refused(data: bytes, name: str = "x.png") -> str:
    with pytest.raises(ImageError) as caught:
        decode(data, name)
    message = str(caught.value)
    assert message.startswith(name)
    assert message.endswith(".")
    assert "\n" not in message
    return message


def test_files_that_are_no_pictures_are_refused() -> None:
    assert "not a picture" in refused(b"just a text, whatever its name says\n")
    assert refused(b"") == "x.png is empty."
    assert "not a picture" in refused(b"<svg xmlns='http://www.w3.org/2000/svg'/>")


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "PPM"])
@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9])
def test_truncated_files_are_refused(kind: str, kept: float) -> None:
    data = written(Pillow.fromarray(noise(RGB, height=64, width=64)), kind)
    refused(data[: int(len(data) * kept)])


@pytest.mark.parametrize("ending", [".png", ".tif"])
def test_truncated_16_bit_files_are_refused(tmp_path: Path, ending: str) -> None:
    save(Image(noise(RGB, np.uint16, 64, 64)), tmp_path / f"x{ending}")
    data = (tmp_path / f"x{ending}").read_bytes()
    for kept in (0.02, 0.5, 0.95):
        refused(data[: int(len(data) * kept)])


@pytest.mark.parametrize(
    "data", [b"P6 2 1 65535\n" + bytes(11), b"P3 1 1 300\n1 2", b"P5 1 1 300\n\xff\xff", b"P2 1 1 300\nx"]
)
def test_deep_ppm_that_makes_no_sense_is_refused(data: bytes) -> None:
    refused(data)


def test_a_tiff_whose_last_rows_are_missing_is_refused() -> None:
    """Each row is a strip; the header then claims twice as many rows as there are strips."""
    buffer = io.BytesIO()
    tifffile.imwrite(buffer, noise(RGB, np.uint16), photometric="rgb", rowsperstrip=1)
    data = bytearray(buffer.getvalue())
    with tifffile.TiffFile(io.BytesIO(data)) as file:
        where = file.pages[0].tags[257].valueoffset
    data[where : where + 2] = (14).to_bytes(2, "little")
    assert "missing" in refused(bytes(data))


def tiff_header(width: int, height: int, depth: int) -> bytes:
    tags = [(256, width), (257, height), (258, depth), (259, 1), (262, 1), (273, 8), (277, 1), (278, height), (279, 8)]
    entries = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in tags)
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + entries + b"\0" * 4


@pytest.mark.parametrize(
    "data",
    [
        hand_made_png(60_000, 60_000, 8, 2, b""),
        hand_made_png(60_000, 60_000, 16, 6, b""),
        b"P6 60000 60000 255\n",
        b"P6 60000 60000 65535\n",
        tiff_header(60_000, 60_000, 8),
        tiff_header(60_000, 60_000, 16),
    ],
)
def test_oversized_pictures_are_refused_at_once(data: bytes) -> None:
    decode(written(Pillow.new("RGB", (2, 2)), "TIFF"))  # so that imports do not count
    tracemalloc.start()
    try:
        assert "60000 × 60000" in refused(data)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()


def picture_or_sentence(data: bytes) -> None:
    try:
        decode(data)
    except ImageError:
        refused(data)


SIGNATURES = [
    b"",
    b"\x89PNG\r\n\x1a\n",
    b"\xff\xd8\xff\xe0",
    b"II*\0\x08\0\0\0",
    b"GIF89a",
    b"BM",
    b"P6 3 3 255\n",
    b"RIFF",
]


@given(st.sampled_from(SIGNATURES), st.binary(max_size=200))
def test_random_bytes_never_end_in_anything_but_a_picture_or_a_sentence(signature: bytes, rest: bytes) -> None:
    picture_or_sentence(signature + rest)


SAMPLES = [
    *(written(Pillow.fromarray(noise(RGB)), kind) for kind in ("PNG", "JPEG", "TIFF", "GIF", "WEBP", "BMP")),
    hand_made_png(2, 1, 16, 2, b"\0" + bytes(12)),
    codec.encode(noise(RGB, np.uint16), srgb_profile(), None, "x.tif", 90),
]


@pytest.mark.filterwarnings("ignore::UserWarning")
@given(st.sampled_from(SAMPLES), st.data())
def test_damaged_files_never_end_in_anything_but_a_picture_or_a_sentence(sample: bytes, data: st.DataObject) -> None:
    damaged = bytearray(sample)
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    picture_or_sentence(bytes(damaged))
