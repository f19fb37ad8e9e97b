"""Files that are ours, whole and unchanged: safetensors under a seal.

Metadata are texts, mostly JSON; among them the kind of file, the version of its format, and a SHA-256 over the rest of
the metadata and all tensors, because safetensors itself does not notice a flipped bit. Nothing is ever unpickled.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from engine.files import write_whole

LONGEST_HEADER = 1 << 24
LARGEST_FILE = 1 << 30
MOST_SIDES = 8


class ForeignFile(Exception):
    """Why a file is not one of ours, in a few words."""


@dataclass(frozen=True, eq=False)
class SealedFile:
    """What a file claims to hold: `metadata`, and the shape of each of its float32 tensors."""

    metadata: dict[str, str]
    shapes: dict[str, tuple[int, ...]]
    _data: bytes

    def tensors(self) -> dict[str, np.ndarray]:
        """What it holds. Raises ForeignFile where its parts do not fit together or have changed since."""
        from safetensors import SafetensorError
        from safetensors.numpy import load

        try:
            tensors = load(self._data)
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
    write_whole(path, save(tensors, metadata))


def read_sealed(path: Path, kind: str, version: int) -> SealedFile:
    """Read a file's claims, compared with its size before anything of that size is made.

    Raises OSError where it cannot be read, ForeignFile where it is of another kind, and where its header makes no
    sense also ValueError, TypeError, KeyError or RecursionError.
    """
    data = _read(path)
    length = int.from_bytes(data[:8], "little")
    if length > min(LONGEST_HEADER, len(data) - 8):
        raise ForeignFile("it is cut off or of another kind")
    header = json.loads(data[8 : 8 + length])
    if not isinstance(header, dict) or not isinstance(header.get("__metadata__"), dict):
        raise ForeignFile("it says nothing about itself")
    metadata = header.pop("__metadata__")
    if metadata["format"] != kind:
        raise ForeignFile("it was written by another program or for another purpose")
    if metadata["version"] != str(version):
        raise ForeignFile("it was written by a newer version, or has changed since")
    shapes = {name: _shape(claim) for name, claim in header.items()}
    if len(data) - 8 - length != 4 * sum(map(prod, shapes.values())):
        raise ForeignFile("it is cut off or too long")
    return SealedFile(metadata, shapes, data)


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


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        if not 8 <= size <= LARGEST_FILE:
            raise ForeignFile("its size is that of no such file")
        return file.read(LARGEST_FILE)
