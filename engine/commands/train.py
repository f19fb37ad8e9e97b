"""train: from a data set to a network that reads, in a file."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.command import CommandParser, Outcome, check_folder, with_options

if TYPE_CHECKING:
    from engine.data.dataset import Dataset, Progress
    from engine.nn.network import Network
    from engine.nn.training import TrainingPlan, TrainingReport


def declare(parser: CommandParser) -> None:
    from engine.nn.training import TrainingPlan

    parser.add_argument(
        "--data", metavar="NAME|FILE|FOLDER", help="what to learn from; else what the network is made for, or digits"
    )
    parser.add_argument(
        "--network", default="mlp-128", metavar="NAME|FILE", help="a network by name, or a model to train on; mlp-128"
    )
    parser.add_argument("--save", metavar="MODEL", type=Path, help="the file to keep the network in (.safetensors)")
    parser.add_settings(TrainingPlan.settings(), default="else as the network has it")


def run(options: argparse.Namespace) -> Outcome:
    from engine.nn.metrics import evaluate
    from engine.nn.model_file import save_model
    from engine.nn.training import train
    from engine.terminal import follow

    if options.save:
        check_folder(options.save)
    data = follow(_opening(options.data or _usual_data(options.network)), describe_loading)
    network, plan = _network_and_plan(options, data)
    started = time.perf_counter()
    follow(train(network, data, plan), describe_training)
    seconds = time.perf_counter() - started
    accuracy = evaluate(network, data.test_images, data.test_labels).accuracy
    if options.save:
        save_model(network, options.save)
    values = {
        "test_accuracy": accuracy,
        "seconds": round(seconds, 3),
        "epochs": plan.epochs,
        "network": network.title,
        "data": data.name,
        "seed": plan.seed,
        "model": str(options.save) if options.save else None,
        "plan": plan.to_plain(),
    }
    lines = [
        f"{network.title} on {data.title}: {100 * accuracy:.2f} % of {len(data.test_images):,} test pictures right,",
        f"after {plan.epochs} epochs in {seconds:.1f} seconds; seed {plan.seed}.",
    ]
    saved = [f"Saved {options.save}."] if options.save else []
    return Outcome(values | {"left_out": data.complaints}, [*lines, *saved], list(data.complaints))


def _usual_data(network: str) -> str:
    """What a network learns from where nothing is named. Raises ParameterError where there is no such network."""
    from engine.nn.presets import find_preset

    made_for = None if Path(network).is_file() else find_preset(network).data
    return made_for or "digits"


def _opening(source: str):  # type: ignore[no-untyped-def]
    from engine.data import open_dataset

    return open_dataset(source)


def _network_and_plan(options: argparse.Namespace, data: Dataset) -> tuple[Network, TrainingPlan]:
    """A preset with its starting weights, or a model to go on with; and the plan, changed by the options."""
    from engine.nn.model_file import load_model
    from engine.nn.presets import PRESETS, find_preset

    if Path(options.network).is_file():
        network = load_model(options.network)
        preset = PRESETS.get(network.preset or "", PRESETS["mlp-128"])
        return network, with_options(preset.plan_for(data), options)
    preset = find_preset(options.network)
    plan = with_options(preset.plan_for(data), options)
    return preset.build(data, plan.seed), plan


def describe_loading(progress: Progress) -> str:
    if not progress.total:
        return progress.text
    return f"{progress.text} {100 * progress.done / progress.total:.0f} %"


def describe_training(report: TrainingReport) -> str:
    validation = report.validation_accuracy
    parts = [
        f"epoch {report.epoch} of {report.epochs}",
        f"loss {report.loss:.3f}",
        f"{100 * report.training_accuracy:.1f} % right",
        *([f"{100 * validation:.1f} % of unseen"] if validation is not None else []),
        f"{report.seconds_left:.0f} s left",
    ]
    return ", ".join(parts)
