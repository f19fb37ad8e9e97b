"""Networks with the plan that trains them, ready to be picked by name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import prod, sqrt

from engine.data.dataset import Dataset
from engine.nn.activation import ReLU, Sigmoid, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense, Start
from engine.nn.layer import LayerSpec
from engine.nn.loss import Loss
from engine.nn.network import Network
from engine.nn.plan import OptimizerKind, Schedule, TrainingPlan
from engine.nn.pooling import MaxPooling
from engine.params import ParameterError


@dataclass(frozen=True)
class Preset:
    """A network for any input and any number of classes: `specs(classes)` gives its layers, `plan` trains it."""

    name: str
    title: str
    help: str
    specs: Callable[[int], tuple[LayerSpec, ...]]
    plan: TrainingPlan

    def build(self, data: Dataset, seed: int | None = None) -> Network:
        """The network for a data set, with its starting weights; the plan's seed where none is given."""
        seed = self.plan.seed if seed is None else seed
        network = Network.build(self.specs(data.classes), data.input_shape, data.class_names, seed)
        network.preset = self.name
        return network

    def plan_for(self, data: Dataset) -> TrainingPlan:
        """The plan fitted to a data set: epochs enough to see 60,000 pictures, as in one epoch of MNIST, and an attack
        that may change each pixel by as much as in a picture of 28×28."""
        return replace(
            self.plan,
            epochs=max(self.plan.epochs, -(-60_000 // len(data.train_images))),
            attack_radius=self.plan.attack_radius * sqrt(prod(data.input_shape)) / 28,
        )


def _textbook(classes: int) -> tuple[LayerSpec, ...]:
    return (
        Dense(20, start=Start.UNIFORM, scale=0.5),
        Sigmoid(),
        Dense(classes, start=Start.UNIFORM, scale=0.5),
        Sigmoid(),
    )


def _mlp_128(classes: int) -> tuple[LayerSpec, ...]:
    return Dense(128, start=Start.HE), ReLU(), Dense(classes), Softmax()


def _robust_mlp(classes: int) -> tuple[LayerSpec, ...]:
    return Dense(256, start=Start.HE), ReLU(), Dense(classes), Softmax()


def _cnn_small(classes: int) -> tuple[LayerSpec, ...]:
    return (
        *(Convolution(16), ReLU(), MaxPooling()),
        *(Convolution(32), ReLU(), MaxPooling()),
        *(Dense(classes), Softmax()),
    )


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "textbook",
            "Textbook: 20 sigmoid neurons",
            "The classic first network: twenty hidden neurons, squared error, one picture at a time",
            _textbook,
            TrainingPlan(
                epochs=3, learning_rate=0.2, batch_size=1, optimizer=OptimizerKind.SGD, loss=Loss.SQUARED_ERROR
            ),
        ),
        Preset(
            "mlp-128",
            "MLP: 128 ReLU neurons",
            "What one would use today: 128 hidden neurons, cross-entropy, Adam, 64 pictures at a time",
            _mlp_128,
            TrainingPlan(epochs=5, learning_rate=0.003, batch_size=64, schedule=Schedule.COSINE),
        ),
        Preset(
            "cnn-small",
            "Small convolutional network",
            "Two layers of 3×3 filters, each followed by max pooling: looks for strokes wherever they are",
            _cnn_small,
            TrainingPlan(epochs=3, learning_rate=0.003, batch_size=64, schedule=Schedule.COSINE),
        ),
        Preset(
            "robust-mlp",
            "Robust MLP: the best dreamer",
            "256 hidden neurons, trained on pictures changed to mislead it; it dreams digits that a person can read",
            _robust_mlp,
            TrainingPlan(
                epochs=4,
                learning_rate=0.002,
                batch_size=128,
                schedule=Schedule.COSINE,
                attack_radius=2.0,
                attack_steps=5,
            ),
        ),
    )
}
"""Every preset by its name."""


def find_preset(name: str) -> Preset:
    """The preset called `name`. Raises ParameterError, naming those there are."""
    try:
        return PRESETS[name.strip().lower().replace("_", "-")]
    except KeyError:
        raise ParameterError(f"There is no network {name!r}; there are {', '.join(PRESETS)}.") from None
