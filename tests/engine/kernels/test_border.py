from __future__ import annotations

import numpy as np
import pytest
from scipy import ndimage

from engine.kernels.border import Border, border_named, source_index
from engine.params import ParameterError
from tests.reference.pictures import PADDED_BORDERS


@pytest.mark.parametrize(
    ("border", "pattern"),
    [
        ("reflect", "cbaabcddcb"),
        ("mirror", "dcbabcdcba"),
        ("nearest", "aaaabcdddd"),
        ("wrap", "bcdabcdabc"),
        ("constant", "kkkabcdkkk"),
    ],
)
def test_the_pattern_is_the_one_that_is_drawn(border: str, pattern: str) -> None:
    index = source_index(4, 3, 3, Border(border))
    assert "".join("abcdk"[i] for i in index) == pattern


@pytest.mark.parametrize("border", PADDED_BORDERS)
@pytest.mark.parametrize("length", [1, 2, 3, 5])
def test_patterns_go_on_as_scipys_do_when_the_window_is_larger_than_the_picture(border: str, length: int) -> None:
    values = np.arange(1.0, length + 1)
    for reach in (1, length, 4 * length):
        index = source_index(length, reach, reach, Border(border))
        ours = np.where(index < 0, 0, values[index])
        for shift in (-reach, reach):  # a kernel that is 1 at one end moves the picture by that much
            kernel = np.zeros(2 * reach + 1)
            kernel[reach + shift] = 1
            theirs = ndimage.correlate1d(values, kernel, mode=border)
            np.testing.assert_array_equal(ours[reach + shift : reach + shift + length], theirs)


def test_an_unknown_border_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(ParameterError, match="reflect, mirror, nearest, wrap, constant, valid; got 'round'"):
        border_named("round")
