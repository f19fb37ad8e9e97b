"""Training as the window and the command line run it."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from engine import cores
from engine.data import open_dataset
from engine.data.dataset import Dataset
from engine.jobs import finish
from engine.nn import batch_learner
from engine.nn.activation import ReLU, Sigmoid, Softmax, Tanh
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.loss import Loss
from engine.nn.metrics import evaluate
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.plan import OptimizerKind, TrainingPlan
from engine.nn.pooling import Flatten, MaxPooling, MeanPooling
from engine.nn.presets import PRESETS
from engine.nn.training import TrainingError, TrainingReport, train
from tests.engine.nn.quick import tiny

QUICK = TrainingPlan(epochs=2, batch_size=32, seed=5)


@pytest.fixture(scope="module")
def mnist() -> Dataset:
    return finish(open_dataset("mnist"))


@pytest.mark.parametrize(
    ("name", "least"), [("logistic", 0.93), ("textbook", 0.94), ("mlp-128", 0.96), ("cnn-small", 0.97)]
)
def test_presets_learn_the_built_in_digits(digits: Dataset, name: str, least: float) -> None:
    preset = PRESETS[name]
    network = finish(train(preset.build(digits), digits, preset.plan_for(digits)))
    assert evaluate(network, digits.test_images, digits.test_labels).accuracy >= least


@pytest.mark.mnist
@pytest.mark.parametrize(("name", "least"), [("mlp-128", 0.97)])
def test_presets_reach_the_accuracy_on_record(mnist: Dataset, name: str, least: float) -> None:
    preset = PRESETS[name]
    network = finish(train(preset.build(mnist, 1), mnist, replace(preset.plan, epochs=3)))
    assert evaluate(network, mnist.test_images, mnist.test_labels).accuracy >= least


@pytest.mark.parametrize("name", ["textbook", "mlp-512-256", "cnn-best", "robust-mlp"])
def test_the_same_seed_gives_the_same_network_bit_for_bit(digits: Dataset, name: str) -> None:
    preset = PRESETS[name]

    def trained(seed: int) -> Network:
        return finish(train(preset.build(digits, seed), digits, replace(preset.plan, epochs=1, seed=seed)))

    one, same, other = trained(1), trained(1), trained(2)
    np.testing.assert_array_equal(one.whole.value, same.whole.value)
    assert one.history is not None
    assert same.history is not None
    assert one.history.to_plain() == same.history.to_plain()
    assert not np.array_equal(one.whole.value, other.whole.value)


@pytest.mark.parametrize("batch_size", [1, 7, 36, 1000])
@pytest.mark.parametrize("last", [Softmax(), Sigmoid()])
@pytest.mark.parametrize("loss", Loss)
def test_any_batch_size_loss_and_ending_learns(batch_size: int, last, loss: Loss) -> None:
    data = tiny()
    network = Network.build((Dense(4), Sigmoid(), Dense(2), last), data.input_shape, data.class_names, 1)
    plan = TrainingPlan(
        epochs=200, batch_size=batch_size, learning_rate=0.5, optimizer=OptimizerKind.SGD, loss=loss, validation_share=0
    )
    finish(train(network, data, plan))
    assert evaluate(network, data.test_images, data.test_labels).accuracy == 1


def test_one_step_of_plain_descent_by_hand() -> None:
    """One picture, one layer, softmax: the weights move by rate · picture × (target - probability)."""
    data = tiny(2)
    network = Network.build((Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    before = network.layers[0].parameters()[0].value.copy()
    flat = data.train_images.reshape(2, 16)
    error = np.eye(2) - network.outputs(data.train_images)
    plan = TrainingPlan(epochs=1, batch_size=2, learning_rate=0.1, optimizer=OptimizerKind.SGD, validation_share=0)
    finish(train(network, data, plan))
    np.testing.assert_allclose(
        network.layers[0].parameters()[0].value, before + 0.1 * flat.T @ error / 2, rtol=1e-4, atol=1e-6
    )


def test_every_kind_of_layer_learns_shared_out_over_cores(digits: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch_learner, "WORTH_SHARING", 1)
    monkeypatch.setattr(cores, "count", lambda: 2)
    specs = (
        *(Convolution(8), BatchNormalization(), ReLU(), MaxPooling()),
        *(Convolution(8), BatchNormalization(), Tanh(), MeanPooling(), Flatten(), Dropout(0.1), Dense(10), Softmax()),
    )

    def trained() -> Network:
        network = Network.build(specs, digits.input_shape, digits.class_names, 1)
        return finish(train(network, digits, TrainingPlan(epochs=8, batch_size=32, learning_rate=0.01)))

    one, same = trained(), trained()
    assert evaluate(one, digits.test_images, digits.test_labels).accuracy > 0.93
    np.testing.assert_array_equal(one.whole.value, same.whole.value)


def test_reports_and_history_tell_the_same_story(digits: Dataset) -> None:
    network = PRESETS["mlp-128"].build(digits)
    reports = [report for report in train(network, digits, QUICK) if report is not None]
    last = reports[-1]
    assert isinstance(last, TrainingReport)
    history = last.history
    assert history is network.history
    assert (last.epoch, last.epochs, last.step, last.seconds_left) == (2, 2, last.steps, 0)
    assert history.epochs[-1] == history.validation_epochs[-1] == 2
    assert history.steps[-1] == last.steps == 2 * -(-len(digits.train_images) * 9 // 10 // 32)
    assert len(history.validation_accuracy) == 1 + 4 * 2
    assert last.validation_accuracy == history.validation_accuracy[-1]
    assert last.loss == history.smoothed_loss[-1]
    assert history.loss[-1] < history.loss[0]
    assert all(a < b for a, b in pairwise(history.epochs))
    assert network.data_name == "digits"


def test_a_second_run_goes_on_where_the_first_ended(digits: Dataset) -> None:
    network = PRESETS["mlp-128"].build(digits)
    for _ in range(2):
        finish(train(network, digits, QUICK))
    assert network.history is not None
    assert network.history.epochs[-1] == 4
    assert all(a < b for a, b in pairwise(network.history.steps))


def test_a_closed_training_keeps_what_was_learned(digits: Dataset) -> None:
    network = PRESETS["mlp-128"].build(digits)
    before = network.whole.value.copy()
    job = train(network, digits, replace(QUICK, epochs=1000))
    while next(job) is None or not network.history.epochs:
        pass
    job.close()
    assert not np.array_equal(network.whole.value, before)
    assert np.isfinite(network.whole.value).all()


def test_without_validation_pictures_there_is_no_validation_accuracy(digits: Dataset) -> None:
    *_, last = train(PRESETS["mlp-128"].build(digits), digits, replace(QUICK, epochs=1, validation_share=0))
    assert last.validation_accuracy is None


@pytest.mark.parametrize("batch_size", [1, 32])
def test_a_learning_rate_that_is_too_high_ends_in_advice(digits: Dataset, batch_size: int) -> None:
    specs = (Dense(8), Dense(10), Softmax())
    network = Network.build(specs, digits.input_shape, digits.class_names, 1)
    plan = replace(QUICK, batch_size=batch_size, learning_rate=10, optimizer=OptimizerKind.SGD, epochs=50)
    with pytest.raises(TrainingError, match="lower the learning rate"):
        finish(train(network, digits, plan))


def test_data_that_does_not_fit_the_network_is_refused(digits: Dataset) -> None:
    data = tiny()
    wrong_size = Network.build((Dense(2), Softmax()), (5, 5, 1), data.class_names)
    wrong_classes = Network.build((Dense(3), Softmax()), data.input_shape, ("a", "b", "c"))
    for network in (wrong_size, wrong_classes):
        with pytest.raises(TrainingError):
            finish(train(network, data, QUICK))


def test_points_are_not_changed_as_pictures_are() -> None:
    moons = finish(open_dataset("moons"))
    network = Network.build((Dense(2), Softmax()), (2,), moons.class_names)
    with pytest.raises(TrainingError, match="has no pictures to change: set shift"):
        finish(train(network, moons, TrainingPlan(rotation=10)))
