"""The contact sheet in the README: every filter is on it, and each shows something."""

from __future__ import annotations

import numpy as np

from engine.filters import FILTERS
from tests.contact_sheet import HEIGHT, WIDTH, sample, tiles


def test_every_filter_has_a_tile_of_its_own_that_differs_from_all_others() -> None:
    shown = tiles()
    assert {kind.title for kind in FILTERS.values()} <= {tile.caption for tile in shown}
    assert {tile.pixels.shape for tile in shown} == {(HEIGHT, WIDTH, 3)}
    assert len({tile.pixels.tobytes() for tile in shown}) == len(shown)
    np.testing.assert_array_equal(shown[0].pixels, sample().pixels)
