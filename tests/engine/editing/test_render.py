"""From a document to pixels."""

from __future__ import annotations

import numpy as np

from engine.editing.document import Document
from engine.editing.render import RenderCache, RenderReport, render
from engine.editing.screen import digit_picture, screen_picture
from engine.filters.rank import Median
from engine.filters.recipe import Recipe, Step
from engine.filters.tone import Invert
from engine.image import Image
from engine.jobs import finish

IMAGE = Image(np.random.default_rng(0).integers(0, 256, (30, 20, 3), np.uint8))


def computed(document: Document, cache: RenderCache) -> list[int]:
    """Which steps a rendering really computed."""
    return [report.step for report in render(document, cache) if isinstance(report, RenderReport)]


def test_rendering_is_the_recipe_applied() -> None:
    document = Document(IMAGE).with_added(Median()).with_added(Invert())
    rendered = finish(render(document, RenderCache()))
    np.testing.assert_array_equal(rendered.image.pixels, document.recipe(IMAGE).pixels)
    np.testing.assert_array_equal(rendered.after.levels[0], rendered.image.pixels)
    np.testing.assert_array_equal(rendered.before.levels[0], IMAGE.pixels)


def test_only_what_changed_is_computed_again() -> None:
    cache = RenderCache()
    document = Document(IMAGE).with_added(Median()).with_added(Invert()).with_added(Median(5))
    assert computed(document, cache) == [0, 1, 2]
    assert computed(document, cache) == []
    assert computed(document.with_filter(2, Median(7)), cache) == [2]
    assert computed(document.with_filter(0, Median(7)), cache) == [0, 1, 2]
    assert computed(document.without(2), cache) == []
    assert computed(document.with_switched(0), cache) == [0, 1]


def test_a_limit_decides_the_result_too() -> None:
    cache = RenderCache()
    for text in ("invert", "invert@red", "invert@1,2,3x4", "invert@red@1,2,3x4"):
        document = Document(IMAGE, recipe=Recipe((Step.parse("median"), Step.parse(text))))
        assert computed(document, cache)[-1:] == [1]
        rendered = finish(render(document, cache)).image
        np.testing.assert_array_equal(rendered.pixels, document.recipe(IMAGE).pixels)


def test_the_size_before_each_step_is_known_whatever_was_computed_before() -> None:
    cache = RenderCache()
    steps = tuple(map(Step.parse, ("median", "max-pooling", "invert", "crop:left=3", "invert")))
    document = Document(IMAGE, recipe=Recipe(steps))
    for shown in (document.with_switched(2), document, document.with_switched(1), document):
        rendered = finish(render(shown, cache))
        for index in range(len(steps)):
            prefix = Recipe(shown.recipe.steps[:index])(IMAGE)
            assert rendered.size_before(index) == (prefix.width, prefix.height)


def test_screen_levels_halve_down_to_about_a_screen() -> None:
    wide = Image(np.full((5, 5000), 77, np.uint8))
    picture = screen_picture(wide)
    assert [level.shape for level in picture.levels] == [(5, 5000, 1), (3, 2500, 1), (2, 1250, 1), (1, 625, 1)]
    assert (picture.levels[-1] == 77).all()
    assert picture.opaque
    assert not screen_picture(Image(np.zeros((2, 2, 4), np.uint8))).opaque


def test_a_screen_gets_eight_bits_and_transparent_grey_becomes_colour() -> None:
    deep = Image(np.array([[[65535, 0], [32768, 65535]]], np.uint16))
    np.testing.assert_array_equal(screen_picture(deep).levels[0], [[[255, 255, 255, 0], [128, 128, 128, 255]]])


def test_a_digit_is_shown_with_its_brightness_and_leaves_the_photos_in_the_cache() -> None:
    photo = screen_picture(IMAGE)
    for step in range(10):
        shown = digit_picture(np.full((8, 8, 1), step / 9, np.float32)).levels
        assert [level.shape for level in shown] == [(8, 8, 1)]
        assert (shown[0] == round(255 * step / 9)).all()
    assert screen_picture(IMAGE) is photo
