"""From a document to pixels."""

from __future__ import annotations

import numpy as np
import pytest

from engine.editing.document import Document
from engine.editing.render import RenderCache, RenderReport, render
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


def test_memory_holds_so_many_bytes_and_the_newest_picture_however_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("engine.editing.render.KEPT_BYTES", 2 * IMAGE.pixels.nbytes)
    cache = RenderCache()
    first, second, third = (Document(IMAGE).with_added(Median(size)) for size in (3, 5, 7))
    for document in (first, second, first, third):  # the second was not looked at for longest
        finish(render(document, cache))
    assert computed(first, cache) == computed(third, cache) == []
    assert computed(second, cache) == [0]
    monkeypatch.setattr("engine.editing.render.KEPT_BYTES", 1)
    assert computed(third.with_switched(0).with_added(Median(9)), cache) == [0]
    assert computed(third.with_switched(0).with_added(Median(9)), cache) == []
    assert computed(third, cache) == [0]


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
