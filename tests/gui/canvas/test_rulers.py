"""Rulers: which pixels are labelled."""

from __future__ import annotations

import pytest

from gui.canvas.rulers import LABEL_ROOM, tick_step


@pytest.mark.parametrize("gap", [0.02, 0.1, 0.33, 1, 1.5, 7, 31, 56, 64])
def test_labels_have_room_and_are_round_numbers(gap: float) -> None:
    step = tick_step(gap)
    assert step * gap >= LABEL_ROOM - 1e-6
    assert int(str(step).rstrip("0")) in (1, 2, 5)
    assert step == 1 or step * gap < LABEL_ROOM * 2.5 + 1e-6
