"""Files that are ours, whole and unchanged: safetensors under a seal.

Metadata are texts, mostly JSON; among them the kind of file, the version of its format, and a SHA-256 over the rest of
the metadata and all tensors, because safetensors itself does not notice a flipped bit. Nothing is ever unpickled.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from engine.files import write_whole

LONGEST_HEADER = 6_000_000
"""Bytes; as numbers and texts they take up to ten times as much memory, and most of the second a file may take."""
MOST_LISTS = 1 << 16
"""Lists and objects, which take twice as much of both."""
LARGEST_FILE = 1 << 30
MOST_SIDES = 8


class ForeignFile(Exception):
    """Why a file is not one of ours, in a few words."""


@dataclass(frozen=True, eq=False)
class SealedFile:
    """What a file claims to hold: `metadata`, and the shape of each of its float32 tensors."""

    path: Path
    metadata: dict[str, str]
    shapes: dict[str, tuple[int, ...]]

    def tensors(self) -> dict[str, np.ndarray]:
        """What it holds. Raises OSError, and ForeignFile where its parts do not fit together or have changed since."""
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            tensors = load(self.path.read_bytes())
        except SafetensorError as error:
            raise ForeignFile("its parts do not fit together") from error
        if checksum(self.metadata, tensors) != self.metadata["sha256"]:
            raise ForeignFile("its checksum does not fit: it has changed since it was saved")
        if not all(np.isfinite(values).all() for values in tensors.values()):
            raise ForeignFile("its weights are not all numbers")
        return tensors


def write_sealed(path: Path, kind: str, version: int, plain: dict[str, Any], tensors: dict[str, np.ndarray]) -> None:
    """Write float32 tensors and what JSON can say about them, whole or not at all. Raises OSError."""
    from safetensors.numpy import save

    metadata = {"format": kind, "version": str(version), **{key: json.dumps(value) for key, value in plain.items()}}
    metadata["sha256"] = checksum(metadata, tensors)
    data = save(tensors, metadata)
    if int.from_bytes(data[:8], "little") > LONGEST_HEADER:  # it could not be read again
        raise OSError(errno.EFBIG, "it has too long a history")
    write_whole(path, data)


def read_sealed(path: Path, kind: str, version: int) -> SealedFile:
    """Read a file's claims and compare them with its size; its tensors are read when they are asked for.

    Raises OSError where it cannot be read, ForeignFile where it is of another kind, and where its header makes no
    sense also ValueError, TypeError, KeyError or RecursionError.
    """
    header, rest = _read_header(path)
    if not isinstance(header, dict) or not isinstance(header.get("__metadata__"), dict):
        raise ForeignFile("it says nothing about itself")
    metadata = header.pop("__metadata__")
    if not all(isinstance(text, str) for text in metadata.values()):
        raise ForeignFile("what it says about itself makes no sense")
    if metadata["format"] != kind:
        raise ForeignFile("it was written by another program or for another purpose")
    if metadata["version"] != str(version):
        raise ForeignFile("it was written by a newer version, or has changed since")
    shapes = {name: _shape(claim) for name, claim in header.items()}
    if rest != 4 * sum(map(prod, shapes.values())):
        raise ForeignFile("it is cut off or too long")
    return SealedFile(path, metadata, shapes)


def checksum(metadata: dict[str, str], tensors: dict[str, np.ndarray]) -> str:
    """SHA-256 over the metadata and the tensors with their names and shapes."""
    digest = hashlib.sha256(json.dumps({key: metadata[key] for key in sorted(metadata) if key != "sha256"}).encode())
    for name in sorted(tensors):
        digest.update(f"{name} {tensors[name].shape}".encode())
        digest.update(np.ascontiguousarray(tensors[name], "<f4").tobytes())
    return digest.hexdigest()


def _shape(claim: Any) -> tuple[int, ...]:
    shape = claim["shape"]
    if (
        claim["dtype"] != "F32"
        or len(shape) > MOST_SIDES
        or not all(type(s) is int and 0 <= s < 1 << 31 for s in shape)
    ):
        raise ForeignFile("its numbers are not what they should be")
    return tuple(shape)


def _read_header(path: Path) -> tuple[Any, int]:
    """The header, and how many bytes come after it. Of a large file that is something else, little is read."""
    if path.exists() and not path.is_file() and not path.is_dir():  # a pipe would keep us waiting
        raise ForeignFile("it is no file")
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if not 8 <= size <= LARGEST_FILE:
            raise ForeignFile("its size is that of no such file")
        length = int.from_bytes(file.read(8), "little")
        if length > min(LONGEST_HEADER, size - 8):
            raise ForeignFile("it is cut off or of another kind")
        text = file.read(length).decode("utf-8")
    if text.count("[") + text.count("{") > MOST_LISTS:
        raise ForeignFile("it says too much about itself")
    return json.loads(text, object_pairs_hook=_without_repetition), size - 8 - length


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of the header; where a key came twice, two readers might not read the same."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ForeignFile("it says the same thing twice")
    return found
