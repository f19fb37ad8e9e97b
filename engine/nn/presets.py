"""Networks with the plan that trains them, ready to be picked by name."""

from __future__ import annotations

from collections.abc import Iterable

from engine.data.dataset import Dataset
from engine.nn.activation import ReLU, Sigmoid, Softmax, Tanh
from engine.nn.convolution import Convolution, Padding
from engine.nn.dense import Dense, Start
from engine.nn.dropout import Dropout
from engine.nn.layer import LayerSpec
from engine.nn.loss import Loss
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.plan import OptimizerKind, Schedule, TrainingPlan
from engine.nn.pooling import GlobalMeanPooling, MaxPooling, MeanPooling
from engine.nn.preset import Preset
from engine.nn.standardization import Standardization
from engine.params import ParameterError

Layers = tuple[LayerSpec, ...]


def _logistic(classes: int) -> Layers:
    return Dense(classes), Softmax()


def _textbook(classes: int) -> Layers:
    return (
        *(Dense(20, start=Start.UNIFORM, scale=0.5), Sigmoid()),
        *(Dense(classes, start=Start.UNIFORM, scale=0.5), Sigmoid()),
    )


def _mlp_128(classes: int) -> Layers:
    return Dense(128, start=Start.HE), ReLU(), Dense(classes), Softmax()


def _mlp_512_256(classes: int) -> Layers:
    return (
        *(Dense(512, start=Start.HE), ReLU(), Dropout(0.2)),
        *(Dense(256, start=Start.HE), ReLU(), Dropout(0.2)),
        *(Dense(classes), Softmax()),
    )


def _digits_64_30_10(classes: int) -> Layers:
    return Standardization(), Dense(30), Sigmoid(), Dense(classes), Sigmoid()


def _lenet(classes: int) -> Layers:
    return (
        *(Convolution(6, size=5, start=Start.GLOROT), Tanh(), MeanPooling()),
        *(Convolution(16, size=5, padding=Padding.VALID, start=Start.GLOROT), Tanh(), MeanPooling()),
        *(Dense(120), Tanh(), Dense(84), Tanh()),
        *(Dense(classes), Softmax()),
    )


def _cnn_small(classes: int) -> Layers:
    return (
        *(Convolution(16), ReLU(), MaxPooling()),
        *(Convolution(32), ReLU(), MaxPooling()),
        *(Dense(classes), Softmax()),
    )


def _block(filters: int) -> Layers:
    return Convolution(filters), BatchNormalization(), ReLU()


def _cnn_best(classes: int) -> Layers:
    return (
        *(*_block(32), MaxPooling()),
        *(*_block(64), *_block(64), MaxPooling()),
        *(*_block(128), GlobalMeanPooling()),
        *(Dropout(0.2), Dense(classes), Softmax()),
    )


def _robust_mlp(classes: int) -> Layers:
    return Dense(512, start=Start.HE), ReLU(), Dense(256, start=Start.HE), ReLU(), Dense(classes), Softmax()


XOR_PLAN = TrainingPlan(epochs=1000, learning_rate=0.1, batch_size=1, optimizer=OptimizerKind.SGD, validation_share=0.0)


def _xor(hidden: int) -> Preset:
    def specs(classes: int) -> Layers:
        return (
            *(Dense(hidden, start=Start.MIRRORED, scale=4), ReLU()),
            *(Dense(1, start=Start.UNIFORM, scale=1), Sigmoid()),
        )

    title = f"Exclusive or: {hidden} ReLU neurons"
    help = f"Exclusive or with {hidden} hidden neurons: from some starts it finds the way, from others it does not"
    return Preset(f"xor-2-{hidden}-1", title, help, specs, XOR_PLAN, data="xor")


def _points_16_16(classes: int) -> Layers:
    return (
        *(Dense(16, start=Start.HE), ReLU(), Dense(16, start=Start.HE), ReLU()),
        *(Dense(1 if classes == 2 else classes), Sigmoid()),
    )


def _xor_2_8_1(classes: int) -> Layers:
    return Dense(8, start=Start.UNIFORM, scale=1), Tanh(), Dense(1), Sigmoid()


