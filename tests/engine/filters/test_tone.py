from __future__ import annotations

import numpy as np
import pytest

from engine.filters.tone import (
    BrightnessContrast,
    Equalise,
    Gamma,
    Greyscale,
    Invert,
    Stretch,
    Threshold,
    ThresholdMethod,
)
from engine.image import Image
from tests.reference.pictures import DTYPES, random_picture


@pytest.mark.parametrize("dtype", DTYPES)
def test_greyscale_and_invert(dtype: type) -> None:
    image = Image(random_picture(1, (20, 30, 4), dtype))
    grey = image.pixels[:, :, :3].astype(float) @ [0.2126, 0.7152, 0.0722]
    assert Greyscale()(image).channels == 2
    tolerance = 1e-6 if dtype == np.float32 else 0.501
    np.testing.assert_allclose(Greyscale()(image).pixels[:, :, 0], grey, atol=tolerance)
    np.testing.assert_allclose(Invert()(Invert()(image)).pixels, image.pixels, atol=1e-6)
    assert Invert()(image).pixels[3, 4, 1] == pytest.approx(image.white - image.pixels[3, 4, 1])


@pytest.mark.parametrize("dtype", DTYPES)
def test_brightness_contrast_and_gamma_follow_their_formulas(dtype: type) -> None:
    image = Image(abs(random_picture(2, (20, 30, 3), dtype)))
    value = image.pixels / image.white
    brighter = BrightnessContrast(brightness=10, contrast=50)(image).pixels / image.white
    formula = (value - 0.5) * 2 + 0.6
    lifted = value ** (1 / 2.2)
    if dtype != np.float32:
        formula = np.clip(formula, 0, 1)
    np.testing.assert_allclose(brighter, formula, atol=1e-5 + 0.51 / image.white * (dtype != np.float32))
    result = Gamma(2.2)(image).pixels / image.white
    np.testing.assert_allclose(result, lifted, atol=1e-5 + 0.51 / image.white * (dtype != np.float32))


def test_contrast_down_to_nothing_is_grey() -> None:
    image = Image(random_picture(3, (9, 9, 3), np.uint8))
    assert set(BrightnessContrast(contrast=-100)(image).pixels.ravel()) == {128}


@pytest.mark.parametrize("dtype", DTYPES)
def test_otsu_divides_two_clouds(dtype: type) -> None:
    rng = np.random.default_rng(4)
    dark, bright = rng.normal(0.3, 0.03, (20, 30)), rng.normal(0.6, 0.03, (20, 30))
    white = Image(np.zeros((1, 1), dtype)).white
    result = Threshold()(Image((np.vstack([dark, bright]) * white).astype(dtype))).pixels
    assert not result[:20].any()
    assert (result[20:] == white).all()


def test_threshold_at_a_value() -> None:
    pixels = np.array([[0, 63, 64, 255]], np.uint8)
    result = Threshold(ThresholdMethod.VALUE, level=25)(Image(pixels)).pixels[0, :, 0]
    np.testing.assert_array_equal(result, [0, 0, 255, 255])  # 25 % of 255 is 63.75


@pytest.mark.parametrize("dtype", DTYPES)
def test_stretch_reaches_black_and_white_and_keeps_proportions(dtype: type) -> None:
    white = Image(np.zeros((1, 1), dtype)).white
    pixels = (np.linspace(0.2, 0.6, 101) * white).astype(dtype)[None, :]
    result = Stretch(clip=0)(Image(pixels)).pixels[0, :, 0] / white
    np.testing.assert_allclose(result, np.linspace(0, 1, 101), atol=0.013)


def test_stretch_by_channel_takes_away_a_cast() -> None:
    pixels = np.stack([np.linspace(0, 100, 50), np.linspace(100, 200, 50), np.linspace(50, 250, 50)], 1)[None]
    result = Stretch(clip=0, channels=True)(Image(pixels.astype(np.uint8))).pixels
    np.testing.assert_array_equal(result[0, 0], 0)
    np.testing.assert_array_equal(result[0, -1], 255)


@pytest.mark.parametrize("dtype", DTYPES)
def test_equalise_makes_levels_equally_frequent(dtype: type) -> None:
    values = np.random.default_rng(5).random((100, 100)) ** 1.5
    image = Image((values * Image(np.zeros((1, 1), dtype)).white).astype(dtype))
    result = Equalise()(image).pixels / image.white
    for quantile in (0.25, 0.5, 0.75, 0.9):
        assert np.quantile(result, quantile) == pytest.approx(quantile, abs=0.04)
    np.testing.assert_allclose(Equalise(strength=0)(image).pixels, image.pixels)
