"""Layers as they are found in a graph, and how the numbers between them lie there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import prod

import numpy as np

from engine.nn.layer import MOST_OUTPUTS, Array, LayerSpec, Shape
from engine.nn.onnx.graph import Unsupported
from engine.nn.pooling import Flatten
from engine.nn.sealed_file import ForeignFile

Axes = tuple[tuple[int, ...], ...]
CHANNELS_FIRST: Axes = ((2,), (0,), (1,))


class OtherOrder(Unsupported):
    """The numbers do not lie as a layer of ours would need them; perhaps the input was taken for something else."""

    def __init__(self, operator: str) -> None:
        super().__init__(operator, "with numbers in that order")


@dataclass(eq=False)
class Step:
    """A layer with those of its parameters that the file gives."""

    spec: LayerSpec
    values: dict[str, Array] = field(default_factory=dict)


class Flow:
    """A network on its way through a graph.

    `shape` is what its last layer answers to one picture. A tensor of the graph holds the same numbers, but its axes
    may be others: `axes` says for each of them, the batch left out, over which axes of `shape` it runs, the slowest
    first. Channels first is ((2,), (0,), (1,)); flattened from there ((2, 0, 1),). Axes of length one are left out.
    """

    def __init__(self, shape: Shape, axes: Axes, batch: int = 0) -> None:
        self.shape = shape
        self.batch = batch
        self.axes = self._without_ones(axes)
        self.steps: list[Step] = []

    def branch(self) -> Flow:
        """Another network that begins where this one has come to."""
        return Flow(self.shape, self.axes, self.batch)

    @property
    def dims(self) -> tuple[int, ...]:
        """The shape of the graph's tensor, without the batch."""
        return tuple(prod(self.shape[axis] for axis in group) for group in self.axes)

    def add(self, spec: LayerSpec, axes: Axes | None = None, **values: Array) -> None:
        """Put a layer behind the others; `axes` are those of its answer, where they are others than before."""
        self.shape = spec.output_shape(self.shape)
        if prod(self.shape) > MOST_OUTPUTS:
            raise ForeignFile("its layers are too large")
        if axes is not None:
            self.axes = self._without_ones(axes)
        self.steps.append(Step(spec, values))

    def need_picture(self, operator: str) -> tuple[int, int, int]:
        """Height, width and channels. Raises OtherOrder unless the tensor is pictures with their channels first."""
        if len(self.shape) != 3 or self.axes != self._without_ones(CHANNELS_FIRST):
            raise OtherOrder(operator)
        height, width, channels = self.shape
        return height, width, channels

    def need_row(self, operator: str) -> Array | None:
        """Where the numbers of a row are in our order; None where they are in it. Raises OtherOrder if it is no row."""
        if len(self.axes) != 1:
            raise OtherOrder(operator)
        (row,) = self.axes
        if list(row) == sorted(row):
            return None
        order = (*row, *(axis for axis in range(len(self.shape)) if axis not in row))
        return np.arange(prod(self.shape)).reshape(self.shape).transpose(order).ravel()

    def need_plain_row(self, operator: str) -> None:
        """Flatten the picture if it is one. Raises OtherOrder if the tensor is no row or one in another order."""
        if self.need_row(operator) is not None:
            raise OtherOrder(operator)
        if len(self.shape) > 1:
            self.add(Flatten(), ((0,),))

    def ours(self, values: Array) -> Array:
        """What is added to the tensor, number by number, as it is added to our pictures. Raises ValueError where the
        shapes do not fit."""
        values = np.broadcast_to(values, (1, *self.dims))[0]
        order = [axis for group in self.axes for axis in group]
        ones = [axis for axis in range(len(self.shape)) if axis not in order]
        values = values.reshape([self.shape[axis] for axis in [*order, *ones]])
        return values.transpose(np.argsort([*order, *ones]))

    def transpose(self, perm: Sequence[int]) -> None:
        if sorted(perm) != list(range(len(self.axes) + 1)) or perm[0] != 0:
            raise OtherOrder("Transpose")
        self.axes = tuple(self.axes[place - 1] for place in perm[1:])

    def reshape(self, dims: Sequence[int], operator: str = "Reshape") -> None:
        """Lay the numbers out in these dimensions, the batch left out. Raises OtherOrder where that would part an axis
        of ours."""
        rest = [axis for group in self.axes for axis in group]
        axes = []
        for side in dims:
            group: list[int] = []
            while rest and prod(self.shape[axis] for axis in group) < side:
                group.append(rest.pop(0))
            if prod(self.shape[axis] for axis in group) != side:
                raise OtherOrder(operator)
            axes.append(tuple(group))
        if rest:
            raise OtherOrder(operator)
        self.axes = tuple(axes)

    def _without_ones(self, axes: Axes) -> Axes:
        return tuple(tuple(axis for axis in group if self.shape[axis] > 1) for group in axes)
