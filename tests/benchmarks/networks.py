"""Time per epoch against PyTorch on the same cores: `python -m tests.benchmarks.networks`.

Both take 60,000 pictures of 28×28 pixels in a random order, with Adam and softmax cross-entropy. PyTorch runs as its
tutorials have it, without a data loader, which would slow it down. Every figure is the best of several rounds that are
taken in turn, so that a busy machine is unkind to both.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from time import perf_counter

import numpy as np

from engine.data.dataset import Dataset
from engine.jobs import finish
from engine.nn.activation import ReLU, Softmax
from engine.nn.dense import Dense, Start
from engine.nn.layer import LayerSpec
from engine.nn.network import Network
from engine.nn.training import TrainingPlan, train

THREADS = 2
SAMPLES = 60_000
ROUNDS = 3


@dataclass(frozen=True)
class Case:
    title: str
    hidden: tuple[int, ...]
    batch_size: int
    goal: float


CASES = (
    Case("784-20-10, batch 64", (20,), 64, 0.5),
    Case("784-128-10, batch 64", (128,), 64, 0.75),
    Case("784-512-256-10, batch 128", (512, 256), 128, 0.9),
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
    for units in case.hidden:
        specs += [Dense(units, start=Start.HE), ReLU()]
    network = Network.build((*specs, Dense(10), Softmax()), data.input_shape, data.class_names, 1)
    start = perf_counter()
    finish(train(network, data, TrainingPlan(epochs=1, batch_size=case.batch_size, validation_share=0)))
    return perf_counter() - start


def theirs(data: Dataset, case: Case) -> float:
    """Seconds for an epoch of PyTorch."""
    import torch

    torch.set_num_threads(THREADS)
    images = torch.from_numpy(data.train_images.reshape(SAMPLES, -1))
    labels = torch.from_numpy(data.train_labels)
    layers: list[torch.nn.Module] = []
    widths = (images.shape[1], *case.hidden)
    for before, after in pairwise(widths):
        layers += [torch.nn.Linear(before, after), torch.nn.ReLU()]
    model = torch.nn.Sequential(*layers, torch.nn.Linear(widths[-1], 10))
    optimizer, loss = torch.optim.Adam(model.parameters()), torch.nn.CrossEntropyLoss()
    start = perf_counter()
    for chosen in torch.randperm(SAMPLES).split(case.batch_size):
        optimizer.zero_grad()
        loss(model(images[chosen]), labels[chosen]).backward()
        optimizer.step()
    return perf_counter() - start


def main() -> None:
    data = pictures()
    print(f"{'seconds an epoch of 60,000':28} {'ours':>8} {'PyTorch':>8} {'ratio':>6} {'goal':>6}")
    for case in CASES:
        rounds = [(ours(data, case), theirs(data, case)) for _ in range(ROUNDS)]
        mine, its = (min(times) for times in zip(*rounds, strict=True))
        print(f"{case.title:28} {mine:8.3f} {its:8.3f} {mine / its:6.2f} {case.goal:6.2f}")


if __name__ == "__main__":
    main()
