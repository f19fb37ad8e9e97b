"""dream: the pictures that a network is most certain of."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.command import CommandParser, Outcome, UsageError, check_folder, with_options

if TYPE_CHECKING:
    import numpy as np

    from engine.dream.dreams import Dreams
    from engine.dream.objective import ClassObjective
    from engine.dream.start import Start
    from engine.dream.verdict import Verdicts
    from engine.nn.network import Network


def declare(parser: CommandParser) -> None:
    from engine.dream.animation import AnimationPlan
    from engine.dream.plan import DreamPlan
    from engine.dream.start import Start

    parser.add_argument("model", metavar="MODEL", help="a file that train has saved")
    parser.add_argument(
        "--want", required=True, metavar="CLASS[,CLASS...]", help="what to dream of; a picture for each"
    )
    parser.add_argument("--forbid", default="", metavar="CLASS[,CLASS...]", help="what the network must not see in it")
    parser.add_argument("--count", type=int, default=1, metavar="N", help="how many pictures of each class")
    parser.add_argument("--picture", type=Path, metavar="FILE", help="begin with this drawing or photo")
    parser.add_argument(
        *("-o", "--output"),
        required=True,
        type=Path,
        metavar="OUT",
        help="picture or sheet .png, the way there .gif, .apng or .webp, .npz",
    )
    parser.add_argument(
        "--judge",
        action="store_true",
        help="have another network and the nearest training pictures say what they see, beside the start and real ones",
    )
    parser.add_settings(DreamPlan.settings(), title="how it dreams")
    parser.add_settings(Start.settings(), title="what it begins with")
    parser.add_settings(AnimationPlan.settings(), title="settings of an animation")


def run(options: argparse.Namespace) -> Outcome:
    from engine.data import is_known
    from engine.dream.animation import AnimationPlan
    from engine.dream.dream import dream
    from engine.dream.dreams import DreamReport
    from engine.dream.export import save_dreams
    from engine.dream.objective import ClassObjective, parse_classes
    from engine.dream.plan import DreamPlan
    from engine.nn.model_file import load_model
    from engine.terminal import columns, follow

    _check(options)
    plan, film = with_options(DreamPlan(), options), with_options(AnimationPlan(), options)
    if plan.length == 0:
        raise UsageError("A dream without an end can only be watched in the window; give it a number of steps.")
    network = load_model(options.model)
    names = network.class_names
    if options.judge and not is_known(network.data_name or ""):
        raise UsageError(
            f"{options.model} did not learn from a data set known by name, so there is nothing to judge by."
        )
    wanted = [names[index] for index in parse_classes(options.want, names)] * options.count
    objective = ClassObjective.stack([ClassObjective.parse(name, options.forbid, names) for name in wanted])
    begun, start = _start(options, network, objective, plan.seed)

    def describe(report: DreamReport) -> str:
        return f"step {report.step} of {report.steps}, certainty {100 * report.certainty.min():.1f} %"

    started = time.perf_counter()
    dreams = follow(dream(network, objective, plan, start), describe)
    seconds = time.perf_counter() - started
    save_dreams(dreams, options.output, film)
    told = [
        {"wanted": name, "certainty": float(certainty), "outputs": dict(zip(names, map(float, answer), strict=True))}
        for name, certainty, answer in zip(wanted, dreams.certainty, dreams.outputs, strict=True)
    ]
    values = {
        "certainty": float(dreams.certainty.min()),
        "wanted": wanted,
        "dreams": told,
        "method": plan.method.value,
        "start": begun.start.value,
        "seconds": round(seconds, 3),
        "output": str(options.output),
    }
    rows = [
        [name, f"{100 * certainty:.1f} % certain"] for name, certainty in zip(wanted, dreams.certainty, strict=True)
    ]
    lines = columns(rows)
    if options.judge:
        verdicts = _verdicts(network, dreams)
        values["judge"] = verdicts.to_plain()
        lines += ["", *columns(verdicts.table())]
    return Outcome(values, [*lines, f"Wrote {options.output}."])


def _verdicts(network: Network, dreams: Dreams) -> Verdicts:
    """What a judge finds in the dreams, in what they began with, and in as many real test pictures."""
    from engine.commands.train import describe_loading, describe_training
    from engine.data import open_dataset
    from engine.data.dataset import Progress
    from engine.dream.verdict import judging
    from engine.nn.report import TrainingReport
    from engine.terminal import follow

    def describe(report: Progress | TrainingReport) -> str:
        if isinstance(report, Progress):
            return describe_loading(report)
        return f"training the judge, once for all dreams: {describe_training(report)}"

    data = follow(open_dataset(network.data_name or ""), describe_loading).labelled_as(network.class_names)
    return follow(judging(dreams.images, dreams.wanted, data, dreams.start), describe)


def _start(
    options: argparse.Namespace, network: Network, objective: ClassObjective, seed: int
) -> tuple[Start, np.ndarray]:
    """What the dreams begin with, declared and drawn. Raises UsageError, ImageError, DreamError."""
    from engine.commands.train import describe_loading
    from engine.data.picture import network_input
    from engine.dream.dream import seen_by
    from engine.dream.nature import nature_of
    from engine.dream.start import Start, StartKind
    from engine.image import load
    from engine.terminal import follow, remark

    if options.picture is not None and options.start is None:
        options.start = StartKind.PICTURE.value
    start, shape = with_options(Start(), options), seen_by(network)
    if (start.start is StartKind.PICTURE) != (options.picture is not None):
        raise UsageError("A dream that begins with a picture takes --picture FILE, and no other --start than picture.")
    nature = picture = None
    if options.picture is not None:
        picture = network_input(load(options.picture), shape, network.preparation)
    if start.start is StartKind.NATURAL:
        nature = follow(nature_of(network), describe_loading)
        if nature is None:
            remark("The pictures that the network learned from are not here: the dreams begin with Gaussian noise.")
            start = Start(start=StartKind.GAUSSIAN)
    return start, start.pictures(len(objective), shape, seed, nature=nature, picture=picture)


def _check(options: argparse.Namespace) -> None:
    """Refuse what could only fail after the work is done. Raises DreamError, UsageError."""
    from engine.dream.export import check_ending

    check_ending(options.output)
    check_folder(options.output)
    if not 1 <= options.count <= 1000:
        raise UsageError(f"count must be from 1 to 1000; got {options.count}.")
    if not options.want.strip(" ,"):
        raise UsageError("Say what to dream of: --want 3, or --want 0,1,2.")
