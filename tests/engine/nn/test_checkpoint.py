"""A training that was stopped, saved, loaded and continued ends bit for bit like one that was not."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from engine import cores
from engine.data.dataset import Dataset
from engine.jobs import finish
from engine.nn import batch_learner, report
from engine.nn.activation import ReLU, Sigmoid, Softmax
from engine.nn.attack import Norm
from engine.nn.checkpoint import CheckpointError, load_checkpoint, save_checkpoint
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.layer import LayerSpec
from engine.nn.loss import Loss
from engine.nn.model_file import ModelError, load_model, save_model
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.plan import OptimizerKind, Schedule, TrainingPlan
from engine.nn.pooling import Flatten
from engine.nn.training import Training, TrainingError
from engine.params import ParameterError
from tests.engine.nn.sealed import Change, rewritten

MLP = (Dense(7), ReLU(), Dropout(0.3), Dense(3), Softmax())
CNN = (Convolution(4), BatchNormalization(), ReLU(), Dropout(0.2), Flatten(), Dense(3), Softmax())
ONE_AT_A_TIME = (Dense(5), Sigmoid(), Dense(3), Sigmoid())

PLAN = TrainingPlan(epochs=3, batch_size=16, learning_rate=0.02, validation_share=0.2, seed=3)
CASES: dict[str, tuple[tuple[LayerSpec, ...], TrainingPlan]] = {
    **{kind.value: (MLP, replace(PLAN, optimizer=kind)) for kind in OptimizerKind},
    "batch normalisation": (CNN, replace(PLAN, schedule=Schedule.COSINE)),
    "augmentation": (MLP, replace(PLAN, shift=1, rotation=20, scale=10, elastic=0.5)),
    "robust": (CNN, replace(PLAN, attack_radius=0.5, attack_share=0.5)),
    "robust in every pixel": (MLP, replace(PLAN, attack_radius=0.1, attack_norm=Norm.LINF)),
    "early stopping": (MLP, replace(PLAN, epochs=8, learning_rate=0.2, patience=1)),
    "one at a time": (
        ONE_AT_A_TIME,
        replace(PLAN, batch_size=1, optimizer=OptimizerKind.SGD, loss=Loss.SQUARED_ERROR),
    ),
    "one at a time, augmented": (
        ONE_AT_A_TIME,
        replace(PLAN, batch_size=1, optimizer=OptimizerKind.SGD, loss=Loss.SQUARED_ERROR, shift=1),
    ),
    "penalties": (MLP, replace(PLAN, l1=0.001, l2=0.01, label_smoothing=0.1, schedule=Schedule.STEPS)),
}


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let trainings yield after every batch, and share batches out over two cores."""
    monkeypatch.setattr(report, "PAUSE", 0)
    monkeypatch.setattr(batch_learner, "WORTH_SHARING", 1)
    monkeypatch.setattr(cores, "count", lambda: 2)


def pictures(count: int = 150, seed: int = 0) -> Dataset:
    """Three classes that differ in brightness, hard to tell apart."""
    rng = np.random.default_rng(seed)
    labels = rng.integers(0, 3, count)
    images = (rng.random((count, 6, 5, 1)) * (0.7 + 0.15 * labels[:, None, None, None])).astype(np.float32)
    return Dataset("grey", "Grey", "", images, labels, images, labels, ("dark", "grey", "bright"))


DATA = pictures()


def begun(specs: tuple[LayerSpec, ...], plan: TrainingPlan) -> Training:
    return Training(Network.build(specs, DATA.input_shape, DATA.class_names, 4), DATA, plan)


def steps(training: Training, count: int) -> Iterator[Any]:
    """The job after so many reports."""
    job = training.run()
    for _ in islice(job, count):
        pass
    return job


def reloaded(training: Training, path: Path) -> Training:
    save_checkpoint(training, path)
    return load_checkpoint(path).resume(DATA)


