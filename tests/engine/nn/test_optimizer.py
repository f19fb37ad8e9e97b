"""The optimizers: against PyTorch step by step, by hand, and on a bowl whose bottom is known."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from engine.nn.layer import Parameter
from engine.nn.optimizer import SGD, Adam, AdamW, Momentum, Nesterov, Optimizer, RMSProp

OPTIMIZERS: dict[str, Callable[[], Optimizer]] = {
    "sgd": lambda: SGD(0.1),
    "momentum": lambda: Momentum(0.1, 0.9),
    "nesterov": lambda: Nesterov(0.1, 0.8),
    "rmsprop": lambda: RMSProp(0.003),
    "adam": lambda: Adam(0.1),
    "adamw": lambda: AdamW(0.1, 0.3),
}


def parameter(*values: float) -> Parameter:
    return Parameter.starting_at("weights", np.array(values))


def test_momentum_by_hand() -> None:
    weights, optimizer = parameter(1.0), Momentum(0.1, momentum=0.5)
    weights.gradient[:] = 2.0
    optimizer.step([weights])
    assert weights.value == pytest.approx(1 - 0.1 * 2)
    optimizer.step([weights])  # velocity 0.5 · 2 + 2 = 3
    assert weights.value == pytest.approx(0.8 - 0.1 * 3)


def test_adam_by_hand() -> None:
    weights, optimizer = parameter(1.0, 1.0), Adam(0.1)
    weights.gradient[:] = [4.0, 0.0]
    optimizer.step([weights])  # the first step is the learning rate, whatever the size of the gradient
    assert weights.value == pytest.approx([0.9, 1.0])
    weights.gradient[:] = [-2.0, 0.0]
    optimizer.step([weights])
    mean = (0.9 * 0.1 * 4 + 0.1 * -2) / (1 - 0.9**2)
    square = (0.999 * 0.001 * 16 + 0.001 * 4) / (1 - 0.999**2)
    assert weights.value == pytest.approx([0.9 - 0.1 * mean / (square**0.5 + 1e-8), 1.0])


def test_adamw_shrinks_weights_only() -> None:
    weights = Parameter.starting_at("weights", np.array([2.0]), decays=True)
    biases = Parameter.starting_at("biases", np.array([2.0]))
    AdamW(0.1, weight_decay=0.5).step([weights, biases])
    assert (weights.value, biases.value) == (pytest.approx(2 * (1 - 0.05)), 2)


@pytest.mark.parametrize("name", OPTIMIZERS)
def test_every_step_is_that_of_pytorch(name: str) -> None:
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(4)
    weights = Parameter.starting_at("weights", rng.normal(size=(3, 40)), decays=True)
    their_weights = torch.nn.Parameter(torch.tensor(weights.value))
    ours, theirs = (
        OPTIMIZERS[name](),
        {
            "sgd": lambda: torch.optim.SGD([their_weights], 0.1),
            "momentum": lambda: torch.optim.SGD([their_weights], 0.1, momentum=0.9),
            "nesterov": lambda: torch.optim.SGD([their_weights], 0.1, momentum=0.8, nesterov=True),
            "rmsprop": lambda: torch.optim.RMSprop([their_weights], 0.003),
            "adam": lambda: torch.optim.Adam([their_weights], 0.1),
            "adamw": lambda: torch.optim.AdamW([their_weights], 0.1, weight_decay=0.3),
        }[name](),
    )
    for _ in range(20):
        weights.gradient[:] = weights.value**3 - rng.normal(size=weights.value.shape)
        their_weights.grad = torch.tensor(weights.gradient)
        ours.step([weights])
        theirs.step()
        np.testing.assert_allclose(weights.value, their_weights.detach().numpy(), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("name", sorted(set(OPTIMIZERS) - {"rmsprop", "adamw"}))  # these two do not come to rest there
def test_every_weight_of_a_large_layer_reaches_the_bottom_of_its_bowl(name: str) -> None:
    optimizer, bottom = OPTIMIZERS[name](), np.random.default_rng(1).normal(size=(3, 5000))
    weights = Parameter.starting_at("weights", np.zeros_like(bottom))
    for _ in range(600):
        weights.gradient[:] = weights.value - bottom
        optimizer.step([weights])
    np.testing.assert_allclose(weights.value, bottom, atol=1e-3)


@pytest.mark.parametrize("name", OPTIMIZERS)
@pytest.mark.parametrize("before", [0, 5])
def test_an_optimizer_goes_on_exactly_from_its_state(name: str, before: int) -> None:
    gradients = np.random.default_rng(2).normal(size=(10, 60)).astype(np.float32)

    def go(optimizer: Optimizer, parameters: list[Parameter], steps: slice) -> None:
        for gradient in gradients[steps]:
            for part in parameters:
                part.gradient[:] = gradient
            optimizer.step(parameters)

    parameters = [Parameter.starting_at(name, np.ones(60, np.float32), decays=True) for name in "ab"]
    stopped = OPTIMIZERS[name]()
    go(stopped, parameters, slice(before))
    state, values = stopped.state(), [part.value.copy() for part in parameters]
    go(stopped, parameters, slice(before, None))  # must not reach into the state that was taken
    resumed = [Parameter.starting_at("", value) for value in values]
    for part in resumed:
        part.decays = True
    fresh = OPTIMIZERS[name]()
    fresh.set_state(state)
    go(fresh, resumed, slice(before, None))
    for one, other in zip(parameters, resumed, strict=True):
        np.testing.assert_array_equal(one.value, other.value)
