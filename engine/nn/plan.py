"""How a network is trained, as a declaration."""

from __future__ import annotations

import enum
import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.augmentation import Augmentation
from engine.nn.attack import Norm
from engine.nn.loss import Loss
from engine.params import Declared, Range, param, same_param

if TYPE_CHECKING:
    from engine.nn.optimizer import Optimizer


class OptimizerKind(enum.Enum):
    SGD = "sgd"
    MOMENTUM = "momentum"
    NESTEROV = "nesterov"
    RMSPROP = "rmsprop"
    ADAM = "adam"
    ADAMW = "adamw"


class Schedule(enum.Enum):
    """How the learning rate changes over a run; cosine falls gently to zero (I. Loshchilov, F. Hutter, 2017)."""

    CONSTANT = "constant"
    COSINE = "cosine"


@dataclass(frozen=True)
class TrainingPlan(Declared):
    """How a network is trained."""

    epochs: int = param(
        10, "how many times the network sees all training pictures", range=Range(1, 10000, logarithmic=True)
    )
    learning_rate: float = param(
        0.001, "how far each step changes the weights", range=Range(1e-6, 10.0, logarithmic=True)
    )
    batch_size: int = param(
        64, "how many pictures each step averages over; 1 is one at a time", range=Range(1, 65536, logarithmic=True)
    )
    optimizer: OptimizerKind = param(OptimizerKind.ADAM, "the rule that turns a gradient into a step")
    momentum: float = param(
        0.9, "how much of the last step the next one keeps; for momentum and nesterov", range=Range(0.0, 0.999)
    )
    weight_decay: float = param(
        0.01, "the share of each weight, times the learning rate, lost at each step; for adamw", range=Range(0.0, 1.0)
    )
    schedule: Schedule = param(Schedule.CONSTANT, "how the learning rate changes over the run; cosine ends at zero")
    loss: Loss = param(Loss.CROSS_ENTROPY, "what is made small")
    shift: float = same_param(Augmentation, "shift")
    rotation: float = same_param(Augmentation, "rotation")
    scale: float = same_param(Augmentation, "scale")
    elastic: float = same_param(Augmentation, "elastic")
    elastic_sigma: float = same_param(Augmentation, "elastic_sigma")
    attack_radius: float = param(
        0.0,
        "robust training: pictures are first changed by up to this (in brightness, as a distance) to mislead the "
        "network; 0 trains as usual",
        range=Range(0.0, 20.0, step=0.5),
    )
    attack_norm: Norm = param(
        Norm.L2, "robust training: the distance is measured over the whole picture (l2) or pixel by pixel (linf)"
    )
    attack_steps: int = param(5, "robust training: how many steps the attack on a picture takes", range=Range(1, 50))
    attack_share: float = param(
        1.0, "robust training: the share of the pictures that is attacked; the others stay", range=Range(0.0, 1.0)
    )
    patience: int = param(
        0,
        "early stopping: end after so many epochs without a better look at the pictures set aside, and keep the best "
        "weights; 0 trains to the end",
        range=Range(0, 10000),
        unit="epochs",
    )
    validation_share: float = param(
        0.1,
        "the part of the training pictures that is set aside to see how well unseen ones are read",
        range=Range(0.0, 0.9),
    )
    seed: int = param(1, "the same seed on the same machine gives the same network", range=Range(0, 2**31 - 1))

    @property
    def is_plain_descent(self) -> bool:
        """Whether each step is the gradient times the rate, and nothing else."""
        return self.optimizer is OptimizerKind.SGD and not self.attack_radius

    @property
    def augmentation(self) -> Augmentation:
        """How pictures are changed before the network learns from them."""
        return Augmentation(**{setting.name: getattr(self, setting.name) for setting in Augmentation.settings()})

    def rate_at(self, share_done: float) -> float:
        """The learning rate when this share of all steps, from 0 to 1, has been taken."""
        if self.schedule is Schedule.COSINE:
            return self.learning_rate * 0.5 * (1 + math.cos(math.pi * share_done))
        return self.learning_rate

    def make_optimizer(self) -> Optimizer:
        from engine.nn import optimizer  # brings numba, which is slow to import

        rate = self.learning_rate
        match self.optimizer:
            case OptimizerKind.SGD:
                return optimizer.SGD(rate)
            case OptimizerKind.MOMENTUM:
                return optimizer.Momentum(rate, self.momentum)
            case OptimizerKind.NESTEROV:
                return optimizer.Nesterov(rate, self.momentum)
            case OptimizerKind.RMSPROP:
                return optimizer.RMSProp(rate)
            case OptimizerKind.ADAM:
                return optimizer.Adam(rate)
            case OptimizerKind.ADAMW:
                return optimizer.AdamW(rate, self.weight_decay)
