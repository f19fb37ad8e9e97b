"""What every filter promises, over all that there are."""

from __future__ import annotations

import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from engine import cores
from engine.filters import FILTERS, Filter
from engine.filters.encoder import Encoder
from engine.filters.geometry import Resize
from engine.filters.recipe import Recipe, Step
from engine.image import Image
from engine.kernels import strips
from engine.params import Matrix, Odd
from tests.reference.pictures import DTYPES, random_picture

KINDS = sorted(FILTERS.values(), key=lambda kind: kind.name)
every_filter = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)


def settings_of(kind: type[Filter]) -> list[Filter]:
    """The filter as it comes, and with each setting at another value."""
    variants = [kind()]
    for setting in kind.settings():
        if isinstance(setting.default, bool):
            values: list = [not setting.default]
        elif hasattr(setting.type, "__members__"):
            values = list(setting.type)
        elif setting.range is None:
            continue
        elif isinstance(setting.range, Odd):
            values = [setting.range.low, 5, 9]
        else:
            middle = (setting.range.low + min(setting.range.high, 20)) / 2
            values = [setting.range.low, int(middle) if setting.type is int else middle]
        variants += [kind(**{setting.name: value}) for value in values]
    return variants


@every_filter
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_takes_every_picture_and_keeps_its_depth_its_alpha_and_the_original(
    kind: type[Filter], dtype: type, channels: int
) -> None:
    image = Image(random_picture(1, (37, 45, channels), dtype))
    before = image.pixels.copy()
    for variant in settings_of(kind):
        result = variant(image)
        assert result.dtype == image.dtype
        assert result.has_alpha == image.has_alpha
        assert np.isfinite(result.pixels).all()
        np.testing.assert_array_equal(image.pixels, before)
        if kind.group != "Geometry" and image.alpha is not None and result.pixels.shape[:2] == image.pixels.shape[:2]:
            np.testing.assert_array_equal(result.alpha, image.alpha)


@every_filter
@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (7, 1), (2, 2)])
def test_takes_pictures_smaller_than_its_window(kind: type[Filter], shape: tuple[int, int]) -> None:
    for channels in (1, 4):
        if kind is Encoder:  # its maps would be empty, which it says: see test_encoder
            continue
        result = kind()(Image(random_picture(2, (*shape, channels), np.uint8)))
        assert result.height >= 1
        assert result.width >= 1


@every_filter
def test_keeps_what_the_file_said_about_the_picture(kind: type[Filter]) -> None:
    result = kind()(Image(random_picture(3, (16, 19, 3), np.uint8), profile=b"icc", exif=b"exif"))
    assert (result.profile, result.exif) == (b"icc", b"exif")


@every_filter
def test_survives_nan_and_infinity(kind: type[Filter]) -> None:
    pixels = random_picture(4, (20, 20, 3), np.float32)
    pixels[3, 4, 0], pixels[10, 10, 1], pixels[15, 2, 2] = np.nan, np.inf, -np.inf
    with np.errstate(invalid="ignore"):
        assert kind()(Image(pixels)).dtype == np.float32


@every_filter
def test_is_the_same_after_a_recipe_file_and_after_the_command_line(kind: type[Filter]) -> None:
    for variant in settings_of(kind):
        recipe = Recipe((Step(variant), Step(variant, on=False)))
        assert Recipe.from_json(recipe.to_json()) == recipe
        typed = ",".join(f"{s.name}={s.print(getattr(variant, s.name))}" for s in kind.settings())
        assert Step.parse(f"{kind.name}:{typed}" if typed else kind.name) == Step(variant)


@every_filter
def test_gives_the_same_picture_every_time(kind: type[Filter]) -> None:
    image = Image(random_picture(5, (30, 40, 3), np.uint8))
    np.testing.assert_array_equal(kind()(image).pixels, kind()(image).pixels)


@every_filter
@pytest.mark.parametrize("channels", [3, 4])
def test_is_the_same_however_many_pieces_it_is_worked_on_in(
    kind: type[Filter], channels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Large pictures are worked on in strips and bands of rows; here so large a picture is made of a small one."""
    image = Image(random_picture(6, (47, 37, channels), np.uint8, levels=7))
    whole = [variant(image).pixels for variant in settings_of(kind)]
    monkeypatch.setattr(strips, "STRIP_ELEMENTS", 700)
    monkeypatch.setattr(cores, "BAND_ELEMENTS", 300)
    for variant, expected in zip(settings_of(kind), whole, strict=True):
        np.testing.assert_array_equal(variant(image).pixels, expected, err_msg=str(variant))


@every_filter
@pytest.mark.parametrize("limit", ["", "@luminance", "@100,100,300x400"])
def test_needs_little_memory_beside_its_result(kind: type[Filter], limit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even a copy of the picture in its own numbers; pieces are as small beside it as of the largest ones.

    What is limited is filtered as a whole first.
    """
    monkeypatch.setattr(strips, "STRIP_ELEMENTS", 1 << 14)
    monkeypatch.setattr(cores, "BAND_ELEMENTS", 1 << 13)
    for pixels in (
        np.tile(random_picture(7, (50, 60, channels)), (15, 15, 1)) for channels in ((3,) if limit else (3, 4))
    ):
        image, filter = Image(pixels), kind() if kind is not Resize else Resize(width=700)
        step = Step.parse(f"{kind.name}{limit}") if kind is not Resize else Step(filter)
        result = filter(image).pixels
        if limit and result.shape[:2] != pixels.shape[:2]:
            return
        step(image)  # what is compiled at the first call takes memory too
        tracemalloc.start()
        try:
            step(image)
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        assert peak < result.nbytes + pixels.nbytes * (2 if limit else 1)


@every_filter
def test_finds_no_structure_in_a_constant_picture(kind: type[Filter]) -> None:
    if kind.group == "Noise":
        return
    for dtype in DTYPES:
        result = kind()(Image(np.full((18, 21, 3), 100 if dtype != np.float32 else 0.4, dtype))).pixels
        np.testing.assert_allclose(result.astype(float), np.broadcast_to(result[0, 0], result.shape), rtol=1e-6)


@every_filter
def test_is_explained(kind: type[Filter]) -> None:
    assert kind.help().endswith(".")
    assert kind.group
    for setting in kind.settings():
        assert len(setting.help) > 5


@every_filter
def test_a_setting_that_does_not_count_has_no_effect(kind: type[Filter]) -> None:
    image = Image(random_picture(3, (37, 45, 3), np.uint8))
    one = kind()
    for setting in kind.settings():
        if setting.when is None:
            continue
        decider = kind.setting(setting.when.name)
        choices = (False, True) if decider.type is bool else tuple(decider.type)
        for off in (replace(one, **{decider.name: value}) for value in choices if value not in setting.when.values):
            default = setting.default
            other = {float: 7.0}.get(setting.type) or (
                ((1.0, 2.0, 3.0),)
                if setting.type == Matrix
                else next(value for value in setting.type if value != default)
            )
            np.testing.assert_array_equal(replace(off, **{setting.name: other})(image).pixels, off(image).pixels)
