"""The data sets there are, by name, and opening one of them or a file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.data import digits, synthetic
from engine.data.dataset import DataError, Dataset
from engine.data.fashion import FASHION
from engine.data.idx import find_idx, load_idx_folder
from engine.data.mnist import MNIST
from engine.data.npz_file import load_npz
from engine.data.published import PublishedSet
from engine.jobs import Job


@dataclass(frozen=True)
class DatasetInfo:
    """What a person should know of a data set before opening it. `opens` starts loading it."""

    name: str
    title: str
    help: str
    size: str
    licence: str
    opens: Callable[[], Job[Dataset]]
    is_here: Callable[[], bool]

    @property
    def needs_download(self) -> bool:
        """Whether opening it now would fetch it from the network."""
        return not self.is_here()


def _published(data: PublishedSet, help: str, size: str) -> DatasetInfo:
    return DatasetInfo(data.name, data.title, help, size, data.licence, data.load, lambda: data.find() is not None)


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
            lambda: True,
        ),
        DatasetInfo(
            "synthetic",
            synthetic.TITLE,
            "Digits that the program draws itself, at 28×28 pixels like MNIST's; always there",
            "35,000 pictures",
            synthetic.LICENCE,
            synthetic.load_synthetic,
            lambda: True,
        ),
        _published(MNIST, "The classic: handwritten digits at 28×28 pixels, downloaded once", "70,000 pictures, 11 MB"),
        _published(
            FASHION,
            "Shirts, shoes and bags at 28×28 pixels, harder to tell apart than digits; downloaded once",
            "70,000 pictures, 30 MB",
        ),
    )
}


def open_dataset(source: str) -> Job[Dataset]:
    """Load a data set by its name, or by its path an .npz file or a folder of IDX files; yields Progress.

    An .npz file holds x_train, y_train, x_test, y_test: pictures (N, H, W) or (N, H, W, C), uint8 or float from 0 to 1,
    and labels that are whole numbers from 0. Raises DataError.
    """
    info = DATASETS.get(source.strip().lower())
    if info is not None:
        return (yield from info.opens())
    path = Path(source).expanduser()
    if source.strip() and path.is_dir() and find_idx(path):
        return (yield from load_idx_folder(path))
    if not path.is_file():
        names = ", ".join(DATASETS)
        raise DataError(
            f"There is no data set {source!r}; there are {names}, an .npz file by its path, or a folder of IDX files."
        )
    if path.suffix.lower() != ".npz":
        raise DataError(f"{path.name} is not a data set: it must be an .npz file with pictures and their labels.")
    return (yield from load_npz(path, name=path.stem, title=path.name, licence="your own file"))
