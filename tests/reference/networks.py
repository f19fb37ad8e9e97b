"""Networks with weights as after a training, for tests of what happens to them afterwards."""

from __future__ import annotations

import numpy as np

from engine.nn.activation import LeakyReLU, Linear, ReLU, Sigmoid, Softmax, Tanh
from engine.nn.convolution import Convolution, Padding
from engine.nn.dense import Dense
from engine.nn.dropout import Dropout
from engine.nn.layer import LayerSpec
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.padding import ZeroPadding
from engine.nn.pooling import Flatten, GlobalMeanPooling, MaxPooling, MeanPooling, MinPooling
from engine.nn.presets import PRESETS
from engine.nn.residual import Residual
from engine.nn.standardization import Standardization

KEPT_POSITIVE = ("variance", "deviation", "scales")


LAYERS: dict[str, tuple[LayerSpec, ...]] = {
    "dense": (Dense(7), ReLU()),
    "convolution": (Convolution(4),),
    "convolution with stride": (Convolution(4, stride=2),),
    "convolution with stride, valid": (Convolution(4, size=4, stride=3, padding=Padding.VALID),),
    "convolution of even size": (Convolution(4, size=2),),
    "convolution 1×1": (Convolution(4, size=1),),
    "max pooling": (MaxPooling(),),
    "max pooling that leaves out rows": (MaxPooling(3),),
    "min pooling": (MinPooling(),),
    "mean pooling": (MeanPooling(3),),
    "global mean pooling": (GlobalMeanPooling(),),
    "zero padding": (ZeroPadding(0, 1, 2, 3), Convolution(4, padding=Padding.VALID)),
    "flatten": (Flatten(), Tanh()),
    "linear": (Linear(),),
    "sigmoid": (Sigmoid(),),
    "tanh": (Tanh(),),
    "relu": (ReLU(),),
    "leaky relu": (LeakyReLU(0.3),),
    "softmax": (Softmax(),),
    "softmax of rows": (Dense(7), Softmax()),
    "batch normalization": (BatchNormalization(),),
    "batch normalization of rows": (Dense(7), BatchNormalization()),
    "batch normalization of a flat picture": (Flatten(), BatchNormalization()),
    "standardization": (Standardization(),),
    "standardization of rows": (Dense(7), Standardization()),
    "dropout": (Dropout(0.5),),
    "residual": (Residual((Convolution(5), BatchNormalization(), ReLU(), Convolution(3))), ReLU()),
    "residual with a shortcut": (Residual((Convolution(5, stride=2), BatchNormalization(), Tanh(), Convolution(4))),),
    "residual of rows": (Dense(7), Residual((Dense(5), ReLU(), Dense(7)))),
    "residual of rows with a shortcut": (Dense(7), Residual((Dense(5), ReLU()))),
    "residual from picture to row": (Residual((Convolution(2), GlobalMeanPooling(), Dense(5))),),
    "residual that does nothing": (Residual((Linear(),)), Residual((Dropout(),))),
    "residual in residual": (Residual((Residual((Convolution(3), ReLU())), LeakyReLU(0.2), Convolution(6, size=1))),),
    "residual whose layers turn the picture": (Residual((Standardization(), Convolution(3), Standardization())),),
}
"""Layers that stand behind a convolution of three filters and before a dense layer, of every kind and in many ways."""


def layer_network(name: str, side: int = 8) -> Network:
    """A network around the layers called `name`, for grey pictures of this side in ten classes."""
    specs = (Convolution(3), *LAYERS[name], Dense(10), Softmax())
    return seasoned(Network.build(specs, (side, side, 1), tuple(map(str, range(10))), 1))


def preset_network(name: str, seed: int = 1) -> Network:
    """A preset on the shape of the data it is made for: MNIST's, or two coordinates."""
    preset = PRESETS[name]
    shape, classes = ((2,), 2) if (preset.data or "").startswith("xor") else ((28, 28, 1), 10)
    network = Network.build(preset.specs(classes), shape, tuple(map(str, range(classes))), seed)
    network.preset = name
    return seasoned(network)


def seasoned(network: Network, seed: int = 2) -> Network:
    """The network with no parameter left as it starts: biases that are not zero, kept means and variances."""
    rng = np.random.default_rng(seed)
    for parameter in network.parameters():
        change = rng.normal(0, 0.1, parameter.value.shape)
        parameter.value += np.abs(change) if parameter.name.endswith(KEPT_POSITIVE) else change
    return network
