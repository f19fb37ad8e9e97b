"""dream: the pictures that a network is most certain of."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.command import CommandParser, Outcome, UsageError, check_folder, with_options

if TYPE_CHECKING:
    from engine.dream.dreams import Dreams

ENDINGS = (".png", ".gif", ".npz")


def declare(parser: CommandParser) -> None:
    from engine.dream.gradient import DreamPlan
    from engine.dream.search import SearchPlan

    parser.add_argument("model", metavar="MODEL", help="a file that train has saved")
    parser.add_argument(
        "--want", required=True, metavar="CLASS[,CLASS...]", help="what to dream of; a picture for each"
    )
    parser.add_argument("--forbid", default="", metavar="CLASS[,CLASS...]", help="what the network must not see in it")
    parser.add_argument("--count", type=int, default=1, metavar="N", help="how many pictures of each class")
    parser.add_argument("--method", choices=("gradient", "search"), default="gradient", help="how to get there")
    parser.add_argument(
        "-o",
        "--output",
        required=True,
        type=Path,
        metavar="OUT",
        help="picture or sheet .png, the way there .gif, .npz",
    )
    parser.add_argument(
        "--judge",
        action="store_true",
        help="have another network and the nearest training pictures say what they see, beside noise and real pictures",
    )
    own = {"gradient": DreamPlan.settings(), "search": SearchPlan.settings()}
    shared = {setting.name for setting in own["gradient"]} & {setting.name for setting in own["search"]}
    parser.add_settings(setting for setting in own["gradient"] if setting.name in shared)
    for method, settings in own.items():
        rest = [setting for setting in settings if setting.name not in shared]
        parser.add_settings(rest, title=f"settings of --method {method}")


def run(options: argparse.Namespace) -> Outcome:
    from engine.data import is_known
    from engine.dream.dreams import DreamReport
    from engine.dream.export import save_dreams
    from engine.dream.objective import Objective, parse_classes
    from engine.nn.model_file import load_model
    from engine.terminal import columns, follow

    _check(options)
    network = load_model(options.model)
    names = network.class_names
    if options.judge and not is_known(network.data_name or ""):
        raise UsageError(
            f"{options.model} did not learn from a data set known by name, so there is nothing to judge by."
        )
    wanted = [names[index] for index in parse_classes(options.want, names)] * options.count
    objectives = [Objective.parse(name, options.forbid, names) for name in wanted]

    def describe(report: DreamReport) -> str:
        return f"step {report.step} of {report.steps}, certainty {100 * report.certainty.min():.1f} %"

    started = time.perf_counter()
    dreams = follow(_job(options, network, objectives), describe)
    seconds = time.perf_counter() - started
    save_dreams(dreams, options.output)
    outputs = network.outputs(dreams.images)
    told = [
        {"wanted": name, "certainty": float(certainty), "outputs": dict(zip(names, map(float, answer), strict=True))}
        for name, certainty, answer in zip(wanted, dreams.certainty, outputs, strict=True)
    ]
    values = {
        "certainty": float(dreams.certainty.min()),
        "wanted": wanted,
        "dreams": told,
        "method": options.method,
        "seconds": round(seconds, 3),
        "output": str(options.output),
    }
    verdicts = _verdicts(network.data_name or "", dreams) if options.judge else {}
    values |= {"judge": verdicts} if options.judge else {}
    rows = [
        [name, f"{100 * certainty:.1f} % certain"] for name, certainty in zip(wanted, dreams.certainty, strict=True)
    ]
    told_verdicts = [
        f"{what}: another network sees the wanted class in {100 * shares['network_agrees']:.0f} %, "
        f"the nearest training pictures in {100 * shares['neighbours_agree']:.0f} %"
        for what, shares in verdicts.items()
    ]
    return Outcome(values, [*columns(rows), *told_verdicts, f"Wrote {options.output}."])


def _verdicts(source: str, dreams: Dreams) -> dict[str, dict[str, float]]:
    """What others see in the dreams, in the noise they began with, and in as many real test pictures."""
    from engine.commands.train import describe_loading, describe_training
    from engine.data import open_dataset
    from engine.dream.judge import judged, train_judge
    from engine.terminal import follow

    data = follow(open_dataset(source), describe_loading)
    judge = follow(train_judge(data), describe_training)
    count = min(len(dreams.images), len(data.test_images))
    pictures = {
        "dreams": (dreams.images, dreams.wanted),
        "noise": (dreams.frames[0].astype("float32") / 255, dreams.wanted),
        "real": (data.test_images[:count], data.test_labels[:count]),
    }
    return {what: judged(judge, data, images).agreement(wanted) for what, (images, wanted) in pictures.items()}


def _check(options: argparse.Namespace) -> None:
    """Refuse what could only fail after the work is done. Raises UsageError."""
    if options.output.suffix.lower() not in ENDINGS:
        raise UsageError(f"{options.output.name} does not say how to write a dream; end it in {', '.join(ENDINGS)}.")
    check_folder(options.output)
    if not 1 <= options.count <= 1000:
        raise UsageError(f"count must be from 1 to 1000; got {options.count}.")
    if not options.want.strip(" ,"):
        raise UsageError("Say what to dream of: --want 3, or --want 0,1,2.")


def _job(options, network, objectives):  # type: ignore[no-untyped-def]
    """The dream in the chosen way. Raises UsageError for a setting that belongs to the other."""
    from engine.dream.gradient import DreamPlan, dream
    from engine.dream.search import SearchPlan, search

    own, other = (DreamPlan, SearchPlan) if options.method == "gradient" else (SearchPlan, DreamPlan)
    known = {setting.name for setting in own.settings()}
    for setting in other.settings():
        if setting.name not in known and getattr(options, setting.name) is not None:
            raise UsageError(f"--{setting.name.replace('_', '-')} is no setting of --method {options.method}.")
    if options.method == "gradient":
        return dream(network, objectives, with_options(DreamPlan(), options))
    return search(network, objectives, with_options(SearchPlan(), options))
