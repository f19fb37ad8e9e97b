"""The figures on dreaming in the README, and the ten digits ten times: `python -m tests.dream_sheet FOLDER`.

With the network that the Dream workspace begins with: trained on MNIST where it is on this machine, else on digits
that the program draws.
"""

from __future__ import annotations

import sys
import time
from itertools import product
from pathlib import Path

import numpy as np

from engine.commands.train import describe_loading, describe_training
from engine.data.dataset import Dataset, Progress
from engine.dream.dream import dream
from engine.dream.dreamer import open_dreamer
from engine.dream.dreams import Dreams, eight_bits
from engine.dream.judge import Judge, open_judge
from engine.dream.nature import Nature, data_of
from engine.dream.objective import ClassObjective
from engine.dream.plan import DreamPlan
from engine.dream.start import Start
from engine.dream.verdict import judging
from engine.image import Image, save
from engine.nn.network import Network
from engine.nn.report import TrainingReport
from engine.plate import PAPER, enlarged
from engine.terminal import columns, follow

A_CLASS, SHOWN = 20, 10
TILE, GAP = 84, 3
FORBIDDEN_DREAMS, SEEDS, STEPS = 100, (4, 5, 6), (20, 40, 80)


def describe(report: Progress | TrainingReport) -> str:
    return describe_loading(report) if isinstance(report, Progress) else describe_training(report)


def dreamt(network: Network, objective: ClassObjective, nature: Nature, plan: DreamPlan) -> Dreams:
    start = Start().pictures(len(objective), network.input_shape, plan.seed, nature=nature)
    return follow(dream(network, objective, plan, start), lambda report: f"step {report.step}")


def tell_figures(dreams: Dreams, data: Dataset) -> None:
    verdicts = follow(judging(dreams.images, dreams.wanted, data, dreams.start), describe)
    print(*columns(verdicts.table()), sep="\n")


def tell_forbidding(network: Network, judge: Judge, nature: Nature) -> None:
    """How much of a 9 is left in dreams of a 4, to the judge and to the network itself, on the way and at the end."""
    rows = [["steps", "wanted", "the judge's 9", "the network's 9", "the judge sees a 4"]]
    for steps, forbidden in product(STEPS, ("", "9")):
        objective = ClassObjective.stack([ClassObjective.parse("4", forbidden, network.class_names)] * FORBIDDEN_DREAMS)
        dreams = [dreamt(network, objective, nature, DreamPlan(seed=seed, steps=steps)) for seed in SEEDS]
        judged = judge.outputs(np.concatenate([dream.images for dream in dreams]))
        own = np.concatenate([dream.outputs for dream in dreams])
        nines = [f"{outputs[:, 9].mean():.1e}" for outputs in (judged, own)]
        sees = f"{100 * np.mean(judged.argmax(axis=1) == 4):.1f} %"
        rows.append([str(steps), "4, forbid 9" if forbidden else "4", *nines, sees])
    print(*columns(rows), sep="\n")


def write_sheet(dreams: Dreams, path: Path) -> None:
    """The digits below each other, ten dreams of each beside each other."""
    classes = len(np.unique(dreams.wanted))
    pixels = eight_bits(dreams.images[: classes * SHOWN])
    tiles = np.stack([enlarged(picture, TILE) for picture in pixels]).reshape(SHOWN, classes, TILE, TILE)
    framed = np.pad(tiles, ((0, 0), (0, 0), (GAP, GAP), (GAP, GAP)), constant_values=PAPER[0])
    save(Image(framed.transpose(1, 2, 0, 3).reshape(classes * framed.shape[2], -1)), path)


def main(folder: Path) -> None:
    network = follow(open_dreamer(), describe)
    data = follow(data_of(network), describe_loading)
    if data is None:
        raise SystemExit("The pictures that the network learned from are not here.")
    nature = Nature(data.train_images)
    started = time.perf_counter()
    dreams = dreamt(network, ClassObjective.of(list(range(10)) * A_CLASS, network.classes), nature, DreamPlan())
    print(f"{len(dreams.images)} dreams by {network.title} on {data.title} in {time.perf_counter() - started:.1f} s\n")
    write_sheet(dreams, folder / "dreams.png")
    tell_figures(dreams, data)
    print(f"\n{FORBIDDEN_DREAMS * len(SEEDS)} dreams each:")
    tell_forbidding(network, follow(open_judge(data), describe), nature)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
