"""Files under a checksum that fits, changed by somebody who knows the format."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from safetensors.numpy import load_file, save

from engine.nn.sealed_file import checksum

Change = Callable[[dict[str, str], dict[str, np.ndarray]], Any]
"""What is done to the metadata and the tensors, in place."""


def rewritten(path: Path, change: Change) -> Path:
    """The file with its metadata and tensors changed, under a checksum that fits."""
    data = path.read_bytes()
    metadata = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")])["__metadata__"]
    tensors = load_file(path)
    change(metadata, tensors)
    metadata["sha256"] = checksum(metadata, tensors)
    path.write_bytes(save(tensors, metadata))
    return path
