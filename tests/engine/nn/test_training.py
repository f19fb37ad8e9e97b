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
from engine.nn import batch_learner, report
from engine.nn.activation import ReLU, Sigmoid, Softmax, Tanh
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.history import TrainingHistory
from engine.nn.loss import Loss
from engine.nn.metrics import evaluate
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.plan import OptimizerKind, TrainingPlan
from engine.nn.pooling import Flatten, MaxPooling, MeanPooling
from engine.nn.presets import PRESETS, find_preset
from engine.nn.training import Training, TrainingError, TrainingReport, train
from engine.params import ParameterError

QUICK = TrainingPlan(epochs=2, batch_size=32, seed=5)


@pytest.fixture(scope="module")
def digits() -> Dataset:
    return finish(open_dataset("digits"))


@pytest.fixture(scope="module")
def mnist() -> Dataset:
    return finish(open_dataset("mnist"))


def tiny(count: int = 40) -> Dataset:
    """Left half bright or right half bright: a network must learn it within a moment."""
    labels = np.arange(count) % 2
    images = np.zeros((count, 4, 4, 1), np.float32)
    images[labels == 0, :, :2] = 1
    images[labels == 1, :, 2:] = 1
    return Dataset("tiny", "Tiny", "", images, labels, images, labels, ("left", "right"))


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


def test_evaluation_counts_by_truth_and_by_answer() -> None:
    data = tiny(6)
    network = Network.build((Dense(2), Softmax()), data.input_shape, data.class_names)
    network.whole.value[:] = 0
    network.layers[0].parameters()[1].value[:] = [1, 0]  # says "left" to everything
    found = evaluate(network, data.test_images, data.test_labels, Loss.CROSS_ENTROPY)
    np.testing.assert_array_equal(found.confusion, [[3, 0], [3, 0]])
    assert found.accuracy == 0.5
    assert found.loss == pytest.approx(np.log(1 + np.exp(1)) - 0.5)


def test_presets_are_found_by_name() -> None:
    assert find_preset("MLP_128") is PRESETS["mlp-128"]
    with pytest.raises(ParameterError, match="textbook"):
        find_preset("resnet")


# -- on the way -----------------------------------------------------------------------------------------------------


def stepwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let trainings yield after every batch."""
    monkeypatch.setattr(report, "PAUSE", 0)


def test_a_change_of_the_plan_holds_from_the_next_batch_on(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plain descent by hand: the step after the change is as long as the new rate says."""
    stepwise(monkeypatch)
    data = tiny(8)
    network = Network.build((Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    plan = TrainingPlan(epochs=9, batch_size=8, learning_rate=0.1, optimizer=OptimizerKind.SGD, validation_share=0)
    training = Training(network, data, plan)
    job = training.run()
    next(job)
    next(job)
    training.plan = replace(plan, learning_rate=0.4, l2=0.01)
    weights = network.layers[0].parameters()[0].value
    before = weights.copy()
    error = np.eye(2)[data.train_labels] - network.outputs(data.train_images)
    next(job)
    slope = data.train_images.reshape(8, 16).T @ error / 8 - 0.01 * before
    np.testing.assert_allclose(weights, before + 0.4 * slope, rtol=1e-4, atol=1e-6)
    assert network.history is not None
    said = [(change.step, change.what, change.old, change.new) for change in network.history.changes]
    assert said == [(2, "learning_rate", 0.1, 0.4), (2, "l2", 0.0, 0.01)]
    again = TrainingHistory.from_plain(network.history.to_plain())
    assert again.changes == network.history.changes


def test_a_change_of_the_batch_size_holds_from_the_next_batch_on(monkeypatch: pytest.MonkeyPatch) -> None:
    stepwise(monkeypatch)
    data = tiny(40)
    network = Network.build((Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    training = Training(network, data, TrainingPlan(epochs=2, batch_size=10, validation_share=0))
    job = training.run()
    next(job)
    training.plan = replace(training.plan, batch_size=4)
    *_, last = job
    assert network.history is not None
    # 10 of 40, then 30 in fours, then 40 in fours
    assert [round(40 * epoch) for epoch in network.history.epochs] == [10, *range(14, 40, 4), *range(40, 81, 4)]
    assert (last.step, last.steps, last.epoch, last.seconds_left) == (1 + 8 + 10, 1 + 8 + 10, 2, 0)


def noisy(count: int = 300) -> Dataset:
    """Labels that have nothing to do with the pictures: what is learned is learned by heart."""
    rng = np.random.default_rng(1)
    images, labels = rng.random((count, 4, 4, 1), np.float32), rng.integers(0, 2, count)
    return Dataset("noise", "Noise", "", images, labels, images, labels, ("a", "b"))


def test_early_stopping_keeps_the_best_weights() -> None:
    data = noisy()
    network = Network.build((Dense(40), ReLU(), Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    plan = TrainingPlan(epochs=500, batch_size=30, learning_rate=0.02, validation_share=0.3, patience=5)
    finish(train(network, data, plan))
    history = network.history
    assert history is not None
    assert history.stopped_early
    assert history.best is not None
    assert history.epochs[-1] == pytest.approx(history.best.epoch + 5)
    assert history.best.accuracy == max(history.validation_accuracy)
    _, aside = data.split(0.3, np.random.default_rng(plan.seed))
    found = evaluate(network, data.train_images[aside], data.train_labels[aside], plan.loss)
    assert found.accuracy == history.best.accuracy
    assert found.loss == pytest.approx(history.best.loss)
    assert TrainingHistory.from_plain(history.to_plain()).best == history.best


def test_without_patience_nothing_is_kept_back() -> None:
    data = noisy()
    network = Network.build((Dense(40), ReLU(), Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    finish(train(network, data, TrainingPlan(epochs=40, batch_size=30, learning_rate=0.02)))
    assert network.history is not None
    assert (network.history.best, network.history.stopped_early, network.history.epochs[-1]) == (None, False, 40)


def test_early_stopping_needs_pictures_set_aside() -> None:
    data = tiny()
    network = Network.build((Dense(2), Softmax()), data.input_shape, data.class_names, 1)
    with pytest.raises(TrainingError, match="validation share"):
        finish(train(network, data, TrainingPlan(patience=3, validation_share=0)))


@pytest.mark.parametrize("validation_share", [0, 0.2])
def test_a_training_that_goes_astray_leaves_the_weights_as_they_last_were_well(
    digits: Dataset, monkeypatch: pytest.MonkeyPatch, validation_share: float
) -> None:
    stepwise(monkeypatch)
    network = Network.build((Dense(16), ReLU(), Dense(10), Softmax()), digits.input_shape, digits.class_names, 1)
    plan = TrainingPlan(
        epochs=5, batch_size=32, learning_rate=0.3, optimizer=OptimizerKind.SGD, validation_share=validation_share
    )
    training = Training(network, digits, plan)
    job = training.run()
    while training.epoch < 2:
        next(job)
    before = evaluate(network, digits.test_images, digits.test_labels).accuracy
    training.plan = replace(plan, learning_rate=10, l2=1)
    with pytest.raises(TrainingError, match="lower the l2 penalty, which is 1, or the learning rate, which is 10"):
        finish(job)
    assert evaluate(network, digits.test_images, digits.test_labels).accuracy >= before - 0.05


AUGMENTED = {"shift": 1, "rotation": 15, "scale": 10, "elastic": 0.5}


def test_augmented_and_on_two_cores_the_same_seed_gives_the_same_network(
    digits: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch_learner, "WORTH_SHARING", 1)
    monkeypatch.setattr(cores, "count", lambda: 2)

    def trained(**changes: float) -> np.ndarray:
        specs = (Convolution(4), ReLU(), Dropout(0.2), Flatten(), Dense(10), Softmax())
        network = Network.build(specs, digits.input_shape, digits.class_names, 1)
        plan = TrainingPlan(epochs=2, batch_size=32, **(AUGMENTED | changes))
        return finish(train(network, digits, plan)).whole.value

    np.testing.assert_array_equal(trained(), trained())
    assert not np.array_equal(trained(), trained(seed=2))
    assert not np.array_equal(trained(), trained(elastic=0))


def test_augmentation_teaches_what_does_not_matter(digits: Dataset) -> None:
    """Digits moved by a pixel, as a network that saw only such in the middle reads them badly."""
    moved = np.roll(digits.test_images, 1, axis=2)

    def accuracy(shift: float) -> float:
        network = PRESETS["mlp-128"].build(digits)
        plan = TrainingPlan(epochs=40, learning_rate=0.003, shift=shift)
        return evaluate(finish(train(network, digits, plan)), moved, digits.test_labels).accuracy

    plain, augmented = accuracy(0), accuracy(1.5)
    assert augmented > plain + 0.15, (plain, augmented)
