"""What dreams begin with."""

from __future__ import annotations

import numpy as np
import pytest

from engine.data import open_dataset
from engine.dream.nature import MOST_PICTURES, Nature, nature_of
from engine.dream.objective import DreamError
from engine.dream.start import Start, StartKind
from engine.jobs import finish
from engine.nn.network import Network

SHAPE = (28, 28, 1)
DARK, FLAT = (Start(start=kind, brightness=0.2) for kind in (StartKind.GAUSSIAN, StartKind.UNIFORM))
KINDS = [DARK, FLAT, Start(), Start(noise=0.3)]


def blobs(count: int = 300) -> np.ndarray:
    """Pictures with means and covariances that differ from pixel to pixel, well inside 0..1."""
    rng = np.random.default_rng(4)
    return np.clip(0.5 + 0.05 * rng.standard_normal((count, 7)) @ rng.standard_normal((7, 20)), 0, 1).reshape(
        -1, 5, 4, 1
    )


def test_gaussian_noise_is_dark_and_as_strong_as_asked() -> None:
    pictures = DARK.pictures(20, SHAPE, 1)
    assert pictures.dtype == np.float32
    assert pictures.min() == 0
    assert 0.45 < np.mean(pictures == 0) < 0.55
    np.testing.assert_allclose(np.sqrt(np.mean(pictures[pictures > 0] ** 2)), 0.2, rtol=0.05)
    assert Start(start=StartKind.GAUSSIAN, brightness=1).pictures(2, SHAPE, 1).max() == 1


def test_uniform_noise_is_even_up_to_its_brightness() -> None:
    pictures = FLAT.pictures(20, SHAPE, 1)
    assert pictures.dtype == np.float32
    counts, _ = np.histogram(pictures, 10, (0, 0.2))
    np.testing.assert_allclose(counts / pictures.size, 0.1, atol=0.01)


def test_a_natural_start_has_the_mean_and_covariance_of_the_pictures() -> None:
    images = blobs()
    drawn = Start().pictures(6000, (5, 4, 1), 1, nature=Nature(images))
    assert drawn.dtype == np.float32
    rows, expected = drawn.reshape(6000, -1), images.reshape(len(images), -1)
    inside = (np.abs(expected.mean(axis=0) - 0.5) + 3 * expected.std(axis=0)) < 0.5  # nothing is cut off there
    assert inside.sum() > 5
    np.testing.assert_allclose(rows.mean(axis=0)[inside], expected.mean(axis=0)[inside], atol=0.01)
    covariance, wanted = (np.cov(each[:, inside], rowvar=False) for each in (rows, expected))
    np.testing.assert_allclose(covariance, wanted, atol=0.06 * np.abs(wanted).max())


def test_of_many_pictures_some_are_measured_that_are_spread_among_them() -> None:
    images = np.linspace(0, 1, 3 * MOST_PICTURES + 1, dtype=np.float32).reshape(-1, 1, 1, 1)
    nature = Nature(images)
    assert nature.mean == pytest.approx(0.5, abs=0.001)


@pytest.mark.parametrize("start", KINDS, ids=str)
def test_pictures_follow_from_the_seed_and_the_place(start: Start) -> None:
    def draw(count: int, seed: int) -> np.ndarray:
        return start.pictures(count, (5, 4, 1), seed, nature=Nature(blobs()))

    three = draw(3, 1)
    np.testing.assert_array_equal(three, draw(3, 1))
    np.testing.assert_allclose(three[:1], draw(1, 1), atol=1e-6)
    assert not np.array_equal(three, draw(3, 2))
    assert not np.array_equal(three[0], three[1])
    assert three.min() >= 0
    assert three.max() <= 1


def test_a_picture_is_where_several_dreams_begin_each_with_its_noise() -> None:
    picture = blobs(2)
    still = Start(start=StartKind.PICTURE)
    np.testing.assert_array_equal(still.pictures(3, (5, 4, 1), 1, picture=picture[0]), [picture[0].astype("f4")] * 3)
    np.testing.assert_array_equal(still.pictures(2, (5, 4, 1), 1, picture=picture), picture.astype("f4"))
    shaken = Start(start=StartKind.PICTURE, noise=0.1).pictures(400, (5, 4, 1), 1, picture=np.full((5, 4, 1), 0.5))
    assert shaken.std() == pytest.approx(0.1, rel=0.05)


@pytest.mark.parametrize("shape", [None, (4, 5, 1), (2, 5, 4, 1), (1, 3, 5, 4, 1)])
def test_a_picture_that_is_missing_or_does_not_fit_is_refused(shape: tuple[int, ...] | None) -> None:
    with pytest.raises(DreamError):
        Start(start=StartKind.PICTURE).pictures(3, (5, 4, 1), 1, picture=None if shape is None else np.zeros(shape))


def test_a_nature_of_another_shape_is_refused() -> None:
    with pytest.raises(DreamError, match="the network sees"):
        Start().pictures(3, (4, 5, 1), 1, nature=Nature(blobs()))


def test_without_a_nature_it_is_gaussian_noise() -> None:
    natural, gaussian = Start().pictures(2, SHAPE, 3), Start(start=StartKind.GAUSSIAN).pictures(2, SHAPE, 3)
    np.testing.assert_array_equal(natural, gaussian)


def test_the_nature_of_a_network_is_that_of_what_it_learned_from(mlp: Network) -> None:
    nature = finish(nature_of(mlp))
    assert nature is not None
    np.testing.assert_allclose(nature.mean, finish(open_dataset("digits")).train_images.mean(axis=0).ravel(), atol=1e-5)
    for gone in ("/nowhere/pictures", "", None, "synthetic:count=2000"):
        stranger = mlp.copy()
        stranger.data_name = gone
        assert finish(nature_of(stranger)) is None
