"""Layers on their way to a network: how far they go together, and what is wrong with the first that does not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import prod

from engine.nn.activation import ReLU, Sigmoid
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.layer import LAYERS, LayerSpec, NetworkError, Shape, shapes_through
from engine.nn.network import check_specs
from engine.nn.normalization import BatchNormalization
from engine.nn.residual import Residual

Specs = tuple[LayerSpec, ...]


@dataclass(frozen=True)
class Fault:
    """Which layer does not fit, and why, in a sentence."""

    place: int
    reason: str


@dataclass(frozen=True)
class Walk:
    """What layers come to: the shape of the input and of the answer of each layer, and how many numbers each keeps,
    up to the first that does not fit. `widths` are how many numbers go in and how many channels or units each layer
    that weighs its input answers with. `fault` is None for layers that make a network."""

    shapes: tuple[Shape, ...]
    parameters: tuple[int, ...]
    widths: tuple[int, ...]
    fault: Fault | None = None


def walk(specs: Specs, input_shape: Shape, class_names: tuple[str, ...]) -> Walk:
    """Walk through layers with the shape of one input; what is missing at the end is a fault of the last layer."""
    shapes, parameters, widths = [input_shape], [], [prod(input_shape)]
    for place, spec in enumerate(specs):
        try:
            after = shapes_through((spec,), shapes[-1])[-1]
            parameters.append(sum(map(prod, spec.parameter_shapes(shapes[-1]).values())))
        except NetworkError as error:
            return Walk(tuple(shapes), tuple(parameters), tuple(widths), Fault(place, str(error)))
        widths += after[-1:] if spec.multiplications(shapes[-1]) else ()
        shapes.append(after)
    try:
        check_specs(specs, input_shape, class_names)
    except NetworkError as error:
        return Walk(tuple(shapes), tuple(parameters), tuple(widths), Fault(max(0, len(specs) - 1), str(error)))
    return Walk(tuple(shapes), tuple(parameters), tuple(widths))


def usual_layer(name: str) -> LayerSpec:
    """A layer of the kind of this name as it comes; a residual block holds two convolutions."""
    if name == Residual.name:
        return Residual((Convolution(16), BatchNormalization(), ReLU(), Convolution(16), BatchNormalization()))
    return LAYERS[name]()


def output_layer(specs: Specs) -> int | None:
    """The place of the dense layer whose units are the outputs: the last one, if no other layer changes the shape
    after it."""
    place = max((place for place, spec in enumerate(specs) if isinstance(spec, Dense)), default=None)
    try:
        return place if place is None or shapes_through(specs[place + 1 :], (64,))[-1] == (64,) else None
    except NetworkError:
        return None


def ending_in(specs: Specs, classes: int) -> Specs:
    """The layers with one output a class. A single sigmoid that tells two classes apart stays."""
    place = output_layer(specs)
    if place is None:
        return specs
    last = specs[place]
    assert isinstance(last, Dense)
    is_single = last.units == 1 and classes == 2 and isinstance(specs[-1], Sigmoid)
    fitted = last if is_single else replace(last, units=classes)
    return *specs[:place], fitted, *specs[place + 1 :]
