"""A person's picture reaches a network as its training pictures did."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image as Pillow
from PIL import ImageDraw
from sklearn.datasets import load_digits

from engine.data.picture import network_input
from engine.image import Image

SHAPE = (28, 28, 1)


def drawing(background: int, ink: int, at: tuple[int, int] = (20, 30), mode: str = "L") -> np.ndarray:
    """A thick upright stroke on a page."""
    page = Pillow.new(mode, (200, 150), background)
    ImageDraw.Draw(page).rectangle((at[0], at[1], at[0] + 9, at[1] + 79), ink)
    return np.asarray(page)


def test_a_picture_of_the_networks_size_is_left_alone() -> None:
    digit = load_digits().images[3].astype(np.float32) / 16
    np.testing.assert_allclose(network_input(Image(digit), (8, 8, 1))[0, :, :, 0], digit)


@pytest.mark.parametrize(("background", "ink"), [(255, 0), (0, 255), (230, 40)])
def test_strokes_are_bright_centred_and_as_large_as_mnist_has_them(background: int, ink: int) -> None:
    seen = network_input(Image(drawing(background, ink)), SHAPE)
    assert seen.shape == (1, *SHAPE)
    assert seen.dtype == np.float32
    plane = seen[0, :, :, 0]
    rows = np.nonzero(plane > 0.3)[0]
    assert rows.max() - rows.min() + 1 == pytest.approx(20, abs=1)
    assert np.average(np.arange(28), weights=plane.sum(axis=1)) == pytest.approx(14, abs=0.6)
    assert np.average(np.arange(28), weights=plane.sum(axis=0)) == pytest.approx(14, abs=0.6)
    assert plane.max() > 0.7
    assert plane[0].max() < 0.2


def test_where_a_stroke_was_drawn_does_not_matter() -> None:
    one, other = (network_input(Image(drawing(255, 0, at)), SHAPE) for at in ((20, 30), (150, 60)))
    np.testing.assert_allclose(one, other, atol=1e-5)


def test_transparent_paper_is_white_paper() -> None:
    ink = drawing(0, 255)
    clear = np.stack([np.zeros_like(ink)] * 3 + [ink], axis=2)  # black ink, else nothing
    opaque = network_input(Image(255 - ink), SHAPE)
    np.testing.assert_allclose(network_input(Image(clear), SHAPE), opaque, atol=0.01)


@pytest.mark.parametrize("value", [0, 128, 255])
def test_an_empty_page_is_dark(value: int) -> None:
    seen = network_input(Image(np.full((50, 60), value, np.uint8)), SHAPE)
    assert np.isfinite(seen).all()
    assert seen.shape == (1, *SHAPE)


def test_a_colour_network_sees_colours() -> None:
    red = np.zeros((40, 60, 3), np.uint16)
    red[:, :, 0] = 65535
    seen = network_input(Image(red), (16, 16, 3))
    np.testing.assert_allclose(seen[0], np.broadcast_to([1.0, 0, 0], (16, 16, 3)), atol=1e-6)
