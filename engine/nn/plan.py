"""How a network is trained, as a declaration."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import TYPE_CHECKING

from engine.data.augmentation import Augmentation
from engine.nn.attack import Norm
from engine.nn.loss import Loss
from engine.nn.schedule import Schedule
from engine.params import Declared, Range, When, param, same_param

if TYPE_CHECKING:
    from engine.nn.optimizer import Optimizer


class OptimizerKind(enum.Enum):
    """The rule that turns a gradient into a step; `optimizer.py` has the formulas."""

    SGD = "sgd"
    MOMENTUM = "momentum"
    NESTEROV = "nesterov"
    RMSPROP = "rmsprop"
    ADAM = "adam"
    ADAMW = "adamw"


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
        64,
        "how many pictures each step averages over: 1 is one at a time, as many as there are or more the whole set",
        range=Range(1, 1 << 20, logarithmic=True),
    )
    optimizer: OptimizerKind = param(OptimizerKind.ADAM, "the rule that turns a gradient into a step")
    momentum: float = param(
        0.9,
        "how much of the last step the next one keeps; for momentum and nesterov",
        range=Range(0.0, 0.999),
        when=When("optimizer", (OptimizerKind.MOMENTUM, OptimizerKind.NESTEROV)),
    )
    weight_decay: float = param(
        0.01,
        "the share of each weight, times the learning rate, that is lost at each step; for adamw",
        range=Range(0.0, 1.0),
        when=When("optimizer", (OptimizerKind.ADAMW,)),
    )
    schedule: Schedule = param(
        Schedule.CONSTANT, "how the learning rate changes over the run; cosine and one-cycle end at zero"
    )
    drops: int = param(
        2,
        "how often the learning rate drops, evenly spread over the run; for steps",
        range=Range(1, 1000),
        when=When("schedule", (Schedule.STEPS,)),
    )
    drop_factor: float = param(
        0.1,
        "what the learning rate is multiplied by at each drop; for steps",
        range=Range(0.001, 1.0),
        when=When("schedule", (Schedule.STEPS,)),
    )
    loss: Loss = param(Loss.CROSS_ENTROPY, "what is made small")
    label_smoothing: float = param(
        0.0,
        "the share of each label that is spread over all classes, so that no answer need be quite certain",
        range=Range(0.0, 0.9),
    )
    l1: float = param(
        0.0, "penalty on the size of every weight (not on biases): many become zero", range=Range(0.0, 1.0)
    )
    l2: float = param(
        0.0, "penalty on half the square of every weight (not on biases): none becomes large", range=Range(0.0, 1.0)
    )
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
        Norm.L2,
        "robust training: the distance is measured over the whole picture (l2) or pixel by pixel (linf)",
        when=When("attack_radius"),
    )
    attack_steps: int = param(
        5,
        "robust training: how many steps the attack on a picture takes",
        range=Range(1, 50),
        when=When("attack_radius"),
    )
    attack_share: float = param(
        1.0,
        "robust training: the share of the pictures that is attacked; the others stay",
        range=Range(0.0, 1.0),
        when=When("attack_radius"),
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
        """Whether each step is the gradient of the pictures' loss times the rate, and nothing else."""
        changes = (self.attack_radius, self.label_smoothing, self.l1, self.l2)
        return self.optimizer is OptimizerKind.SGD and not any(changes)

    @property
    def augmentation(self) -> Augmentation:
        """How pictures are changed before the network learns from them."""
        return Augmentation(**{setting.name: getattr(self, setting.name) for setting in Augmentation.settings()})

    def rate_at(self, share_done: float) -> float:
        """The learning rate when this share of all steps, from 0 to 1, has been taken."""
        return self.learning_rate * self.schedule.factor(share_done, self.drops, self.drop_factor)

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
