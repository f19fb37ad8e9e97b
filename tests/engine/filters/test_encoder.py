"""The encoder against SciPy, and the shapes of the U-Net paper."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from scipy import ndimage

from engine.filters.encoder import BANKS, Encoder, Kernels, Level, encode
from engine.image import Image
from engine.jobs import finish
from engine.params import ParameterError
from tests.reference.pictures import DTYPES, random_picture

OWN = ((0.5, -1, 0, 2), (1, 0, -3, 0.25))
ENCODERS = (
    Encoder(levels=2),
    Encoder(levels=3, kernels=Kernels.LINES),
    Encoder(levels=2, kernels=Kernels.OWN, weights=OWN),
)


def by_hand(plane: np.ndarray, kernel: np.ndarray, levels: int) -> list[tuple[np.ndarray, np.ndarray]]:
    """For each level the map after both convolutions and the pooled one, in float64."""
    tall, wide = kernel.shape
    found = []
    for _ in range(levels):
        for _ in range(2):
            height, width = plane.shape
            whole = ndimage.correlate(plane, kernel / np.abs(kernel).sum())
            top, left = tall // 2, wide // 2
            plane = np.maximum(whole[top : top + height - tall + 1, left : left + width - wide + 1], 0)
        full = plane
        even = plane[: plane.shape[0] // 2 * 2, : plane.shape[1] // 2 * 2]
        plane = ndimage.maximum_filter(even, 2, origin=(-1, -1))[::2, ::2]
        found.append((full, plane))
    return found


def brightness(image: Image) -> np.ndarray:
    plane = (
        image.colour.astype(float)
        / image.white
        @ (np.array([0.2126, 0.7152, 0.0722]) if image.is_colour else np.ones(1))
    )
    return plane if image.alpha is None else plane * image.alpha[:, :, 0] / image.white


@pytest.mark.parametrize("encoder", ENCODERS, ids=lambda encoder: encoder.kernels.value)
@pytest.mark.parametrize(("dtype", "channels"), list(itertools.product(DTYPES, (1, 2, 3, 4))))
def test_every_map_is_what_scipy_finds(encoder: Encoder, dtype: type, channels: int) -> None:
    image = Image(random_picture(channels, (61, 70, channels), dtype))
    levels = finish(encode(image, encoder))
    assert [level.number for level in levels] == list(range(1, encoder.levels + 1))
    for index, kernel in enumerate(encoder.bank):
        expected = by_hand(brightness(image), np.array(kernel, float), encoder.levels)
        for level, (maps, pooled) in zip(levels, expected, strict=True):
            np.testing.assert_allclose(level.maps[index], maps, atol=1e-5)
            np.testing.assert_allclose(level.pooled[index], pooled, atol=1e-5)
            assert level.maps[index].dtype == level.pooled[index].dtype == np.float32


def test_the_shapes_are_those_of_the_paper() -> None:
    levels = finish(encode(Image(random_picture(1, (572, 572), np.uint8)), Encoder(levels=4)))
    sides = [[shape[0] for shape in level.shapes] for level in levels]
    assert sides == [[572, 570, 568, 284], [284, 282, 280, 140], [140, 138, 136, 68], [68, 66, 64, 32]]
    assert all(level.shapes[2] == level.maps[0].shape and level.shapes[3] == level.pooled[0].shape for level in levels)


def test_levels_are_reported_as_they_come() -> None:
    reports = list(encode(Image(random_picture(1, (40, 50), np.uint8)), Encoder(levels=2)))
    assert [report.number for report in reports if isinstance(report, Level)] == [1, 2]
    assert reports[-1].number == 2
    assert reports.count(None) == 1 + 2 * 2 * 4  # the brightness, and each convolution by each kernel


@pytest.mark.parametrize("encoder", ENCODERS, ids=lambda encoder: encoder.kernels.value)
@pytest.mark.parametrize(("dtype", "channels"), [(np.uint8, 3), (np.uint16, 2), (np.float32, 4), (np.float32, 1)])
def test_the_result_shows_the_deepest_maps_the_strongest_answer_white(
    encoder: Encoder, dtype: type, channels: int
) -> None:
    image = Image(random_picture(5, (61, 70, channels), dtype))
    deepest = finish(encode(image, encoder))[-1].pooled
    grid = np.block([[deepest[0], deepest[1]], [deepest[2], deepest[3]]]) if len(deepest) == 4 else deepest[0]
    result = encoder(image)
    expected = grid / grid.max() * image.white
    np.testing.assert_allclose(result.colour[:, :, 0], expected, atol=1e-6 if dtype == np.float32 else 0.51)
    assert result.channels == (2 if image.has_alpha else 1)
    assert result.alpha is None or (result.alpha == image.white).all()


def test_each_kernel_finds_its_own_pattern() -> None:
    step = np.zeros((30, 30), np.uint8)
    step[:, 15:] = 255
    (level,) = finish(encode(Image(step), Encoder(levels=1)))
    right, below, left, above = (pooled.max() for pooled in level.pooled)
    assert right == 0.25  # half of all weights see the step, and again half of them its rising answer
    assert below == left == above == 0
    line = np.zeros((30, 30), np.uint8)
    np.fill_diagonal(line, 255)
    (level,) = finish(encode(Image(line), Encoder(levels=1, kernels=Kernels.LINES)))
    answers = [pooled.max() for pooled in level.pooled]
    assert answers[3] == max(answers) == 0.25
    assert max(answers[:3]) < 0.06


@pytest.mark.parametrize("kernels", list(BANKS))
def test_a_flat_picture_holds_nothing(kernels: Kernels) -> None:
    assert not Encoder(kernels=kernels)(Image(np.full((30, 30, 3), (201, 100, 7), np.uint8))).pixels.any()


def test_colours_under_full_transparency_are_not_seen() -> None:
    pixels = random_picture(3, (40, 40, 4), np.uint8)
    pixels[:, :, 3] = 0
    assert not Encoder()(Image(pixels)).colour.any()


@pytest.mark.parametrize(
    ("encoder", "least"),
    [
        (Encoder(levels=1), (6, 6)),
        (Encoder(levels=3), (36, 36)),
        (Encoder(levels=2, kernels=Kernels.OWN, weights=OWN), (10, 22)),
        (Encoder(levels=2, kernels=Kernels.OWN, weights=((2,),)), (4, 4)),
    ],
)
def test_the_smallest_picture_leaves_one_pixel_and_a_smaller_one_is_refused(
    encoder: Encoder, least: tuple[int, int]
) -> None:
    height, width = least
    assert finish(encode(Image(random_picture(1, least)), encoder))[-1].pooled[0].shape == (1, 1)
    for shape in ((height - 1, width), (height, width - 1)):
        with pytest.raises(ParameterError, match=f"at least {width} × {height} pixels; .* fewer levels or a larger"):
            encoder(Image(random_picture(1, shape)))


def test_nan_stays_where_it_is_seen() -> None:
    pixels = random_picture(1, (40, 40), np.float32)
    pixels[0, 0] = np.nan
    (level,) = finish(encode(Image(pixels), Encoder(levels=1)))
    assert np.isnan(level.pooled[0][0, 0])
    assert np.isfinite(level.pooled[0][2:, 2:]).all()
