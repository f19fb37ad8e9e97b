"""What a layer has learned, and what it answers to a picture, as small pictures to look at."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from engine.jobs import Job
from engine.nn.layer import Array, Shape
from engine.nn.network import Network


@dataclass(frozen=True, eq=False)
class Maps:
    """Small pictures of numbers `(count, height, width)`, best shown with so many in a row, if that matters."""

    values: Array
    columns: int | None = None


@dataclass(frozen=True, eq=False)
class LayerView:
    """What there is to see of a layer: its weights, None where it has none, and its answer to one picture."""

    weights: Maps | None
    answer: Maps


def looking(network: Network, image: Array, number: int) -> Job[LayerView]:
    """Look at layer `number`, from 0, of a network that is given a picture of its input shape."""
    yield None
    answer = network.activations(image[np.newaxis])[number][0]
    return LayerView(weight_maps(network, number), answer_maps(answer))


def weight_maps(network: Network, number: int) -> Maps | None:
    """The weights of a layer as they are now, as pictures.

    Of a convolution each kernel, a row of them for every filter and a column for every channel it reads. Of a dense
    layer that sees a picture what each unit weighs it with, channel after channel; of any other the whole table, a row
    for every unit.
    """
    weights = next((each.value for each in network.layers[number].parameters() if each.name == "weights"), None)
    if weights is None:
        return None
    if weights.ndim == 4:
        height, width, channels, filters = weights.shape
        return Maps(weights.transpose(3, 2, 0, 1).reshape(filters * channels, height, width), channels)
    shape = _picture_before(network, number)
    if shape is None:
        return Maps(weights.T[np.newaxis].copy())
    height, width, channels = shape
    pictures = weights.T.reshape(-1, height, width, channels).transpose(0, 3, 1, 2)
    return Maps(pictures.reshape(-1, height, width).copy(), channels if channels > 1 else None)


def answer_maps(answer: Array) -> Maps:
    """An answer `(H, W, C)` as one picture a channel, or `(units,)` as one pixel a unit."""
    if answer.ndim == 1:
        return Maps(answer.reshape(-1, 1, 1).copy())
    return Maps(answer.transpose(2, 0, 1).copy())


def written_out(network: Network) -> list[str]:
    """All parameters as text, a paragraph for every layer that has some: for networks that are small enough to read."""
    paragraphs = []
    for number, layer in enumerate(network.layers):
        lines = [f"{network.specs[number].name.capitalize()}"] * bool(layer.parameters())
        for parameter in layer.parameters():
            rows = np.atleast_2d(parameter.value)
            lines += [f"{parameter.name}  " + "   ".join(f"{value:+.2f}" for value in row) for row in rows]
        if lines:
            paragraphs.append("\n".join(lines))
    return paragraphs


def _picture_before(network: Network, number: int) -> Shape | None:
    """The shape of what a layer is given, where it is the picture itself and no maps of an earlier layer."""
    shape = network.shapes[number]
    return shape if len(shape) == 3 and shape == network.input_shape else None
