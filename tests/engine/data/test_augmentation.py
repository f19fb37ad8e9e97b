"""Pictures that are changed before a network learns from them.

A picture whose two channels say where each pixel is shows, when it is changed, where each pixel came from.
"""

from __future__ import annotations

import numpy as np
import pytest
from scipy.interpolate import BSpline
from scipy.ndimage import map_coordinates

from engine import cores
from engine.data.augmentation import Augmentation
from engine.data.distortion import distort
from engine.params import ParameterError

SIDE = 64
EVERYTHING = Augmentation(shift=2, rotation=15, scale=15, elastic=1.4)


def places(count: int) -> np.ndarray:
    """Pictures `(count, SIDE, SIDE, 2)` of coordinates, across before down."""
    down, across = np.mgrid[:SIDE, :SIDE]
    return np.repeat(np.stack([across, down], axis=-1)[np.newaxis].astype(np.float32), count, axis=0)


def moves(augmentation: Augmentation, count: int = 200, seed: int = 1) -> np.ndarray:
    """By how much each pixel in the middle was moved; at the edge the picture does not say."""
    pictures = places(count)
    moved = augmentation.augmented(pictures, np.random.default_rng(seed)) - pictures
    return moved[:, 16:-16, 16:-16]


def test_nothing_is_changed_unless_asked_for() -> None:
    images = np.random.default_rng(0).random((3, 5, 4, 1), np.float32)
    assert not Augmentation().is_on
    np.testing.assert_array_equal(Augmentation().augmented(images, np.random.default_rng(0)), images)


@pytest.mark.parametrize("channels", [1, 3])
def test_one_map_of_all_parts_agrees_with_scipy(channels: int) -> None:
    rng = np.random.default_rng(2)
    images = rng.random((4, 13, 17, channels), np.float32)
    matrices = (np.eye(2) + rng.normal(0, 0.2, (4, 2, 2))).astype(np.float32)
    shifts = rng.normal(0, 2, (4, 2)).astype(np.float32)
    fields, origins = rng.normal(0, 2, (4, 2, 8, 8)).astype(np.float32), rng.random((4, 2), np.float32)
    result = np.empty_like(images)
    distort(0, 4, images, matrices, shifts, fields, origins, 4.5, result)

    knots = np.arange(-3.0, 9.0)  # the spline of the field's value k lives on k - 3 to k + 1, in cells

    def between(values: np.ndarray, length: int, origin: float, axis: int) -> np.ndarray:
        return BSpline(knots, values, 3, axis=axis)(np.arange(length) / 4.5 + origin)

    down, across = np.mgrid[:13, :17]
    for number in range(4):
        x, y = across - 8, down - 6
        field = between(fields[number], 17, origins[number, 0], 2)
        dx, dy = between(field, 13, origins[number, 1], 1)
        (a, b), (c, d) = matrices[number]
        where = [6 + c * x + d * y + shifts[number, 1] + dy, 8 + a * x + b * y + shifts[number, 0] + dx]
        for channel in range(channels):
            expected = map_coordinates(images[number, ..., channel], where, order=1, mode="nearest")
            np.testing.assert_allclose(result[number, ..., channel], expected, atol=2e-5)


def test_shift_goes_both_ways_as_far_as_said() -> None:
    moved = moves(Augmentation(shift=3))
    np.testing.assert_allclose(moved, np.broadcast_to(moved[:, :1, :1], moved.shape), atol=1e-4)
    assert moved.min() == pytest.approx(-3, abs=0.15)
    assert moved.max() == pytest.approx(3, abs=0.15)
    assert abs(np.corrcoef(moved[:, 0, 0].T)[0, 1]) < 0.2


def test_rotation_keeps_lengths_and_the_middle() -> None:
    moved = moves(Augmentation(rotation=30)) + places(1)[:, 16:-16, 16:-16]
    step = moved[:, 0, 1] - moved[:, 0, 0]
    np.testing.assert_allclose(np.hypot(*step.T), 1, atol=1e-4)
    angles = np.degrees(np.arctan2(step[:, 1], step[:, 0]))
    assert angles.min() == pytest.approx(-30, abs=1.5)
    assert angles.max() == pytest.approx(30, abs=1.5)
    np.testing.assert_allclose(moved.mean(axis=(1, 2)), 31.5, atol=1e-3)


def test_scale_is_the_size_of_what_is_seen() -> None:
    moved = moves(Augmentation(scale=20)) + places(1)[:, 16:-16, 16:-16]
    across, down = moved[:, 0, 1, 0] - moved[:, 0, 0, 0], moved[:, 1, 0, 1] - moved[:, 0, 0, 1]
    for step in (across, down):  # a step over the picture that is made is a step of 1 / size in the old one
        assert (1 / step).min() == pytest.approx(0.8, abs=0.01)
        assert (1 / step).max() == pytest.approx(1.2, abs=0.01)
    assert abs(np.corrcoef(across, down)[0, 1]) < 0.2


@pytest.mark.parametrize("sigma", [3.0, 5.0])
def test_the_elastic_field_is_noise_smoothed_by_a_gaussian(sigma: float) -> None:
    """White noise smoothed with σ is as strong everywhere, and is correlated over d as exp(-d² / 4σ²)."""
    moved = moves(Augmentation(elastic=1.4, elastic_sigma=sigma), 600).astype(np.float64)
    np.testing.assert_allclose(moved.std(axis=0), 1.4, rtol=0.12)
    assert moved.std() == pytest.approx(1.4, rel=0.02)
    for distance in (2, 4, 8):
        for one, other in (
            (moved[:, :, distance:], moved[:, :, :-distance]),
            (moved[:, distance:], moved[:, :-distance]),
        ):
            together = (one * other).mean() / moved.var()
            assert together == pytest.approx(np.exp(-(distance**2) / (4 * sigma**2)), abs=0.04)


def test_the_seed_decides_and_the_number_of_cores_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    images = np.random.default_rng(0).random((300, 28, 28, 1), np.float32)
    monkeypatch.setattr(cores, "count", lambda: 1)
    alone = EVERYTHING.augmented(images, np.random.default_rng(5))
    monkeypatch.setattr(cores, "count", lambda: 2)
    np.testing.assert_array_equal(EVERYTHING.augmented(images, np.random.default_rng(5)), alone)
    assert not np.array_equal(EVERYTHING.augmented(images, np.random.default_rng(6)), alone)
    assert alone.min() >= 0
    assert alone.max() <= 1


@pytest.mark.parametrize("shape", [(2, 1, 1, 1), (2, 1, 9, 1), (2, 8, 3, 4), (0, 28, 28, 1)])
def test_pictures_of_any_size(shape: tuple[int, ...]) -> None:
    images = np.random.default_rng(0).random(shape, np.float32)
    result = EVERYTHING.augmented(images, np.random.default_rng(0))
    assert result.shape == shape
    assert np.isfinite(result).all()


def test_what_is_too_much_is_refused() -> None:
    with pytest.raises(ParameterError, match="scale"):
        Augmentation(scale=100)
