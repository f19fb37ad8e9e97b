"""What is chosen when a picture is saved, read back from the bytes."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageCms

from engine.image import Image, ImageError, decode
from engine.save_options import Backdrop, Depth, SaveOptions

RGBA = np.random.default_rng(0).integers(0, 256, (20, 30, 4), np.uint8)
PROFILE = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def exif(orientation: int) -> bytes:
    block = Pillow.Exif()
    block[0x010F] = "A camera"
    block[0x0112] = orientation
    return block.tobytes()


def read(data: bytes) -> Image:
    return decode(data)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("a.jpg", ("quality", "backdrop", "camera_data", "colour_profile")),
        ("a.webp", ("quality", "camera_data", "colour_profile")),
        ("a.PNG", ("depth", "camera_data", "colour_profile")),
        ("a.tif", ("depth", "camera_data", "colour_profile")),
        ("a.ppm", ("depth", "backdrop")),
        ("a.bmp", ("backdrop",)),
    ],
)
def test_only_what_makes_a_difference_is_asked(name: str, expected: tuple[str, ...]) -> None:
    assert SaveOptions.applying(name) == expected
    assert SaveOptions.applying(name, Image(RGBA, PROFILE, exif(1))) == expected
    plain = SaveOptions.applying(name, Image(RGBA[:, :, :3]))
    assert plain == tuple(each for each in expected if each in ("quality", "depth"))


@pytest.mark.parametrize(("backdrop", "grey"), [(Backdrop.WHITE, 255), (Backdrop.GREY, 127.5), (Backdrop.BLACK, 0)])
@pytest.mark.parametrize("name", ["a.ppm", "a.bmp"])
def test_transparent_pixels_lie_on_what_was_chosen(backdrop: Backdrop, grey: float, name: str) -> None:
    pixels = read(SaveOptions(backdrop=backdrop).encode(Image(RGBA), name)).pixels
    opacity = RGBA[:, :, 3:] / 255
    np.testing.assert_allclose(pixels, RGBA[:, :, :3] * opacity + grey * (1 - opacity), atol=0.51)


def test_where_a_format_has_transparency_it_stays() -> None:
    options = SaveOptions(backdrop=Backdrop.BLACK)
    np.testing.assert_array_equal(read(options.encode(Image(RGBA), "a.png")).pixels, RGBA)


@pytest.mark.parametrize("name", ["a.png", "a.tif", "a.ppm"])
def test_depth_is_as_chosen(name: str) -> None:
    eight = RGBA[:, :, :3]
    deep = eight.astype(np.uint16) * 257
    for pixels in (eight, deep):
        assert read(SaveOptions().encode(Image(pixels), name)).dtype == pixels.dtype
        np.testing.assert_array_equal(read(SaveOptions(depth=Depth.SIXTEEN).encode(Image(pixels), name)).pixels, deep)
        np.testing.assert_array_equal(read(SaveOptions(depth=Depth.EIGHT).encode(Image(pixels), name)).pixels, eight)


def test_a_lower_quality_makes_a_smaller_file_further_from_the_picture() -> None:
    smooth = np.random.default_rng(1).normal(size=(40, 40, 3)).cumsum(0).cumsum(1)
    picture = Image((255 * (smooth - smooth.min()) / np.ptp(smooth)).astype(np.uint8))
    good, poor = (SaveOptions(quality=quality).encode(picture, "a.jpg") for quality in (95, 20))
    assert len(poor) < len(good)
    errors = [np.abs(read(data).pixels.astype(float) - picture.pixels).mean() for data in (good, poor)]
    assert errors[0] < errors[1]


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.webp", "a.tif"])
@pytest.mark.parametrize("depth", [Depth.EIGHT, Depth.SIXTEEN])
def test_camera_data_without_its_turn_and_the_profile_are_kept_or_left_out(name: str, depth: Depth) -> None:
    buffer = io.BytesIO()
    Pillow.fromarray(RGBA[:, :, :3]).save(buffer, "JPEG", exif=exif(6), icc_profile=PROFILE)
    turned = read(buffer.getvalue())
    assert (turned.width, turned.height) == (20, 30)
    for camera_data in (True, False):
        for colour_profile in (True, False):
            options = SaveOptions(depth=depth, camera_data=camera_data, colour_profile=colour_profile)
            data = options.encode(turned, name)
            again = read(data)
            assert (again.width, again.height) == (20, 30)
            assert (again.exif is not None) == camera_data
            assert again.profile == (PROFILE if colour_profile else None)
            found = Pillow.open(io.BytesIO(data)).getexif()
            assert found.get(0x010F) == ("A camera" if camera_data else None)
            assert found.get(0x0112, 1) == 1


def test_what_a_format_cannot_hold_is_said() -> None:
    deep, eight = Image(np.zeros((2, 2), np.uint16)), Image(np.zeros((2, 2), np.uint8))
    assert SaveOptions().losses(deep, "a.jpg") == "JPEG holds 8 bits a channel; this picture has 16."
    assert "16 bits" in SaveOptions().losses(Image(np.zeros((2, 2), np.float32)), "a.png")
    assert "256 colours" in SaveOptions().losses(eight, "a.gif")
    assert not SaveOptions().losses(eight, "a.jpg")
    assert not SaveOptions().losses(deep, "a.png")


@pytest.mark.parametrize("name", ["a", "a.xyz", ".png", ""])
def test_a_name_without_a_format_is_refused(name: str) -> None:
    with pytest.raises(ImageError, match="does not say its format"):
        SaveOptions.applying(name)
    with pytest.raises(ImageError, match="does not say its format"):
        SaveOptions().encode(Image(RGBA), name)
