"""train: from a data set to a network that reads, in a file."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from engine.commands.command import CommandParser, Outcome, UsageError, check_folder, with_options

if TYPE_CHECKING:
    from engine.data.dataset import Dataset, Progress
    from engine.jobs import Job
    from engine.nn.history import TrainingHistory
    from engine.nn.training import Training, TrainingReport

USUAL_DATA, USUAL_NETWORK = "digits", "mlp-128"


def declare(parser: CommandParser) -> None:
    from engine.nn.training import TrainingPlan

    parser.add_argument(
        "--data",
        metavar="NAME|FILE|FOLDER",
        help=f"what to learn from; else what the network is made for, or {USUAL_DATA}",
    )
    parser.add_argument(
        "--network", metavar="NAME|FILE", help=f"a network by name, or a model to train on; default {USUAL_NETWORK}"
    )
    parser.add_argument("--save", metavar="MODEL", type=Path, help="the file to keep the network in (.safetensors)")
    parser.add_argument(
        "--checkpoint",
        metavar="FILE",
        type=Path,
        help="the file to keep the whole training in, after every epoch and on Ctrl+C, so that --resume can go on",
    )
    parser.add_argument(
        "--resume",
        metavar="FILE",
        type=Path,
        help="go on with a training exactly where it was kept, and keep it there; other settings change it from there",
    )
    parser.add_settings(TrainingPlan.settings(), default="else as the network has it")


def run(options: argparse.Namespace) -> Outcome:
    from engine.nn.metrics import evaluate
    from engine.nn.model_file import save_model
    from engine.terminal import follow

    for path in (options.save, options.checkpoint):
        if path:
            check_folder(path)
    source, training = _resumed(options) if options.resume else _begun(options)
    began_at, started = training.epoch, time.perf_counter()
    with _Interrupt(options.checkpoint or options.resume) as interrupt:
        follow(_kept(training, source, interrupt), describe_training)
    seconds = time.perf_counter() - started
    network, data = training.network, training.data
    accuracy = evaluate(network, data.test_images, data.test_labels).accuracy
    if options.save:
        save_model(network, options.save)
    history = network.history
    assert history is not None
    values = {
        "test_accuracy": accuracy,
        "seconds": round(seconds, 3),
        "epochs": training.plan.epochs,
        "network": network.title,
        "data": data.name,
        "seed": training.plan.seed,
        "model": str(options.save) if options.save else None,
        "checkpoint": str(interrupt.path) if interrupt.path else None,
        "resumed_at_epoch": began_at if options.resume else None,
        "stopped_early": history.stopped_early,
        "best_epoch": history.best and history.best.epoch,
        "plan": training.plan.to_plain(),
        "left_out": data.complaints,
    }
    lines = [
        f"{network.title} on {data.title}: {100 * accuracy:.2f} % of {len(data.test_images):,} test pictures right,",
        f"after {training.epoch:.4g} epochs, {seconds:.1f} seconds of them now; seed {training.plan.seed}."
        if options.resume
        else f"after {training.epoch:.4g} epochs in {seconds:.1f} seconds; seed {training.plan.seed}.",
        *_about_best(history),
    ]
    return Outcome(values, [*lines, *([f"Saved {options.save}."] if options.save else [])], list(data.complaints))


def _begun(options: argparse.Namespace) -> tuple[str, Training]:
    """What opens the data, and a new training: of a preset with its starting weights, or of a model to go on with."""
    from engine.data import is_known
    from engine.nn.model_file import load_model
    from engine.nn.presets import PRESETS, find_preset
    from engine.nn.training import Training

    chosen = options.network or USUAL_NETWORK
    source = options.data or _usual_data(chosen)
    data = _opened(source)
    if Path(chosen).is_file():
        network = load_model(chosen)
        plan = with_options(PRESETS.get(network.preset or "", PRESETS[USUAL_NETWORK]).plan_for(data), options)
    else:
        preset = find_preset(chosen)
        plan = with_options(preset.plan_for(data), options)
        network = preset.build(data, plan.seed)
    if not is_known(source):
        source = str(Path.cwd() / Path(source).expanduser())
    return source, Training(network, data, plan)


def _resumed(options: argparse.Namespace) -> tuple[str, Training]:
    """What opens the data, and a training as it was kept in a file, with the settings that were given as options."""
    from engine.nn.checkpoint import load_checkpoint

    if options.network:
        raise UsageError("--network goes with a new training: the one to resume has its network.")
    checkpoint = load_checkpoint(options.resume)
    source = options.data or checkpoint.source
    training = checkpoint.resume(_opened(source))
    training.plan = with_options(training.plan, options)
    print(f"Going on with {options.resume} at epoch {training.epoch:.4g}.", file=sys.stderr)
    return source, training


def _usual_data(network: str) -> str:
    """What a network learns from where nothing is named. Raises ParameterError where there is no such network."""
    from engine.nn.presets import find_preset

    made_for = None if Path(network).is_file() else find_preset(network).data
    return made_for or USUAL_DATA


def _opened(source: str) -> Dataset:
    from engine.data import open_dataset
    from engine.terminal import follow

    return follow(open_dataset(source), describe_loading)


class _Interrupt:
    """Ctrl+C put off until the training is in its file; a second one is not. Without a file it is as ever."""

    def __init__(self, path: Path | None) -> None:
        self.path, self.is_here = path, False

    def __enter__(self) -> _Interrupt:
        import signal

        self._usual = signal.getsignal(signal.SIGINT)
        if self.path and self._usual is signal.default_int_handler:
            signal.signal(signal.SIGINT, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        import signal

        signal.signal(signal.SIGINT, self._usual)

    def _note(self, *_: object) -> None:
        self.__exit__()
        self.is_here = True


def _kept(training: Training, source: str, interrupt: _Interrupt) -> Job[None]:
    """The job of a training that is put into its file after every epoch, at the end and before Ctrl+C ends it."""
    from engine.nn.checkpoint import save_checkpoint

    kept = int(training.epoch)
    for report in training.run():
        if interrupt.path and (interrupt.is_here or int(training.epoch) > kept):
            save_checkpoint(training, interrupt.path, source)
            kept = int(training.epoch)
        if interrupt.is_here:
            print(f"\nKept in {interrupt.path} at epoch {training.epoch:.4g}; --resume goes on.", file=sys.stderr)
            raise KeyboardInterrupt
        yield report
    if interrupt.path:
        save_checkpoint(training, interrupt.path, source)


def _about_best(history: TrainingHistory) -> list[str]:
    if history.best is None:
        return []
    stopped = "Stopped early; kept" if history.stopped_early else "Kept"
    best = (
        f"epoch {history.best.epoch:.4g}, when {100 * history.best.accuracy:.2f} % of the pictures set aside were right"
    )
    return [f"{stopped} the weights of {best}."]


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
