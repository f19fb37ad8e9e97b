"""Filters that act on some channels and in a rectangle, against values worked out by hand."""

from __future__ import annotations

import colorsys

import numpy as np
import pytest

from engine.filters.limit import Channel, Region
from engine.filters.recipe import Recipe, Step
from engine.filters.tone import Invert
from engine.image import Image
from engine.params import ParameterError
from tests.reference.pictures import DTYPES, random_picture

RGBA = Image(np.array([[[10, 20, 30, 40], [50, 60, 70, 80]], [[90, 100, 110, 120], [130, 140, 150, 160]]], np.uint8))


def put(step: str, image: Image) -> np.ndarray:
    return Step.parse(step)(image).pixels


def one(*values: float, dtype: type = np.uint8) -> Image:
    return Image(np.array([[values]], dtype))


@pytest.mark.parametrize(
    ("channels", "first"),
    [
        ("red", [245, 20, 30, 40]),
        ("green+blue", [10, 235, 225, 40]),
        ("alpha", [10, 20, 30, 215]),
        ("blue+alpha", [10, 20, 225, 215]),
        ("red+green+blue", [245, 235, 225, 40]),
    ],
)
def test_other_channels_stay(channels: str, first: list[int]) -> None:
    assert put(f"invert@{channels}", RGBA)[0, 0].tolist() == first


def test_other_pixels_stay() -> None:
    assert put("invert@1,0,1x1", RGBA)[:, :, 0].tolist() == [[10, 205], [90, 130]]
    assert put("invert@blue@0,1,9x9", RGBA)[1].tolist() == [[90, 100, 145, 120], [130, 140, 105, 160]]
    assert put("invert@blue@0,1,9x9", RGBA)[0].tolist() == RGBA.pixels[0].tolist()


def test_pixels_at_the_edge_of_a_region_have_their_true_neighbours() -> None:
    row = Image(np.array([[9, 1, 5, 3, 7]], np.uint8))
    assert put("maximum:size=3@1,0,2x1", row)[:, :, 0].tolist() == [[9, 9, 5, 3, 7]]


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("step", ["median:size=3", "sobel", "greyscale", "flip", "equalise", "max-pooling:enlarge=yes"])
def test_a_limit_is_a_stencil_over_the_whole_result(step: str, dtype: type) -> None:
    image = Image(random_picture(1, (12, 15, 4), dtype))
    whole = put(step, image)
    whole = np.broadcast_to(whole[:, :, :1], image.pixels.shape) if whole.shape[2] == 2 else whole
    expected = image.pixels.copy()
    expected[2:8, 3:7, 1] = whole[2:8, 3:7, 1]
    np.testing.assert_array_equal(put(f"{step}@green@3,2,4x6", image), expected)


def test_a_region_without_channels_takes_all_of_the_filter() -> None:
    assert put("flip@0,0,1x1", RGBA)[0, 0].tolist() == [50, 60, 70, 80]
    assert put("greyscale@0,0,1x1", RGBA)[0].tolist() == [[19, 19, 19, 40], [50, 60, 70, 80]]


def test_luminance_adds_the_same_to_all_three() -> None:
    """Luma 0.2126·100 + 0.7152·110 + 0.0722·120 = 108.596; inverted 146.404: 37.808 more."""
    assert put("invert@luminance", one(100, 110, 120, 7))[0, 0].tolist() == [138, 148, 158, 7]


def test_a_colour_pales_where_it_would_leave_the_range() -> None:
    """Pure blue has the luma 18.411, inverted 236.589: only 18.411 / 236.589 = 7.782 % of its colour fit under white.

    Red and green become 236.589 − 0.07782·18.411 = 235.156, blue 255.
    """
    assert put("invert@luminance", one(0, 0, 255))[0, 0].tolist() == [235, 235, 255]
    np.testing.assert_allclose(
        put("invert@luminance", one(0, 0, 1, dtype=np.float32))[0, 0], [0.922180, 0.922180, 1.0], atol=1e-5
    )


def test_luminance_keeps_the_hue_and_takes_over_the_luma() -> None:
    weights = np.array([0.2126, 0.7152, 0.0722])
    image = Image(np.random.default_rng(3).random((20, 20, 3), np.float32))
    limited, whole = put("invert@luminance", image), put("invert", image)
    np.testing.assert_allclose(limited @ weights, whole @ weights, atol=1e-5)
    assert limited.min() >= -1e-6
    assert limited.max() <= 1 + 1e-6
    for before, after in zip(image.pixels.reshape(-1, 3), limited.astype(float).reshape(-1, 3), strict=True):
        if np.ptp(after) > 0.02:
            turn = colorsys.rgb_to_hsv(*map(float, before))[0] - colorsys.rgb_to_hsv(*after)[0]
            assert abs((turn + 0.5) % 1 - 0.5) < 1e-4


