"""IDX files, in which MNIST and its relatives are published: four of them make a data set."""

from __future__ import annotations

import gzip
import re
import zipfile
import zlib
from io import BytesIO
from math import prod
from pathlib import Path

import numpy as np

from engine.data.arrays import MOST_BYTES, NAMES, dataset_of
from engine.data.dataset import Array, DataError, Dataset, Progress
from engine.jobs import Job

FILES = ("train-images", "train-labels", "t10k-images", "t10k-labels")
"""How the names of the four files begin, in the order of NAMES."""
PIECE = 1 << 20


def find_idx(folder: Path) -> dict[str, Path]:
    """Which of the four files a folder holds, by the beginning of their names; "-idx3-ubyte" or ".idx3-ubyte" and
    perhaps ".gz" follow it."""
    found: dict[str, Path] = {}
    for path in sorted(folder.iterdir()):
        name = re.fullmatch(r"(.+)[-.]idx[13]-ubyte(\.gz)?", path.name)
        if name and name[1] in FILES and path.is_file():
            found.setdefault(name[1], path)
    return found


def load_idx_folder(folder: Path) -> Job[Dataset]:
    """The data set that the four IDX files in a folder make; yields Progress. Raises DataError."""
    found = find_idx(folder)
    missing = [name for name in FILES if name not in found]
    if missing:
        raise DataError(f"{folder.name} has no {' and no '.join(f'{name}-idx…-ubyte' for name in missing)}.")
    arrays = {}
    for key, name in zip(NAMES, FILES, strict=True):
        try:
            data = found[name].read_bytes()
        except OSError as error:
            raise DataError(f"{found[name].name} cannot be read: {error.strerror or error}.") from error
        arrays[key] = yield from read_idx(data, found[name].name)
    yield Progress(f"Preparing {folder.name}")
    return dataset_of(arrays, folder.name, name=folder.name, title=folder.name, licence="your own files")


def read_idx(data: bytes, name: str) -> Job[Array]:
    """The bytes in an IDX file, gzipped or not, as an array; yields Progress. Raises DataError.

    Two zeros, the type (8: bytes), the number of axes, their lengths (big-endian), the values.
    """
    plain = (yield from _unzipped(data, name)) if data[:2] == b"\x1f\x8b" else data
    axes = plain[3] if len(plain) >= 4 else 0
    if plain[:3] != b"\0\0\x08" or axes not in (1, 3, 4) or len(plain) < 4 + 4 * axes:
        raise DataError(f"{name} is not an IDX file of pictures or labels.")
    shape = tuple(map(int, np.frombuffer(plain, ">u4", axes, offset=4)))
    if prod(shape) != len(plain) - 4 - 4 * axes:
        raise DataError(f"{name} is damaged: it is cut off or too long.")
    return np.frombuffer(plain, np.uint8, offset=4 + 4 * axes).reshape(shape)


def _unzipped(data: bytes, name: str) -> Job[bytes]:
    """What a gzip file holds, piece by piece; at most MOST_BYTES."""
    plain = bytearray()
    try:
        with gzip.open(BytesIO(data)) as file:
            while piece := file.read(PIECE):
                plain += piece
                if len(plain) > MOST_BYTES:
                    raise DataError(f"{name} unpacks to more than {MOST_BYTES >> 20:,} MB; no more is taken.")
                yield Progress(f"Reading {name}", len(plain))
    except (OSError, EOFError, zlib.error) as error:
        raise DataError(f"{name} is damaged: {error}.") from error
    return bytes(plain)


def pack_idx(files: list[bytes]) -> Job[bytes]:
    """Four IDX files, in the order of FILES, as one .npz file; yields Progress. Raises DataError."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=5) as archive:
        for key, name, data in zip(NAMES, FILES, files, strict=True):
            array = yield from read_idx(data, name)
            plain = BytesIO()
            np.lib.format.write_array(plain, array, allow_pickle=False)
            with archive.open(f"{key}.npy", "w") as member:
                for first in range(0, plain.tell(), PIECE):
                    member.write(plain.getbuffer()[first : first + PIECE])
                    yield Progress("Packing", first, plain.tell())
    return packed.getvalue()
