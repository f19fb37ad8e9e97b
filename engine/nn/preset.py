"""A network with the plan that trains it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from math import prod, sqrt
from typing import Self

from engine.data import DATASETS
from engine.data.dataset import Dataset
from engine.nn.draft import Walk, ending_in, walk
from engine.nn.layer import LayerSpec
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan
from engine.nn.standardization import StandardizationLayer

PICTURES = 60_000
"""As many as MNIST has; an epoch of a small data set counts for less."""
MOST_EPOCHS = 1000
"""Of a few points, as many are enough."""


@dataclass(frozen=True)
class Preset:
    """A network for any input and any number of classes: `specs(classes)` gives its layers, `plan` trains it.

    `data` is the source (as `open_dataset` takes it) that a network is made for, None where it is for any pictures;
    `reaches` says how well it has been seen to do. A person's own network has no `name`, only a title.
    """

    name: str
    title: str
    help: str
    specs: Callable[[int], tuple[LayerSpec, ...]]
    plan: TrainingPlan
    data: str | None = None
    reaches: str = ""

    @classmethod
    def own(cls, title: str, specs: tuple[LayerSpec, ...], plan: TrainingPlan) -> Self:
        """A person's own layers; the last dense one gets as many units as there are classes."""
        return cls("", title, "Layers of your own", partial(ending_in, specs), plan)

    def walk(self, data: Dataset) -> Walk:
        """What the layers come to for a data set, or why they do not fit it."""
        return walk(self.specs(data.classes), data.input_shape, data.class_names)

    def suits(self, data: Dataset) -> bool:
        """Whether the network fits a data set and is meant for such: one for points for any points, one for certain
        pictures for these only."""
        if self.walk(data).fault is not None:
            return False
        if self.data is None:
            return data.is_pictures or not self.name
        info = DATASETS[self.data.partition(":")[0]]
        return info.name == data.name.partition(":")[0] or not (info.is_pictures or data.is_pictures)

    def build(self, data: Dataset, seed: int | None = None) -> Network:
        """The network for a data set, with its starting weights; the plan's seed where none is given.

        Raises NetworkError where the layers do not fit the data.
        """
        seed = self.plan.seed if seed is None else seed
        network = Network.build(self.specs(data.classes), data.input_shape, data.class_names, seed)
        network.preset = self.name or None
        if isinstance(first := network.layers[0], StandardizationLayer):
            first.measure(data.train_images)
        return network

    def plan_for(self, data: Dataset) -> TrainingPlan:
        """The plan fitted to a data set: epochs enough to see as many pictures as in one epoch of MNIST, and an attack
        that may change each pixel by as much as in a picture of 28×28. A network made for certain data keeps its plan,
        and so does a person's own.
        """
        if self.data is not None or not self.name:
            return self.plan
        return replace(
            self.plan,
            epochs=max(self.plan.epochs, min(MOST_EPOCHS, -(-PICTURES // len(data.train_images)))),
            attack_radius=self.plan.attack_radius * sqrt(prod(data.input_shape)) / 28,
        )
