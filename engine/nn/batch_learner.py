"""Learning from many pictures at a time: one step by the mean gradient of a batch."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np

from engine import cores
from engine.data.dataset import Dataset
from engine.nn.attack import attacked
from engine.nn.layer import Array
from engine.nn.loss import smoothed
from engine.nn.network import Network
from engine.nn.penalty import penalize
from engine.nn.plan import TrainingPlan

WORTH_SHARING = 8_000_000
"""So many multiplications in a forward pass outweigh what it takes to hand a part of the batch to another core."""


class BatchLearner:
    """Takes steps of any optimizer on any network, one a batch.

    A large batch is shared out: each core computes the gradient over its part, on layers of its own that look at the
    same weights, and the gradients are added in a fixed order.
    """

    def __init__(self, network: Network, data: Dataset, plan: TrainingPlan) -> None:
        self.at_once = plan.batch_size
        self._images, self._labels = data.train_images, data.train_labels
        self._plan, self._optimizer = plan, plan.make_optimizer()
        self._targets = smoothed(np.eye(network.classes, dtype=network.dtype), plan.label_smoothing)
        multiplications = (
            network.multiplications() * plan.batch_size * (1 + plan.attack_steps * (plan.attack_radius > 0))
        )
        shares = min(cores.count(), plan.batch_size, multiplications // WORTH_SHARING)
        self._networks: tuple[Network, ...] = (
            network,
            *(network.on_the_same_weights(seed=network.seed + share) for share in range(1, shares)),
        )

    def set_rate(self, learning_rate: float) -> None:
        self._optimizer.learning_rate = learning_rate

    def state(self) -> dict[str, Array]:
        """What else than the network's parameters the next step depends on: the optimizer's memory and what random
        generators are in the layers, on each core. Copies, by name."""
        states = {"optimizer": self._optimizer.state()}
        states |= {f"network{number}": network.state() for number, network in enumerate(self._networks)}
        return {f"{owner}.{name}": array for owner, state in states.items() for name, array in state.items()}

    def set_state(self, state: dict[str, Array]) -> None:
        """Take back what `state` gave, to go on exactly from there; what further cores do begins anew.

        Raises KeyError or ValueError where it is of another plan or network.
        """

        def of(owner: str) -> dict[str, Array]:
            return {name.removeprefix(f"{owner}."): state[name] for name in state if name.startswith(f"{owner}.")}

        for name, array in of("optimizer").items():
            if name != "steps" and array.shape != self._networks[0].parts()[int(name.partition(".")[0])].value.shape:
                raise ValueError(name)
        self._optimizer.set_state(of("optimizer"))
        for number, network in enumerate(self._networks):
            if number == 0 or of(f"network{number}"):
                network.set_state(of(f"network{number}"))

    def learn(self, chosen: Array, images: Array | None = None) -> tuple[float, int]:
        """Change the weights by the gradient over the chosen pictures; return the loss and how many were read right.

        `images` are there where the pictures have been changed. The loss is without penalties, so that it can be
        compared with that of other pictures.
        """
        count = len(chosen)
        shares = min(len(self._networks), count)
        parts = [slice(count * share // shares, count * (share + 1) // shares) for share in range(shares)]
        others = [
            _helpers().submit(self._gradient, network, chosen, images, part)
            for network, part in zip(self._networks[1:shares], parts[1:], strict=True)
        ]
        whole = self._networks[0].whole
        loss, hits = self._gradient(self._networks[0], chosen, images, parts[0])
        for network, other in zip(self._networks[1:shares], others, strict=True):
            more_loss, more_hits = other.result()
            loss, hits = loss + more_loss, hits + more_hits
            whole.gradient += network.whole.gradient
        weights, rest = self._networks[0].parts()
        penalize(weights, self._plan.l1, self._plan.l2)
        self._optimizer.step((weights, rest))
        for network in self._networks[:shares]:
            network.settle()
        return loss, hits

    def _gradient(self, network: Network, chosen: Array, changed: Array | None, part: slice) -> tuple[float, int]:
        """Set a network's gradients to what a part adds to the mean of a batch; return its loss likewise, and hits."""
        mine, plan = chosen[part], self._plan
        labels, share = self._labels[mine], network.dtype.type(len(mine) / len(chosen))
        images = self._images.take(mine, axis=0) if changed is None else changed[part]
        targets = self._targets[labels]
        with np.errstate(over="ignore", invalid="ignore"):  # the caller sees to a loss that is not finite
            if plan.attack_radius > 0:
                self._attack(network, images, targets)
            logits = network.forward_to_logits(images, training=True)
            loss, gradient = plan.loss(network.activation, logits, targets)
            network.learn_from_logits(gradient if share == 1 else gradient * share)
        return loss * float(share), int(np.count_nonzero(logits.argmax(axis=1) == labels))

    def _attack(self, network: Network, images: Array, targets: Array) -> None:
        """Attack the share of the pictures that the plan wants attacked, in place."""
        plan, some = self._plan, slice(round(self._plan.attack_share * len(images)))
        if images[some].size:
            images[some] = attacked(
                *(network, images[some], targets[some], plan.loss),
                *(plan.attack_radius, plan.attack_steps, plan.attack_norm),
            )


@cache
def _helpers() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(max(1, cores.count() - 1), thread_name_prefix="gradient")