PRESETS: dict[str, Preset] = {
    preset.name: preset
    for preset in (
        Preset(
            "logistic",
            "Logistic: no hidden neurons",
            "Every pixel votes for every class: the simplest network, and a measure for all others",
            _logistic,
            TrainingPlan(epochs=5, learning_rate=0.01, batch_size=64, schedule=Schedule.COSINE),
            reaches="MNIST 92.7 %",
        ),
        Preset(
            "textbook",
            "Textbook: 20 sigmoid neurons",
            "The classic first network: twenty hidden neurons, squared error, one picture at a time",
            _textbook,
            TrainingPlan(
                epochs=3, learning_rate=0.2, batch_size=1, optimizer=OptimizerKind.SGD, loss=Loss.SQUARED_ERROR
            ),
            reaches="MNIST 93.7 %",
        ),
        Preset(
            "mlp-128",
            "MLP: 128 ReLU neurons",
            "What one would use today: 128 hidden neurons, cross-entropy, Adam, 64 pictures at a time",
            _mlp_128,
            TrainingPlan(epochs=5, learning_rate=0.003, batch_size=64, schedule=Schedule.COSINE),
            reaches="MNIST 98.0 %",
        ),
        Preset(
            "mlp-512-256",
            "MLP: 512 and 256 ReLU neurons",
            "Two hidden layers with dropout, about as good as dense layers get on MNIST as it is",
            _mlp_512_256,
            TrainingPlan(epochs=10, learning_rate=0.002, batch_size=128, schedule=Schedule.ONE_CYCLE),
            reaches="MNIST 98.6 %",
        ),
        Preset(
            "digits-64-30-10",
            "Digits: 30 sigmoid neurons",
            "A tutorial's network for built-in digits: standardised input, squared error, all pictures at each step",
            _digits_64_30_10,
            TrainingPlan(
                epochs=1000,
                learning_rate=2.0,
                batch_size=4096,
                optimizer=OptimizerKind.SGD,
                loss=Loss.SQUARED_ERROR,
                validation_share=0.0,
            ),
            data="digits:test=40",
        ),
        Preset(
            "points-16-16",
            "Points: two layers of 16 ReLU neurons",
            "Lays one bend over another: enough to tell apart arms that wind around each other",
            _points_16_16,
            TrainingPlan(epochs=200, learning_rate=0.01, batch_size=32, schedule=Schedule.COSINE),
            data="spirals",
            reaches="spirals 100 %",
        ),
        Preset(
            "xor-2-8-1",
            "Exclusive or: 8 tanh neurons",
            "Exclusive or with 8 hidden neurons that cannot fall silent: finds the way from practically every start",
            _xor_2_8_1,
            XOR_PLAN,
            data="xor",
        ),
        _xor(2),
        _xor(4),
        _xor(6),
        Preset(
            "lenet",
            "LeNet-5",
            "The convolutional network that read cheques in the nineties; for pictures of about 28×28",
            _lenet,
            TrainingPlan(epochs=5, learning_rate=0.003, batch_size=64, schedule=Schedule.COSINE),
            reaches="MNIST 98.4 %",
        ),
        Preset(
            "cnn-small",
            "Small convolutional network",
            "Two layers of 3×3 filters, each followed by max pooling: looks for strokes wherever they are",
            _cnn_small,
            TrainingPlan(epochs=3, learning_rate=0.003, batch_size=64, schedule=Schedule.COSINE),
            reaches="MNIST 99.0 %",
        ),
        Preset(
            "cnn-best",
            "Best convolutional network",
            "Four layers of 3×3 filters with batch normalisation, trained on pictures that are moved and bent: slow",
            _cnn_best,
            TrainingPlan(
                epochs=16,
                learning_rate=0.004,
                batch_size=64,
                schedule=Schedule.ONE_CYCLE,
                shift=2,
                rotation=10,
                scale=10,
                elastic=0.5,
                validation_share=0.02,
            ),
            reaches="MNIST 99.6 %",
        ),
        Preset(
            "robust-mlp",
            "Robust MLP: the best dreamer",
            "512 and 256 hidden neurons; three pictures of four are changed to mislead it while it learns: it dreams "
            "digits that a person can read",
            _robust_mlp,
            TrainingPlan(
                epochs=8,
                learning_rate=0.002,
                batch_size=128,
                schedule=Schedule.COSINE,
                attack_radius=2.0,
                attack_steps=5,
                attack_share=0.75,
            ),
            reaches="MNIST 97.9 %",
        ),
    )
}
"""Every preset by its name."""
USUAL = "mlp-128"


def preset_of(network: Network) -> Preset:
    """The preset that a network was made by, or else one of its own layers."""
    return PRESETS.get(network.preset or "") or Preset.own(network.title, network.specs, TrainingPlan())


def suited(presets: Iterable[Preset], data: Dataset) -> list[Preset]:
    """Presets, those first that suit a data set, and among these for points those that are made for just these."""
    source = "" if data.is_pictures else data.name.partition(":")[0]
    return sorted(presets, key=lambda preset: (not preset.suits(data), bool(source) and preset.data != source))


def usual_preset(data: Dataset) -> Preset:
    """What one would begin with: on pictures the usual network, on points the first that suits."""
    first = PRESETS[USUAL]
    return first if first.suits(data) else suited(PRESETS.values(), data)[0]


def find_preset(name: str) -> Preset:
    """The preset called `name`. Raises ParameterError, naming those there are."""
    try:
        return PRESETS[name.strip().lower().replace("_", "-")]
    except KeyError:
        raise ParameterError(f"There is no network {name!r}; there are {', '.join(PRESETS)}.") from None
