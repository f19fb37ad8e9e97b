"""The data sets there are, by name, and opening one of them or a person's own."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

from engine.data import digits, synthetic, toy
from engine.data.dataset import DataError, Dataset
from engine.data.fashion import FASHION
from engine.data.folder import FolderPlan, Prepare, has_class_folders, load_folder
from engine.data.idx import find_idx, load_idx_folder
from engine.data.mnist import MNIST
from engine.data.npz_file import load_npz
from engine.data.published import PublishedSet
from engine.jobs import Job
from engine.params import Declared

Plan = TypeVar("Plan", bound=Declared)


@dataclass(frozen=True)
class DatasetInfo:
    """What a person should know of a data set before opening it.

    `opens` starts loading it, with a plan of the kind `plan` where there is one; `is_pictures` says whether there is
    something to look at.
    """

    name: str
    title: str
    help: str
    size: str
    licence: str
    opens: Callable[..., Job[Dataset]]
    plan: type[Declared] | None = None
    is_here: Callable[[], bool] = lambda: True
    is_pictures: bool = True

    @property
    def needs_download(self) -> bool:
        """Whether opening it now would fetch it from the network."""
        return not self.is_here()


def _published(data: PublishedSet, help: str, size: str) -> DatasetInfo:
    return DatasetInfo(
        data.name, data.title, help, size, data.licence, data.load, is_here=lambda: data.find() is not None
    )


def _toy(draw: toy.Draw, title: str, help: str, class_names: tuple[str, str]) -> DatasetInfo:
    opens = partial(toy.load_toy, draw, title, class_names)
    return DatasetInfo(draw.__name__, title, help, "1,000 points", toy.LICENCE, opens, toy.ToyPlan, is_pictures=False)


DATASETS: dict[str, DatasetInfo] = {
    info.name: info
    for info in (
        DatasetInfo(
            "digits",
            digits.TITLE,
            "Real handwriting at 8×8 pixels; small, quick and always there",
            "1,797 pictures",
            digits.LICENCE,
            digits.load_digits,
            digits.DigitsPlan,
        ),
        DatasetInfo(
            "synthetic",
            synthetic.TITLE,
            "Digits that the program draws itself, at 28×28 pixels like MNIST's; always there",
            "70,000 pictures, or as many as you say",
            synthetic.LICENCE,
            synthetic.load_synthetic,
            synthetic.SyntheticPlan,
        ),
        _published(MNIST, "The classic: handwritten digits at 28×28 pixels, downloaded once", "70,000 pictures, 11 MB"),
        _published(
            FASHION,
            "Shirts, shoes and bags at 28×28 pixels, harder to tell apart than digits; downloaded once",
            "70,000 pictures, 30 MB",
        ),
        DatasetInfo(
            "xor",
            toy.XOR_TITLE,
            "The smallest problem that no single neuron can solve",
            "4 points",
            toy.LICENCE,
            toy.load_xor,
            is_pictures=False,
        ),
        _toy(toy.circles, "Circles (points)", "A small circle in a large one", ("outer", "inner")),
        _toy(toy.moons, "Moons (points)", "Two half circles that reach into each other", ("upper", "lower")),
        _toy(toy.spirals, "Spirals (points)", "Two arms that wind around each other; hard", ("one arm", "other arm")),
    )
}


def is_known(source: str) -> bool:
    """Whether a source, its settings aside, is a data set known by name."""
    return _parted(source)[0].lower() in DATASETS


def settings_of(source: str) -> Declared | None:
    """The settings that a source's data has, as the source says them; None where it has none. Raises DataError or
    ParameterError where they are wrong."""
    name, given = _parted(source)
    info = DATASETS.get(name.lower())
    path = Path(name).expanduser()
    if info is not None:
        kind = info.plan
    else:
        kind = FolderPlan if path.is_dir() and (not find_idx(path) or has_class_folders(path)) else None
    return _plan(kind, given, name) if kind is not None else None


def with_settings(source: str, plan: Declared) -> str:
    """The source of the same data with other settings; those that are the usual ones are left out."""
    name, changed = _parted(source)[0], _settings(plan)
    return f"{name}:{changed}" if changed else name


def open_dataset(source: str, prepare: Prepare | None = None) -> Job[Dataset]:
    """Load a data set by its name, or by its path an .npz file or a folder; yields Progress. Raises DataError.

    Settings may follow: "digits:test=40", "photos:size=32,grey=yes". An .npz file holds x_train, y_train, x_test,
    y_test: pictures (N, H, W) or (N, H, W, C), uint8 or float from 0 to 1, and labels that are whole numbers from 0. A
    folder holds IDX files, or a folder of pictures for each class; those pictures are brought by `prepare`, where it is
    given, to what a network sees.
    """
    name, given = _parted(source)
    info = DATASETS.get(name.lower())
    if info is not None:
        if info.plan is None:
            _refuse(given, name)
            return (yield from info.opens())
        plan = _plan(info.plan, given, name)
        data = yield from info.opens(plan)
        return replace(data, name=":".join([info.name, *([_settings(plan)] if _settings(plan) else [])]))
    path = Path(name).expanduser()
    if name and path.is_dir():
        path = path.resolve()  # so that "." has a name too
        if find_idx(path) and not has_class_folders(path):
            _refuse(given, path.name)
            return (yield from load_idx_folder(path))
        return (yield from load_folder(path, _plan(FolderPlan, given, path.name), prepare))
    if not path.is_file():
        raise DataError(
            f"There is no data set {name!r}; there are {', '.join(DATASETS)}, or a folder or an .npz file by its path."
        )
    if path.suffix.lower() != ".npz":
        raise DataError(
            f"{path.name} is not a data set: it must be an .npz file with pictures and their labels, or a folder."
        )
    _refuse(given, path.name)
    return (yield from load_npz(path, name=path.stem, title=path.name, licence="your own file"))


def _parted(source: str) -> tuple[str, dict[str, str]]:
    """A source's name or path, and the settings that follow it."""
    found = re.fullmatch(r"(.+?)(?::(\w+=[^,:=]*(?:,\w+=[^,:=]*)*))?", source.strip(), re.DOTALL)
    if found is None:
        return "", {}
    return found[1], dict(pair.split("=") for pair in (found[2] or "").split(",") if pair)


def _plan(kind: type[Plan], given: dict[str, str], name: str) -> Plan:
    known = {setting.name: setting for setting in kind.settings()}
    unknown = [key for key in given if key not in known]
    if unknown:
        raise DataError(f"{name} has no setting {unknown[0]!r}; it has {', '.join(known)}.")
    return kind(**{key: known[key].parse(text) for key, text in given.items()})


def _refuse(given: dict[str, str], name: str) -> None:
    if given:
        raise DataError(f"{name} has no settings; leave out {', '.join(given)}.")


def _settings(plan: Declared) -> str:
    """The settings that are not the usual ones, as a source says them."""
    changed = [setting for setting in plan.settings() if getattr(plan, setting.name) != setting.default]
    return ",".join(f"{setting.name}={setting.print(getattr(plan, setting.name))}" for setting in changed)
