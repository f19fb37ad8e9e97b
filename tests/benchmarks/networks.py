"""Time per epoch against PyTorch on the same cores: `python -m tests.benchmarks.networks`.

Both take 60,000 pictures of 28×28 pixels in a random order, with Adam and softmax cross-entropy. PyTorch runs as its
tutorials have it, without a data loader, which would slow it down. Every figure is the best of several rounds that are
taken in turn, so that a busy machine is unkind to both.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter
from typing import Any

import numpy as np

from engine.data.dataset import Dataset
from engine.jobs import finish
from engine.nn.activation import ReLU, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense, Start
from engine.nn.layer import LayerSpec
from engine.nn.network import Network
from engine.nn.pooling import MaxPooling
from engine.nn.training import TrainingPlan, train

THREADS = 2
SAMPLES = 60_000
ROUNDS = 3


@dataclass(frozen=True)
class Case:
    """Two layers of 3×3 filters with max pooling, so many each, or hidden dense layers, so wide."""

    title: str
    filters: tuple[int, ...]
    hidden: tuple[int, ...]
    batch_size: int
    goal: float


CASES = (
    Case("784-20-10, batch 64", (), (20,), 64, 0.5),
    Case("784-128-10, batch 64", (), (128,), 64, 0.75),
    Case("784-512-256-10, batch 128", (), (512, 256), 128, 0.9),
    Case("cnn-small, batch 64", (16, 32), (), 64, 1.0),
)


def pictures() -> Dataset:
    """Random pictures as dark as digits are: a fifth of the pixels is not black."""
    rng = np.random.default_rng(0)
    images = rng.random((SAMPLES, 28, 28, 1), np.float32) * (rng.random((SAMPLES, 28, 28, 1)) < 0.2)
    images = images.astype(np.float32)
    labels = rng.integers(0, 10, SAMPLES)
    return Dataset("random", "Random", "", images, labels, images[:1], labels[:1], tuple("0123456789"))


def ours(data: Dataset, case: Case) -> float:
    """Seconds for an epoch of the training job, reports and curves included."""
    specs: list[LayerSpec] = []
    for filters in case.filters:
        specs += [Convolution(filters), ReLU(), MaxPooling()]
    for units in case.hidden:
        specs += [Dense(units, start=Start.HE), ReLU()]
    network = Network.build((*specs, Dense(10), Softmax()), data.input_shape, data.class_names, 1)
    start = perf_counter()
    finish(train(network, data, TrainingPlan(epochs=1, batch_size=case.batch_size, validation_share=0)))
    return perf_counter() - start


def theirs(data: Dataset, case: Case) -> float:
    """Seconds for an epoch of PyTorch; for pictures the faster of its two layouts."""
    import torch

    torch.set_num_threads(THREADS)
    if case.filters:
        layouts = (torch.contiguous_format, torch.channels_last)
        return min(_epoch(data, case, lambda value, to=to: value.to(memory_format=to)) for to in layouts)
    return _epoch(data, case, lambda value: value.flatten(1) if isinstance(value, torch.Tensor) else value)


def _epoch(data: Dataset, case: Case, arranged: Callable[[Any], Any]) -> float:
    import torch

    images = arranged(torch.from_numpy(data.train_images).permute(0, 3, 1, 2).contiguous())
    labels = torch.from_numpy(data.train_labels)
    layers: list[torch.nn.Module] = []
    for before, after in pairwise((1, *case.filters)):
        layers += [torch.nn.Conv2d(before, after, 3, padding=1), torch.nn.ReLU(), torch.nn.MaxPool2d(2)]
    layers.append(torch.nn.Flatten())
    widths = (case.filters[-1] * 7 * 7 if case.filters else 784, *case.hidden)
    for before, after in pairwise(widths):
        layers += [torch.nn.Linear(before, after), torch.nn.ReLU()]
    model = arranged(torch.nn.Sequential(*layers, torch.nn.Linear(widths[-1], 10)))
    optimizer, loss = torch.optim.Adam(model.parameters()), torch.nn.CrossEntropyLoss()
    start = perf_counter()
    for chosen in torch.randperm(SAMPLES).split(case.batch_size):
        optimizer.zero_grad()
        loss(model(images[chosen]), labels[chosen]).backward()
        optimizer.step()
    return perf_counter() - start


def textbook(data: Dataset, samples: int) -> float:
    """Seconds for the textbook's loop: one picture at a time, a matrix and a sigmoid for each layer, in NumPy.

    M. Nielsen, "Neural Networks and Deep Learning", 2015, chapter 1.
    """
    rng = np.random.default_rng(1)
    images, targets = data.train_images[:samples].reshape(samples, 784), np.eye(10)[data.train_labels[:samples]]
    first, second = rng.normal(0, 784**-0.5, (20, 784)), rng.normal(0, 20**-0.5, (10, 20))
    bias, last_bias = np.zeros(20), np.zeros(10)
    start = perf_counter()
    for x, target in zip(images, targets, strict=True):
        hidden = 1 / (1 + np.exp(-(first @ x + bias)))
        answer = 1 / (1 + np.exp(-(second @ hidden + last_bias)))
        delta = (answer - target) * answer * (1 - answer)
        before = second.T @ delta * hidden * (1 - hidden)
        second -= 0.2 * np.outer(delta, hidden)
        last_bias -= 0.2 * delta
        first -= 0.2 * np.outer(before, x)
        bias -= 0.2 * before
    return perf_counter() - start


def main() -> None:
    data = pictures()
    print(f"{'seconds an epoch of 60,000':28} {'ours':>8} {'PyTorch':>8} {'ratio':>6} {'goal':>6}")
    for case in CASES:
        rounds = [(ours(data, case), theirs(data, case)) for _ in range(ROUNDS)]
        mine, its = (min(times) for times in zip(*rounds, strict=True))
        print(f"{case.title:28} {mine:8.3f} {its:8.3f} {mine / its:6.2f} {case.goal:6.2f}", flush=True)
    slow = min(textbook(data, SAMPLES // 10) * 10 for _ in range(ROUNDS))
    mine = min(ours(data, CASES[0]) for _ in range(ROUNDS))
    print(f"784-20-10: the textbook's loop, one picture at a time, takes {slow:.1f} s, {slow / mine:.0f} times as long")


if __name__ == "__main__":
    main()