def assert_same(one: Training, other: Training) -> None:
    np.testing.assert_array_equal(one.network.whole.value, other.network.whole.value)
    assert one.network.history is not None
    assert other.network.history is not None
    assert one.network.history.to_plain(exact=True) == other.network.history.to_plain(exact=True)


@pytest.mark.parametrize(("specs", "plan"), CASES.values(), ids=CASES)
def test_stopped_anywhere_it_ends_as_if_it_had_not(specs, plan: TrainingPlan, tmp_path: Path) -> None:
    undisturbed = begun(specs, plan)
    finish(undisturbed.run())
    total = sum(1 for _ in begun(specs, plan).run())
    for stop in (0, 1, 2, 7, 9, 10, total // 2, total - 1, total):
        stopped = begun(specs, plan)
        steps(stopped, stop)
        continued = reloaded(stopped, tmp_path / "run.checkpoint")
        finish(continued.run())
        assert_same(undisturbed, continued)


def test_stopped_after_every_batch(tmp_path: Path) -> None:
    plan = replace(PLAN, shift=1, attack_radius=0.3, patience=2)
    undisturbed, again = begun(CNN, plan), begun(CNN, plan)
    finish(undisturbed.run())
    for _ in range(100):
        steps(again, 2)  # the first may be a look at the validation pictures, which begins anew
        again = reloaded(again, tmp_path / "run.checkpoint")
    assert again.epoch == plan.epochs
    finish(again.run())
    assert_same(undisturbed, again)


CHANGES: dict[str, dict[str, Any]] = {
    "learning rate": {"learning_rate": 0.001},
    "batch size": {"batch_size": 7},
    "one picture at a time": {"batch_size": 1},
    "optimizer": {"optimizer": OptimizerKind.NESTEROV},
    "attack": {"attack_radius": 0.3},
    "length and schedule": {"epochs": 5, "schedule": Schedule.COSINE},
    "augmentation": {"rotation": 30},
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_changed_on_the_way_and_stopped_later(changes: dict[str, Any], tmp_path: Path) -> None:
    undisturbed, stopped = begun(MLP, PLAN), begun(MLP, PLAN)
    for training, stop in ((undisturbed, None), (stopped, 5)):
        job = steps(training, 6)
        training.plan = replace(training.plan, **changes)
        for _ in islice(job, stop):
            pass
    continued = reloaded(stopped, tmp_path / "run.checkpoint")
    finish(continued.run())
    assert_same(undisturbed, continued)
    assert {change.what for change in continued.network.history.changes} == set(changes)


def test_a_change_made_while_paused_is_in_the_file(tmp_path: Path) -> None:
    undisturbed, stopped = begun(MLP, PLAN), begun(MLP, PLAN)
    jobs = [steps(training, 6) for training in (undisturbed, stopped)]
    undisturbed.plan = stopped.plan = replace(PLAN, learning_rate=0.5)
    finish(jobs[0])
    continued = reloaded(stopped, tmp_path / "run.checkpoint")
    assert continued.plan.learning_rate == 0.5
    finish(continued.run())
    assert_same(undisturbed, continued)


def test_one_file_can_be_gone_on_with_twice(tmp_path: Path) -> None:
    training = begun(CNN, PLAN)
    steps(training, 8)
    save_checkpoint(training, tmp_path / "run.checkpoint")
    checkpoint = load_checkpoint(tmp_path / "run.checkpoint")
    assert (checkpoint.source, checkpoint.plan) == ("grey", PLAN)
    one, other = checkpoint.resume(DATA), checkpoint.resume(DATA)
    finish(one.run())
    finish(other.run())
    assert_same(one, other)


def test_a_finished_training_can_be_made_longer(tmp_path: Path) -> None:
    """It goes on as one would that was made longer at its last batch."""
    training = begun(MLP, PLAN)
    finish(training.run())
    longer = reloaded(training, tmp_path / "run.checkpoint")
    longer.plan = replace(PLAN, epochs=5)
    finish(longer.run())
    training.plan = replace(PLAN, epochs=5)
    finish(training.run())
    assert_same(training, longer)
    assert longer.epoch == 5


# -- files that are not what they should be -----------------------------------------------------------------------


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    training = begun(MLP, replace(PLAN, patience=2))
    steps(training, 9)
    save_checkpoint(training, tmp_path / "run.checkpoint")
    return tmp_path / "run.checkpoint"


def refused(path: Path) -> str:
    with pytest.raises(CheckpointError) as caught:
        load_checkpoint(path).resume(DATA)
    said = str(caught.value)
    assert said.endswith(".")
    assert "\n" not in said
    return said


def test_every_flipped_bit_and_every_truncation_is_noticed(saved: Path) -> None:
    data, rng = saved.read_bytes(), np.random.default_rng(0)
    for place in rng.integers(0, len(data), 200):
        flipped = bytearray(data)
        flipped[place] ^= 1 << int(rng.integers(8))
        saved.write_bytes(flipped)
        refused(saved)
    for length in (0, 7, 8, 100, len(data) // 2, len(data) - 1):
        saved.write_bytes(data[:length])
        refused(saved)


def state_with(**changes: Any) -> Change:
    def change(metadata: dict[str, str], tensors: dict[str, np.ndarray]) -> None:
        metadata["state"] = json.dumps(json.loads(metadata["state"]) | changes)

    return change


HOSTILE: dict[str, Change] = {
    "nothing but the network": lambda metadata, tensors: metadata.pop("state"),
    "state is a list": lambda metadata, tensors: metadata.update(state="[]"),
    "deeply nested": lambda metadata, tensors: metadata.update(state="[" * 100_000),
    "plan of another kind": state_with(wanted={"speed": 3}),
    "plan is a word": state_with(plan="plan"),
    "random state of another kind": state_with(random={"bit_generator": "MT19937"}),
    "random state is missing": state_with(random=None),
    "place before the start": state_with(recorder={"samples": -3}),
    "place is a word": state_with(recorder="x"),
    "an optimizer that remembers nothing": state_with(learner={}),
    "best weights are a word": state_with(best="best"),
    "best weights elsewhere": state_with(best={"tensor": "nowhere"}),
    "memory of another shape": lambda metadata, tensors: tensors.update(
        {"state.learner.optimizer.0.mean": np.zeros(3, np.float32)}
    ),
    "memory that is no number": lambda metadata, tensors: tensors["state.learner.optimizer.0.mean"].fill(np.nan),
    "weights of another shape": lambda metadata, tensors: tensors.update({"0.weights": np.zeros(3, np.float32)}),
}


@pytest.mark.parametrize("change", HOSTILE.values(), ids=HOSTILE)
def test_hostile_claims_are_refused(saved: Path, change: Change) -> None:
    refused(rewritten(saved, change))


def test_other_files_and_other_data_are_refused(saved: Path, tmp_path: Path) -> None:
    save_model(begun(MLP, PLAN).network, tmp_path / "model")
    assert "another purpose" in refused(tmp_path / "model")
    with pytest.raises(ModelError, match="another purpose"):
        load_model(saved)
    assert "cannot be read" in refused(tmp_path / "none")
    with pytest.raises(CheckpointError, match="other pictures than those of Grey"):
        load_checkpoint(saved).resume(pictures(seed=1))
    with pytest.raises(CheckpointError, match="cannot be written"):
        save_checkpoint(begun(MLP, PLAN), tmp_path / "no such folder" / "run.checkpoint")


def test_what_decides_the_order_of_the_data_cannot_change(saved: Path) -> None:
    training = load_checkpoint(saved).resume(DATA)
    for changes in ({"seed": 9}, {"validation_share": 0.5}):
        with pytest.raises(TrainingError, match="begin a new training"):
            training.plan = replace(training.plan, **changes)
    with pytest.raises(ParameterError):
        training.plan = replace(training.plan, batch_size=0)
