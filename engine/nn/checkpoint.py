"""A training put into a file, so that it can go on later exactly as if it had never stopped.

The file holds the network as a model file does, and under "state" what else it takes: the optimizer's memory, the
layers' own, the best weights so far; the random state, the place in the data, the plan and the curves to the last digit
are in its metadata. It is under the seal of `sealed_file.py`.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np

from engine.data.dataset import Dataset
from engine.errors import UserError
from engine.nn.model_file import NONSENSE, network_in, network_to_plain, reason, weights_of
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan
from engine.nn.sealed_file import read_sealed, write_sealed
from engine.nn.training import Training, TrainingError

FORMAT = "neural-darkroom-checkpoint"
VERSION = 1
BESIDE = "state"


class CheckpointError(UserError):
    """A checkpoint that cannot be written, is not one of ours, whole and unchanged, or belongs to other data."""


@dataclass(frozen=True, eq=False)
class Checkpoint:
    """A training as it was when it was put into a file; `source` says what its data was opened by."""

    name: str
    network: Network
    plan: TrainingPlan
    source: str
    _data_mark: str
    _state: dict[str, Any]

    def resume(self, data: Dataset) -> Training:
        """The training, ready to go on. Raises CheckpointError where the data is not what it has learned from."""
        if data_mark(data) != self._data_mark:
            raise CheckpointError(
                f"{self.name} has learned from other pictures than those of {data.title}: name its own with --data."
            )
        try:
            network = self.network.copy()
            training = Training(network, data, TrainingPlan.from_plain(dict(self._state["plan"])), self._state)
            training.set_up()
            training.plan = self.plan
        except (*NONSENSE, TrainingError) as error:
            raise CheckpointError(f"{self.name} cannot be gone on with: {reason(error)}") from error
        return training


def save_checkpoint(training: Training, path: str | os.PathLike[str], source: str | None = None) -> None:
    """Put a training into a file, whole or not at all, between two steps of its job. Raises CheckpointError.

    `source` is what opens its data again, the name of the data where none is given.
    """
    tensors = weights_of(training.network)
    plain = {
        "state": _without_arrays(training.state(), BESIDE, tensors),
        "data": {"source": source or training.data.name, "mark": data_mark(training.data)},
        **network_to_plain(training.network, exact=True),
    }
    try:
        write_sealed(Path(path), FORMAT, VERSION, plain, tensors)
    except OSError as error:
        raise CheckpointError(f"The checkpoint {path} cannot be written: {error.strerror or error}.") from error


def load_checkpoint(path: str | os.PathLike[str]) -> Checkpoint:
    """Read a training that `save_checkpoint` wrote. Raises CheckpointError for any other file."""
    path = Path(path)
    try:
        file = read_sealed(path, FORMAT, VERSION)
        network, tensors = network_in(file, BESIDE)
        state, data = (json.loads(file.metadata[key]) for key in ("state", "data"))
        plan = TrainingPlan.from_plain(dict(state["wanted"]))
        source, mark = str(data["source"]), str(data["mark"])
        return Checkpoint(path.name, network, plan, source, mark, _with_arrays(state, tensors))
    except OSError as error:
        raise CheckpointError(f"The checkpoint {path.name} cannot be read: {error.strerror or error}.") from error
    except NONSENSE as error:
        raise CheckpointError(
            f"{path.name} is damaged or is not a checkpoint of this program: {reason(error)}"
        ) from error


def _without_arrays(value: Any, name: str, tensors: dict[str, np.ndarray]) -> Any:
    """The same value as JSON knows it: arrays of numbers taken out into `tensors`, those of integers written out."""
    if isinstance(value, dict):
        return {key: _without_arrays(part, f"{name}.{key}", tensors) for key, part in value.items()}
    if not isinstance(value, np.ndarray):
        return value
    if value.dtype != np.float32:
        return {"integers": value.tolist(), "dtype": str(value.dtype)}
    tensors[name] = value
    return {"tensor": name}


def _with_arrays(value: Any, tensors: dict[str, np.ndarray]) -> Any:
    """What `_without_arrays` was given."""
    if not isinstance(value, dict):
        return value
    if value.keys() == {"tensor"}:
        return tensors[value["tensor"]]
    if value.keys() == {"integers", "dtype"}:
        return np.array(value["integers"], np.uint64 if value["dtype"] == "uint64" else np.int64)
    return {key: _with_arrays(part, tensors) for key, part in value.items()}


_marks: WeakKeyDictionary[Dataset, str] = WeakKeyDictionary()


def data_mark(data: Dataset) -> str:
    """What tells these training pictures and labels from others; of a large set it takes a moment the first time."""
    if data not in _marks:
        digest = hashlib.sha256(json.dumps([data.input_shape, data.class_names]).encode())
        digest.update(np.ascontiguousarray(data.train_labels, "<i8").tobytes())
        digest.update(np.ascontiguousarray(data.train_images, "<f4").data.cast("B"))
        _marks[data] = digest.hexdigest()
    return _marks[data]
