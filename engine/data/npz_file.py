"""Data sets in NumPy's .npz files: x_train, y_train, x_test, y_test."""

from __future__ import annotations

import io
import zipfile
import zlib
from pathlib import Path

import numpy as np

from engine.data.arrays import MOST_BYTES, NAMES, dataset_of
from engine.data.dataset import Array, DataError, Dataset, Progress
from engine.jobs import Job

READ = 1 << 22


def load_npz(
    path: Path, *, name: str, title: str, licence: str, class_names: tuple[str, ...] | None = None
) -> Job[Dataset]:
    """Read pictures and labels as `dataset_of` takes them; yields Progress. Raises DataError for anything else."""
    try:
        arrays = yield from _read_arrays(path)
    except FileNotFoundError:
        raise DataError(f"There is no file {path}.") from None
    except OSError as error:
        raise DataError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    except (zipfile.BadZipFile, zlib.error, EOFError, ValueError, ArithmeticError, MemoryError, RuntimeError) as error:
        raise DataError(f"{path.name} is damaged or is not an .npz file of plain numbers: {error}.") from error
    yield Progress(f"Preparing {path.name}")
    return dataset_of(arrays, path.name, name=name, title=title, licence=licence, class_names=class_names)


def _read_arrays(path: Path) -> Job[dict[str, Array]]:
    """Unpack the four arrays piece by piece; never unpickles."""
    with zipfile.ZipFile(path) as archive:
        held = {info.filename.removesuffix(".npy"): info for info in archive.infolist()}
        missing = [name for name in NAMES if name not in held]
        if missing:
            raise DataError(f"{path.name} has no {' and no '.join(missing)}; it must hold {', '.join(NAMES)}.")
        total = sum(held[name].file_size for name in NAMES)
        if total > MOST_BYTES:
            raise DataError(f"{path.name} unpacks to {total >> 20:,} MB; at most {MOST_BYTES >> 20:,} MB are taken.")
        arrays, done = {}, 0
        for name in NAMES:
            data = bytearray()
            with archive.open(held[name]) as member:
                while piece := member.read(READ):
                    data += piece
                    yield Progress(f"Reading {path.name}", done + len(data), total)
            done += len(data)
            arrays[name] = np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)
        return arrays
