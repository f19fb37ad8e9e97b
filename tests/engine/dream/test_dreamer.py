"""The dreamer is there at once: trained on what is there, and once."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from engine.dream import dreamer
from engine.dream.dreamer import open_dreamer
from engine.jobs import finish
from engine.nn.preset import Preset


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A recipe that takes a blink."""
    _, preset = dreamer.recipe()
    plan = replace(preset.plan, epochs=1, attack_steps=1)
    short = Preset(preset.name, preset.title, preset.help, preset.specs, plan, data="synthetic")
    monkeypatch.setattr(dreamer, "recipe", lambda: ("synthetic:train=500,test=10", short))


def test_it_is_trained_once(quick: None, own_cache: Path) -> None:
    first = finish(open_dreamer())
    assert first.data_name == "synthetic:train=500,test=10"
    again = open_dreamer()
    with pytest.raises(StopIteration) as end:
        next(again)  # at once, and without a look at the data
    np.testing.assert_array_equal(end.value.value.whole.value, first.whole.value)
    assert end.value.value.data_name == first.data_name


def test_a_damaged_file_is_as_good_as_none(quick: None, own_cache: Path) -> None:
    first = finish(open_dreamer())
    (path,) = (own_cache / "networks").iterdir()
    path.write_bytes(path.read_bytes()[:1000])
    np.testing.assert_array_equal(finish(open_dreamer()).whole.value, first.whole.value)


def test_without_mnist_it_learns_from_what_the_program_draws(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("DARKROOM_DATA", str(tmp_path))
    monkeypatch.setattr("engine.data.published.cache_folder", lambda: tmp_path)
    assert dreamer.recipe()[0].startswith("synthetic")
    (tmp_path / "mnist.npz").write_bytes(b"")
    assert dreamer.recipe()[0] == "mnist"
