"""What is shown of a kernel is what the filter does to pictures."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from engine.filters.custom import CustomKernel
from engine.filters.kernel_view import FLOOR, balance, frequencies, impulse, step
from engine.filters.neighbourhood import Signed
from engine.image import Image
from engine.kernels.border import Border

RANDOM = np.random.default_rng(7)
KERNELS = [
    CustomKernel(),
    CustomKernel(((1.0, 2.0, -1.0), (0.0, 3.0, 0.5)), divisor=-2, offset=20),
    CustomKernel(((1.0, 2.0), (0.0, -3.0)), flip=True),
    CustomKernel(((-1.0, 0.0, 1.0),) * 3, normalise=True),
    CustomKernel(((-1.0, 0.0, 1.0),) * 3, signed=Signed.ABSOLUTE, offset=-10),
    CustomKernel(((-1.0, 0.0, 1.0),), signed=Signed.STRETCHED, offset=30),
    CustomKernel(((1.0,),), signed=Signed.SHIFTED),
    CustomKernel(RANDOM.normal(size=(7, 4)).tolist(), normalise=True),
]


def through_the_filter(kernel: CustomKernel, picture: np.ndarray) -> np.ndarray:
    """Percent of white, as the filter itself gives it for float pictures, which it does not clip."""
    return 100 * replace(kernel, border=Border.NEAREST)(Image(picture.astype(np.float32))).pixels[:, :, 0]


@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.describe() or "plain")
def test_the_impulse_response_is_what_the_filter_makes_of_a_point(kernel: CustomKernel) -> None:
    shown = impulse(kernel)
    middle = int(np.argmin(np.abs(shown.places)))
    picture = np.zeros((len(shown.places),) * 2)
    picture[middle, middle] = 1
    result = through_the_filter(kernel, picture)
    np.testing.assert_allclose(shown.across, result[middle], atol=1e-4)
    np.testing.assert_allclose(shown.down, result[:, middle], atol=1e-4)
    np.testing.assert_array_equal(shown.before, 100 * picture[middle])


@pytest.mark.parametrize("kernel", KERNELS, ids=lambda kernel: kernel.describe() or "plain")
def test_the_step_response_is_what_the_filter_makes_of_an_edge(kernel: CustomKernel) -> None:
    shown = step(kernel)
    edge = np.broadcast_to(shown.before / 100, (20, len(shown.places)))
    assert set(shown.before) == {0, 100}
    np.testing.assert_allclose(shown.across, through_the_filter(kernel, edge)[10], atol=1e-4)
    np.testing.assert_allclose(shown.down, through_the_filter(kernel, edge.T)[:, 10], atol=1e-4)


def test_both_end_where_nothing_changes_any_more() -> None:
    for profile in (impulse(KERNELS[-1]), step(KERNELS[-1])):
        for line in (profile.across, profile.down):
            assert line[0] == pytest.approx(line[1])
            assert line[-1] == pytest.approx(line[-2])


@pytest.mark.parametrize("kernel", KERNELS[:3])
def test_the_frequency_response_is_the_gain_of_waves(kernel: CustomKernel) -> None:
    gains = frequencies(kernel, 33)
    waves = np.linspace(-0.5, 0.5, 33)
    weights, divisor, _ = kernel.effective()
    for row, column in ((0, 0), (0, 32), (32, 5), (16, 16), (7, 29), (20, 3)):
        gain = sum(
            weights[y, x] / divisor * np.exp(-2j * np.pi * (waves[row] * y + waves[column] * x))
            for y, x in np.ndindex(*weights.shape)
        )
        assert gains[row, column] == pytest.approx(max(20 * np.log10(abs(gain) + 1e-12), FLOOR), abs=1e-6)


def test_a_blur_keeps_flat_areas_and_takes_fine_waves_away() -> None:
    gains = frequencies(CustomKernel(((1.0, 2.0, 1.0),), normalise=True), 129)
    assert gains.shape == (129, 129)
    assert gains[64, 64] == pytest.approx(0)
    assert gains[0, 0] == FLOOR
    np.testing.assert_allclose(gains[:, 64], 0, atol=1e-9)
    assert frequencies(CustomKernel(((0.0,),)), 33).max() == FLOOR


@pytest.mark.parametrize(
    ("kernel", "said"),
    [
        (CustomKernel(), "Sum 1 ÷ 1 = 1: flat areas keep their brightness."),
        (CustomKernel(((1.0,) * 3,) * 3, normalise=True), "Sum 9, so results are divided by 9: "
         "flat areas keep their brightness."),
        (CustomKernel(((-1.0, 0.0, 1.0),), normalise=True), "Sum 0, nothing to divide by: divisor 1, "
         "results shifted by mid-grey."),
        (CustomKernel(((-1.0, 0.0, 1.0),)), "Sum 0 ÷ 1 = 0: flat areas become black."),
        (CustomKernel(((-1.0, 0.0, 1.0),), signed=Signed.SHIFTED), "Sum 0 ÷ 1 = 0: flat areas become mid-grey."),
        (CustomKernel(((0.1, 0.2, -0.3),), offset=25), "Sum 0 ÷ 1 = 0: flat areas become grey of 25 %."),
        (CustomKernel(((-1.0, -1.0),)), "Sum −2 ÷ 1 = −2: flat areas become black, as results are negative."),
        (CustomKernel(((-1.0, -1.0),), signed=Signed.ABSOLUTE), "Sum −2 ÷ 1 = −2: "
         "flat areas become 2 times as bright."),
        (CustomKernel(((-1.0, -1.0),), normalise=True), "Sum −2, so results are divided by −2, which turns the "
         "signs: flat areas keep their brightness."),
        (CustomKernel(((3.0,),), 2, -5), "Sum 3 ÷ 2 = 1.5: flat areas become 1.5 times as bright, −5 % of white."),
        (CustomKernel(signed=Signed.STRETCHED), "Sum 1 ÷ 1 = 1: results are spread from black to white."),
    ],
)  # fmt: skip
def test_the_line_about_flat_areas(kernel: CustomKernel, said: str) -> None:
    assert balance(kernel) == said
