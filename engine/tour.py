"""The whole job on built-in data, without a window: filters, training, dreams."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PIL import Image as Pillow

from engine.data import open_dataset
from engine.data.bundled import PHOTOS, bundled
from engine.depth import as_dtype
from engine.dream.dream import dream
from engine.dream.dreams import Dreams
from engine.dream.export import save_dreams
from engine.dream.nature import Nature
from engine.dream.objective import ClassObjective
from engine.dream.plan import DreamPlan
from engine.dream.start import Start
from engine.errors import UserError
from engine.filters.recipe import Recipe, Step
from engine.image import Image, load, save
from engine.jobs import Job
from engine.nn.history import TrainingHistory
from engine.nn.metrics import evaluate
from engine.nn.model_file import save_model
from engine.nn.network import Network
from engine.nn.presets import find_preset
from engine.nn.training import TrainingReport, train
from engine.plate import Panel, Tile, chart, round_up, sheet

PRESET = "robust-mlp"  # of all presets, its dreams are the easiest to read
RECIPES = {
    "Median, 9 pixels": ("median:size=9",),
    "Gaussian blur": ("gaussian-blur:sigma=4",),
    "Sharpen": ("sharpen",),
    "Sobel": ("sobel",),
    "Pencil: median, Sobel, inverted": ("greyscale", "median:size=5", "sobel", "invert"),
    "Emboss: a kernel of one's own": ("greyscale", "custom-kernel:weights=-2 -1 0;-1 0 1;0 1 2,offset=50"),
    "Max pooling, 8 pixels": ("max-pooling:size=8",),
}
"""What the photos are put through: each a recipe, by what it is called."""


class TourError(UserError):
    """A tour that has nowhere to write to."""


@dataclass(frozen=True)
class TourReport:
    """What the tour is doing."""

    text: str


@dataclass(frozen=True)
class Written:
    """A file that the tour has written, and what it shows."""

    path: Path
    about: str


def tour(folder: Path) -> Job[list[Written]]:
    """Write pictures, plots and a model to a folder; yield `TourReport`s and a `Written` for each file.

    Raises TourError where the folder cannot be made, and whatever the parts raise.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise TourError(f"The folder {folder} cannot be made: {error.strerror or error}.") from error
    written: list[Written] = []
    for part in (_filters(folder), _network(folder)):
        with closing(part):
            for report in part:
                if isinstance(report, Written):
                    written.append(report)
                yield report
    return written


def _filters(folder: Path) -> Generator[TourReport | Written, None, None]:
    """Put the sample photos through the recipes, onto one sheet."""
    yield TourReport("Filtering two photos")
    tiles = []
    for number, photo in enumerate(PHOTOS):
        image = load(bundled(photo))
        tiles.append(_tile(image, image, f"Photo {number + 1}"))
        for name, steps in RECIPES.items():
            yield TourReport(f"Photo {number + 1}: {name}")
            tiles.append(_tile(image, Recipe(tuple(Step.parse(step) for step in steps))(image), name))
    save(Image(np.asarray(sheet(tiles, 4))), folder / "filters.jpg")
    yield Written(folder / "filters.jpg", "two photos and what seven recipes make of them")


def _tile(original: Image, result: Image, caption: str) -> Tile:
    """A result at half the size of the original; what pooling shrank is enlarged again, so that its blocks are seen."""
    times = -(-original.width // result.width)
    colour = as_dtype(result.colour, np.dtype(np.uint8))
    colour = np.broadcast_to(colour, (*colour.shape[:2], 3))
    pixels = colour.repeat(times, axis=0).repeat(times, axis=1)
    pixels = pixels[: original.height // 2 * 2, : original.width // 2 * 2].astype(np.uint16)
    halves = (pixels[::2, ::2] + pixels[1::2, ::2] + pixels[::2, 1::2] + pixels[1::2, 1::2] + 2) // 4
    return Tile(halves.astype(np.uint8), caption)


def _network(folder: Path) -> Job[None]:
    """Train a network on the built-in digits, plot how it went, keep it, and let it dream."""
    data = yield from open_dataset("digits")
    preset = find_preset(PRESET)
    network = preset.build(data)
    for report in train(network, data, preset.plan_for(data)):
        yield _training_report(report) if report is not None else None
    accuracy = evaluate(network, data.test_images, data.test_labels).accuracy
    assert network.history is not None
    save(Image(np.asarray(plot(network.history))), folder / "training.png")
    right = f"{100 * accuracy:.1f} % of the test digits are read right"
    yield Written(folder / "training.png", f"loss and accuracy; {right} (those it trains on are changed to mislead it)")
    save_model(network, folder / "digits.safetensors")
    yield Written(folder / "digits.safetensors", f"the network, {network.title}, for evaluate, classify and dream")
    dreams = yield from _dreams(network, Nature(data.train_images))
    save_dreams(dreams, folder / "dreams.png")
    yield Written(folder / "dreams.png", "the ten digits as the network draws them out of noise")
    save_dreams(dreams, folder / "dreams.gif")
    yield Written(folder / "dreams.gif", "and how they came out of it")


def _training_report(report: TrainingReport) -> TourReport:
    return TourReport(f"Training on the built-in digits, epoch {report.epoch} of {report.epochs}")


def _dreams(network: Network, nature: Nature) -> Job[Dreams]:
    plan, objective = DreamPlan(), ClassObjective.of(range(network.classes), network.classes)
    start = Start().pictures(len(objective), network.input_shape, plan.seed, nature=nature)
    job = dream(network, objective, plan, start)
    while True:
        try:
            report = next(job)
        except StopIteration as end:
            return end.value
        yield TourReport(f"Dreaming, step {report.step} of {report.steps}")


def plot(history: TrainingHistory) -> Pillow.Image:
    """The curves of a training: loss at the left, accuracy at the right."""
    loss = {
        "training": (history.epochs, history.smoothed_loss),
        "validation": (history.validation_epochs, history.validation_loss),
    }
    highest = max(history.smoothed_loss[0], history.validation_loss[0])
    percent = [100 * share for share in history.training_accuracy]
    validation = [100 * share for share in history.validation_accuracy]
    return chart(
        [
            Panel("Loss", loss, 0, round_up(highest)),
            Panel(
                "Accuracy",
                {"training": (history.epochs, percent), "validation": (history.validation_epochs, validation)},
                0,
                100,
                " %",
            ),
        ],
        "epochs",
    )
