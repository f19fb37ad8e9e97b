"""The ordinary network is trained once and kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.data.dataset import Dataset
from engine.dream import ordinary
from engine.dream.ordinary import open_ordinary
from engine.jobs import finish


def test_it_is_trained_on_the_data_once_and_then_found(
    digits: Dataset, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preset = ordinary.PRESET
    monkeypatch.setattr(ordinary, "PRESET", replace(preset, plan=replace(preset.plan, epochs=8), data="digits"))
    first = finish(open_ordinary(digits))
    assert np.mean(first.outputs(digits.test_images).argmax(axis=1) == digits.test_labels) > 0.9
    assert [path.name.partition("-")[0] for path in (own_cache / "networks").iterdir()] == ["ordinary"]
    job = open_ordinary(digits)
    with pytest.raises(StopIteration) as end:  # it has nothing to report
        next(job)
    np.testing.assert_array_equal(end.value.value.whole.value, first.whole.value)
