"""The Encoder view's maps against the encoder's own levels."""

from __future__ import annotations

import numpy as np
import pytest

from engine.editing.document import Document
from engine.editing.pyramid import LARGEST, Pyramid, pyramid
from engine.editing.render import RenderCache
from engine.filters.encoder import Encoder, Kernels, encode
from engine.filters.recipe import Recipe, Step
from engine.image import Image
from engine.jobs import finish
from engine.kernels import strips
from engine.params import ParameterError

IMAGE = Image(np.random.default_rng(5).integers(0, 256, (61, 70, 3), np.uint8))
INVERTED = Recipe((Step.parse("invert"), Step(Encoder(levels=3)), Step.parse("invert")))


def test_the_maps_are_those_of_the_picture_before_the_step() -> None:
    shown = finish(pyramid(Document(IMAGE, recipe=INVERTED), 1, RenderCache()))
    levels = finish(encode(Step.parse("invert")(IMAGE), Encoder(levels=3)))
    for level in levels:
        for stage, maps in ((2, level.maps), (3, level.pooled)):
            found = shown.at(level.number, stage)
            assert [each.kernel for each in found] == [0, 1, 2, 3]
            peak = max(values.max() for values in maps)
            for each, values in zip(found, maps, strict=True):
                assert each.shape == values.shape == level.shapes[stage]
                assert (each.low, each.high) == (values.min(), values.max())
                assert each.mean == pytest.approx(values.mean(dtype=float))
                np.testing.assert_allclose(each.pixels[:, :, 0], np.sqrt(values / peak) * 255, atol=0.51)
        assert {each.shape for each in shown.at(level.number, 1)} == {level.shapes[1]}
        assert {each.shape for each in shown.at(level.number, 0)} == {level.shapes[0]}
    assert shown.at(2, 0) == shown.at(1, 3)
    assert len(shown.maps) == 1 + 3 * 3 * 4


def test_the_first_is_the_brightness_as_it_is() -> None:
    grey = Image(np.tile(np.arange(100, 160, dtype=np.uint8), (40, 1)))
    document = Document(grey, recipe=Recipe((Step(Encoder(levels=1)),)))
    (brightness,) = finish(pyramid(document, 0, RenderCache())).at(1, 0)
    np.testing.assert_array_equal(brightness.pixels, grey.pixels)
    assert brightness.low == pytest.approx(100 / 255, abs=1e-5)
    assert brightness.high == pytest.approx(159 / 255, abs=1e-5)


def test_levels_are_reported_as_they_come() -> None:
    document = Document(IMAGE, recipe=Recipe((Step(Encoder(levels=2, kernels=Kernels.OWN)),)))
    reports = [report for report in pyramid(document, 0, RenderCache()) if isinstance(report, Pyramid)]
    assert [len(report.maps) for report in reports] == [4, 7]


def test_large_maps_are_reduced_by_means_but_measured_whole() -> None:
    pixels = np.zeros((40, 3000), np.uint8)
    pixels[:, 1500:] = 200
    document = Document(Image(pixels), recipe=Recipe((Step(Encoder(levels=1)),)))
    shown = finish(pyramid(document, 0, RenderCache()))
    (brightness,) = shown.at(1, 0)
    assert brightness.shape == (40, 3000)
    assert brightness.pixels.shape == (10, 750, 1)
    assert max(max(each.pixels.shape) for each in shown.maps) <= LARGEST
    assert brightness.mean == pytest.approx(100 / 255, abs=1e-5)


def test_numbers_that_are_none_leave_the_others_alone() -> None:
    pixels = np.random.default_rng(0).random((30, 30), np.float32)
    pixels[5, 5], pixels[20, 20] = np.nan, np.inf
    shown = finish(pyramid(Document(Image(pixels), recipe=Recipe((Step(Encoder(levels=1)),))), 0, RenderCache()))
    assert all(np.isfinite([each.low, each.high, each.mean]).all() for each in shown.maps)
    assert shown.at(1, 2)[0].high > 0


def test_a_picture_that_is_too_small_is_refused() -> None:
    document = Document(Image(np.zeros((9, 9), np.uint8)), recipe=Recipe((Step(Encoder(levels=2)),)))
    with pytest.raises(ParameterError, match="take fewer levels"):
        finish(pyramid(document, 0, RenderCache()))


def test_a_large_picture_is_done_a_little_at_a_time_and_comes_out_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    document = Document(IMAGE, recipe=INVERTED)
    whole = finish(pyramid(document, 1, RenderCache()))
    monkeypatch.setattr(strips, "STRIP_ELEMENTS", 300)
    job = pyramid(document, 1, RenderCache())
    assert sum(1 for _ in job) > 4 * len(whole.maps)
    for each, expected in zip(finish(pyramid(document, 1, RenderCache())).maps, whole.maps, strict=True):
        np.testing.assert_array_equal(each.pixels, expected.pixels)
        assert (each.low, each.high) == (expected.low, expected.high)
        assert each.mean == pytest.approx(expected.mean)
