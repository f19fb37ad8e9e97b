"""Networks of a person's own: kept by name, told from files that are none."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.data import open_dataset
from engine.jobs import finish
from engine.nn.activation import ReLU, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.own_presets import delete_own, from_json, read_own, save_own, to_json
from engine.nn.plan import TrainingPlan
from engine.nn.preset import Preset
from engine.nn.presets import PRESETS, preset_of
from engine.nn.residual import Residual
from engine.params import ParameterError

SPECS = (Convolution(3), Residual((Convolution(3), ReLU())), Dense(2), Softmax())


def test_a_network_comes_back_as_it_was_kept(tmp_path: Path) -> None:
    save_own(Preset.own("Müller's net", SPECS, TrainingPlan(epochs=7)), tmp_path / "new")
    (kept,) = read_own(tmp_path / "new").presets
    assert (kept.name, kept.title, kept.plan) == ("", "Müller's net", TrainingPlan(epochs=7))
    assert kept.specs(2) == SPECS
    assert kept.specs(5) == (*SPECS[:2], Dense(5), Softmax())


def test_one_of_the_same_name_is_replaced_and_deleted_by_it(tmp_path: Path) -> None:
    for epochs in (1, 2):
        save_own(Preset.own("mine", SPECS, TrainingPlan(epochs=epochs)), tmp_path)
    save_own(Preset.own("other", SPECS, TrainingPlan()), tmp_path)
    assert [preset.plan.epochs for preset in read_own(tmp_path).presets] == [2, 10]
    delete_own("mine", tmp_path)
    assert [preset.title for preset in read_own(tmp_path).presets] == ["other"]
    with pytest.raises(ParameterError, match="no network of your own called 'mine'"):
        delete_own("mine", tmp_path)


def test_damaged_files_are_complained_about_and_the_others_read(tmp_path: Path) -> None:
    save_own(Preset.own("mine", SPECS, TrainingPlan()), tmp_path)
    good = (tmp_path / "mine.json").read_text("utf-8")
    damaged = [
        "",
        "[]",
        '{"name": "x"}',
        good.replace("convolution", "magic"),
        good.replace('"name": "mine"', '"name": ""'),
    ]
    for number, text in enumerate(damaged):
        (tmp_path / f"damaged {number}.json").write_text(text, "utf-8")
    shelf = read_own(tmp_path)
    assert [preset.title for preset in shelf.presets] == ["mine"]
    assert len(shelf.complaints) == len(damaged)
    assert "The network damaged 3.json is left out: There is no layer 'magic'" in shelf.complaints[3]


def test_a_network_names_the_preset_it_came_from_or_has_one_of_its_own() -> None:
    digits = finish(open_dataset("digits"))
    assert preset_of(PRESETS["mlp-128"].build(digits)) is PRESETS["mlp-128"]
    own = Preset.own("mine", SPECS, TrainingPlan()).build(digits)
    assert own.preset is None
    again = preset_of(own)
    assert (again.name, again.specs(10)) == ("", own.specs)
    assert from_json(to_json(again)).specs(10) == own.specs
