"""Thumbnails of recipes: the same as filtering the reduced picture, whatever the picture."""

from __future__ import annotations

import numpy as np
import pytest

from engine.editing.thumbnails import HEIGHT, WIDTH, sample, thumbnails
from engine.filters import FILTERS
from engine.filters.recipe import Recipe, Step
from engine.filters.recipe_presets import find_recipe, recipe_presets
from engine.image import Image
from engine.jobs import finish


def recipe(*steps: str) -> Recipe:
    return Recipe(tuple(map(Step.parse, steps)))


def picture(height: int, width: int, channels: int = 3, dtype: type = np.uint8) -> Image:
    values = np.random.default_rng(1).integers(0, 256, (height, width, channels)).astype(np.uint8)
    return Image((values.astype(np.float32) / 255) if dtype == np.float32 else values.astype(dtype))


def test_the_sample_is_the_middle_of_the_picture_reduced() -> None:
    pixels = np.zeros((800, 3000, 3), np.uint8)
    pixels[:, 900:2100] = (10, 200, 30)  # 1200 × 800 has the shape of a thumbnail
    small = sample(Image(pixels))
    assert small.image.pixels.shape == (HEIGHT, WIDTH, 3)
    inner = small.image.pixels[2:-2, 2:-2].reshape(-1, 3)
    assert set(map(tuple, inner.tolist())) == {(10, 200, 30)}
    assert (small.left, small.top) == (900, 0)
    assert small.scale == pytest.approx(WIDTH / 1200)


@pytest.mark.parametrize("shape", [(1, 1), (20, 30_000), (3000, 2), (100, 150), (40, 60), (700, 500)])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_any_picture_has_a_sample_no_larger_than_a_thumbnail(shape: tuple[int, int], channels: int) -> None:
    small = sample(picture(*shape, channels))
    assert 1 <= small.image.width <= WIDTH
    assert 1 <= small.image.height <= HEIGHT
    assert small.image.dtype == np.uint8


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16, np.float32])
def test_each_thumbnail_is_the_recipe_put_on_the_sample(dtype: type) -> None:
    image = picture(90, 120, 3, dtype)
    wanted = [recipe("median"), recipe("invert", "sobel"), recipe()]
    done = finish(thumbnails(image, wanted))
    assert list(done) == wanted
    for each, thumbnail in done.items():
        np.testing.assert_array_equal(thumbnail, each(sample(image).image).pixels)


def test_every_filter_and_every_shipped_recipe_has_a_thumbnail() -> None:
    recipes = [Recipe((Step(kind()),)) for kind in FILTERS.values()] + [find_recipe(name) for name in recipe_presets()]
    done = finish(thumbnails(picture(300, 400, 2), recipes))
    assert len(done) == len(recipes)
    assert all(thumbnail.dtype == np.uint8 and thumbnail.shape[2] in (1, 3, 4) for thumbnail in done.values())


def test_thumbnails_are_reported_as_they_come() -> None:
    recipes = [recipe("invert"), recipe("median"), recipe("sobel")]
    reports = [report for report in thumbnails(picture(30, 40), recipes) if report is not None]
    assert [len(report) for report in reports] == [0, 1, 2]


def test_what_does_not_go_with_the_picture_has_none_and_the_others_do() -> None:
    done = finish(thumbnails(picture(30, 40, 1), [recipe("invert@red"), recipe("invert")]))
    assert list(done) == [recipe("invert")]


@pytest.mark.parametrize("beside", [0, 960])
def test_a_region_lies_where_it_does_in_the_picture(beside: int) -> None:
    pixels = np.zeros((1280, 1920 + 2 * beside, 1), np.uint8)  # its middle is ten times a thumbnail
    (shown,) = finish(thumbnails(Image(pixels), [recipe(f"invert@{beside + 480},320,960x640")])).values()
    white = np.argwhere(shown[:, :, 0] == 255)
    assert white.min(axis=0).tolist() == [32, 48]
    assert white.max(axis=0).tolist() == [95, 143]
    assert len(white) == 64 * 96


def test_a_region_beside_the_middle_and_another_size_leave_the_thumbnail_as_it_is() -> None:
    image = picture(200, 2000, 3)
    plain, *others = finish(
        thumbnails(image, [recipe(), recipe("invert@0,0,50x50"), recipe("resize:width=20000"), recipe("crop:left=900")])
    ).values()
    for other in others:
        np.testing.assert_array_equal(other, plain)
