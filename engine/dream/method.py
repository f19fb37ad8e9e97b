"""What all ways of dreaming have in common: they look at pictures, and make the next ones of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np

from engine.dream.objective import Objective
from engine.dream.plan import DreamPlan
from engine.nn.network import Network

Array = np.ndarray


@dataclass(frozen=True, eq=False)
class Task:
    """What is dreamt at the moment: by which network, of what, how, and around which pictures `centre (N, H, W, C)`."""

    network: Network
    objective: Objective
    plan: DreamPlan
    centre: Array


class Stepper(ABC):
    """Takes steps; what it remembers of those before is its own. The task may be another one at each step."""

    @abstractmethod
    def look(self, task: Task, images: Array) -> tuple[Array, Array]:
        """The scores `(N,)` and the logits `(N, classes)` of pictures `(N, H, W, C)`."""

    @abstractmethod
    def step(self, task: Task, images: Array) -> Array:
        """The next pictures."""