@pytest.mark.parametrize("dtype", DTYPES)
def test_luminance_that_does_not_change_leaves_every_bit(dtype: type) -> None:
    image = Image(random_picture(5, (30, 40, 3), dtype))
    np.testing.assert_array_equal(put("median:size=1@luminance", image), image.pixels)
    flat = Image(np.broadcast_to(image.pixels[:1, :1], (9, 9, 3)))
    np.testing.assert_array_equal(put("median@luminance", flat), flat.pixels)


def test_the_channel_of_a_grey_picture_is_luminance() -> None:
    assert put("invert@luminance", one(10, 20))[0, 0].tolist() == [245, 20]
    assert put("invert@luminance+alpha", one(10, 20))[0, 0].tolist() == [245, 235]
    assert put("greyscale@luminance", one(10, 20, 30))[0, 0].tolist() == [10, 20, 30]
    assert put("invert@red+alpha", one(10, 20, 30))[0, 0].tolist() == [245, 20, 30]  # no alpha: passed over


@pytest.mark.parametrize(
    ("step", "said"),
    [
        ("max-pooling@red", "Max pooling changes the size of the picture, so it cannot be limited"),
        ("crop:left=1@0,0,1x1", "Crop changes the size"),
        ("resize:width=7@alpha", "Resize changes the size"),
        ("median:border=valid@luminance", "Median changes the size"),
        ("invert@2,0,5x5", "The region 2,0,5x5 lies beside the picture of 2 × 2 pixels."),
    ],
)
def test_limits_that_do_not_fit(step: str, said: str) -> None:
    image = RGBA if "median" not in step else Image(random_picture(1, (9, 9, 3)))
    with pytest.raises(ParameterError, match=said):
        put(step, image)


def test_a_grey_picture_has_no_red() -> None:
    with pytest.raises(ParameterError, match=r"\(1 × 1, grey, 8 bit\) has no red channel"):
        put("invert@red", one(5))
    with pytest.raises(ParameterError, match="no alpha"):
        put("invert@alpha", one(5, 6, 7))


def test_limits_are_typed_and_kept() -> None:
    step = Step.parse("invert@alpha+Red@10,20,300x200")
    assert step == Step(Invert(), channels=(Channel.RED, Channel.ALPHA), region=Region(10, 20, 300, 200))
    assert step == Step.parse("invert@10, 20, 300x200@red + alpha")
    assert len({step, Step(Invert()), Step.parse("invert@red"), Step.parse("invert@10,20,300x200")}) == 4
    recipe = Recipe((step, Step(Invert())))
    assert Recipe.from_json(recipe.to_json()) == recipe
    assert [set(plain) for plain in (step.to_plain(), Step(Invert()).to_plain())] == [
        {"filter", "settings", "on", "channels", "region"},
        {"filter", "settings", "on"},
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("invert@", "There is no channel ''"),
        ("invert@pink", "There is no channel 'pink'; there are red, green, blue, luminance, alpha."),
        ("invert@red+luminance", "luminance is made of red, green and blue"),
        ("invert@red@green", "two limits of a kind"),
        ("invert@1,2,3x4@1,2,3x4", "two limits of a kind"),
        ("invert@1,2", "'1,2' is not a region; write it as LEFT,TOP,WIDTHxHEIGHT"),
        ("invert@1,2,0x5", "width must be from 1"),
    ],
)
def test_limits_that_make_no_sense(text: str, said: str) -> None:
    with pytest.raises(ParameterError, match=said):
        Step.parse(text)


@pytest.mark.parametrize(
    "limits",
    ['"channels": "red"', '"channels": [["red"]]', '"channels": null', '"region": [1]', '"region": {"left": "x"}',
     '"region": {"depth": 1}'],
)  # fmt: skip
def test_recipe_files_with_bad_limits_are_refused(limits: str) -> None:
    with pytest.raises(ParameterError):
        Recipe.from_json('{"recipe": 1, "steps": [{"filter": "invert", %s}]}' % limits)  # noqa: UP031
