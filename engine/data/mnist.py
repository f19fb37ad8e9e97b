"""MNIST: 70,000 handwritten digits of 28×28 pixels (Y. LeCun, C. Cortes, C. Burges)."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import platformdirs

from engine.data.dataset import Array, DataError, Dataset, Progress
from engine.data.download import DownloadError, RemoteFile, download
from engine.data.npz_file import load_npz
from engine.files import write_whole
from engine.jobs import Job

TITLE = "MNIST digits (28×28)"
LICENCE = "MNIST, Y. LeCun and C. Cortes, CC BY-SA 3.0"
FILE_NAME = "mnist.npz"


@dataclass(frozen=True)
class Source:
    """One place MNIST can be had from: its files, and how their bytes become an .npz file."""

    files: tuple[RemoteFile, ...]
    pack: Callable[[list[bytes]], bytes]


def _as_it_is(files: list[bytes]) -> bytes:
    return files[0]


def pack_idx(files: list[bytes]) -> bytes:
    """Four gzipped IDX files (training pictures and labels, test pictures and labels) as one .npz file."""
    arrays = [_read_idx(data) for data in files]
    packed = io.BytesIO()
    np.savez_compressed(packed, x_train=arrays[0], y_train=arrays[1], x_test=arrays[2], y_test=arrays[3])
    return packed.getvalue()


def _read_idx(data: bytes) -> Array:
    """An IDX file of bytes: two zeros, the type, the number of axes, their lengths (big-endian), the values."""
    plain = gzip.decompress(data)
    axes = plain[3]
    shape = np.frombuffer(plain, ">u4", axes, offset=4)
    return np.frombuffer(plain, np.uint8, offset=4 + 4 * axes).reshape(shape)


_IDX = "https://ossci-datasets.s3.amazonaws.com/mnist/"
SOURCES = (
    Source(
        (
            RemoteFile(
                "https://storage.googleapis.com/tensorflow/tf-keras-datasets/mnist.npz",
                "sha256:731c5ac602752760c8e48fbffcf8c3b850d9dc2a2aedcf2cc48468fc17b673d1",
            ),
        ),
        _as_it_is,
    ),
    Source(
        (
            RemoteFile(_IDX + "train-images-idx3-ubyte.gz", "md5:f68b3c2dcbeaaa9fbdd348bbdeb94873"),
            RemoteFile(_IDX + "train-labels-idx1-ubyte.gz", "md5:d53e105ee54ea40749a09fcbcd1e9432"),
            RemoteFile(_IDX + "t10k-images-idx3-ubyte.gz", "md5:9fb629c4189551a2d022fa330f9573f3"),
            RemoteFile(_IDX + "t10k-labels-idx1-ubyte.gz", "md5:ec29112dd5afa0611ce80d1b7f02629c"),
        ),
        pack_idx,
    ),
)


def cache_folder() -> Path:
    """Where downloaded data is kept."""
    return Path(platformdirs.user_cache_dir("neural-darkroom", appauthor=False))


def find_mnist() -> Path | None:
    """The file, if it is in the folder DARKROOM_DATA or was downloaded before."""
    own = os.environ.get("DARKROOM_DATA")
    places = [Path(own) / FILE_NAME] if own else []
    return next((place for place in [*places, cache_folder() / FILE_NAME] if place.is_file()), None)


def load_mnist(sources: tuple[Source, ...] = SOURCES) -> Job[Dataset]:
    """Find MNIST or else download it from the first source that has it; yields Progress.

    Raises DataError where it can be had from none of them, or where the file in DARKROOM_DATA is damaged. A downloaded
    file that is damaged is fetched anew.
    """
    path, downloaded = find_mnist(), cache_folder() / FILE_NAME
    if path is not None:
        try:
            return (yield from _load(path))
        except DataError:
            if path != downloaded:
                raise
    yield from _fetch(downloaded, sources)
    return (yield from _load(downloaded))


def _load(path: Path) -> Job[Dataset]:
    return load_npz(path, name="mnist", title=TITLE, licence=LICENCE)


def _fetch(target: Path, sources: tuple[Source, ...]) -> Job[None]:
    """Put the file in its place, whole or not at all."""
    reasons = []
    for source in sources:
        try:
            files = [b""] * len(source.files)
            for number, file in enumerate(source.files):
                files[number] = yield from download(file)
            yield Progress("Keeping MNIST for the next time")
            packed = source.pack(files)
        except (DownloadError, ValueError, OSError, EOFError, IndexError, zlib.error) as error:
            reasons.append(error)
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, packed)
        except OSError as error:
            raise DataError(f"MNIST cannot be kept in {target.parent}: {error.strerror or error}.") from error
        return
    raise DataError(
        "MNIST could not be downloaded: check the connection and try again, or use the built-in data sets digits "
        "or synthetic, which need none."
    ) from ExceptionGroup("none of the sources worked", reasons)
