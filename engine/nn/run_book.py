"""The runs of training a person has made: every network is kept with what is known of its run, until they delete it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from engine.errors import UserError
from engine.files import write_whole
from engine.jobs import Job
from engine.nn.model_file import load_model, save_model
from engine.nn.network import Network
from engine.nn.plan import TrainingPlan
from engine.params import ParameterError

KEPT = 50
"""So many runs are kept besides those that are pinned; the oldest give way."""
LONGEST_NAME = 100
KEY = "%Y%m%d-%H%M%S-%f"
"""The time a run began, as its files are called."""


class RunError(UserError):
    """A run that cannot be kept or found again."""


@dataclass(frozen=True)
class Run:
    """What is known of a run: `key` is the name of its files, `source` what opens its data, `accuracy` the share of the
    test samples it reads right (None where nobody looked), `began` the time in ISO 8601, `seconds` how long it took."""

    key: str
    name: str
    network: str
    data: str
    source: str
    plan: TrainingPlan
    epochs: float
    seconds: float
    accuracy: float | None
    is_pinned: bool = False

    @property
    def began(self) -> datetime:
        """When it began, in the time zone of this machine."""
        return datetime.strptime(self.key, KEY).replace(tzinfo=UTC).astimezone()

    def to_plain(self) -> dict[str, Any]:
        """Everything but the key as JSON knows it."""
        plain = asdict(self) | {"plan": self.plan.to_plain()}
        return {name: value for name, value in plain.items() if name != "key"}

    @classmethod
    def from_plain(cls, key: str, plain: Any) -> Run:
        """Read what `to_plain` gave. Raises ParameterError, TypeError, ValueError or LookupError for anything else."""
        run = cls(key, **{**plain, "plan": TrainingPlan.from_plain(dict(plain["plan"]))})
        texts = (run.name, run.network, run.data, run.source)
        numbers = (run.epochs, run.seconds, 0.0 if run.accuracy is None else run.accuracy)
        datetime.strptime(key, KEY)
        if not all(type(text) is str for text in texts) or not all(math.isfinite(number) for number in numbers):
            raise ValueError(key)
        return replace(run, is_pinned=bool(run.is_pinned), name=run.name[:LONGEST_NAME])


def new_key() -> str:
    """A name for the files of a run that begins now; those of later runs come after it."""
    return datetime.now(UTC).strftime(KEY)


@dataclass(frozen=True)
class RunBook:
    """A folder with two files a run: the network, and what is known of the run."""

    folder: Path

    def runs(self) -> tuple[Run, ...]:
        """Every run that is there, the newest first; files that are none of ours are passed over."""
        return tuple(run for path in sorted(self.folder.glob("*.json"), reverse=True) if (run := _read(path)))

    def keeping(self, run: Run, network: Network) -> Job[None]:
        """Write a run and its network, in the place of an earlier state of it. Raises RunError or ModelError."""
        yield None
        self._make_folder()
        save_model(network, self._model(run.key))
        self.change(run)
        loose = [other for other in self.runs() if not other.is_pinned and other.key != run.key]
        for old in loose[KEPT - 1 :]:
            self.delete(old.key)

    def change(self, run: Run) -> None:
        """Write what is known of a run. Raises RunError."""
        try:
            self._make_folder()
            write_whole(self._facts(run.key), json.dumps(run.to_plain(), indent=2).encode())
        except OSError as error:
            raise RunError(f"The run cannot be kept in {self.folder}: {error.strerror or error}.") from error

    def load(self, key: str) -> Network:
        """The network of a run, with its history. Raises ModelError where it is not there or damaged."""
        return load_model(self._model(key))

    def loading(self, keys: Iterable[str]) -> Job[dict[str, Network]]:
        """The networks of some runs, by their keys; those that cannot be read are left out."""
        networks = {}
        for key in keys:
            with suppress(UserError):
                networks[key] = self.load(key)
            yield None
        return networks

    def delete(self, key: str) -> None:
        """Take the files of a run away. Raises RunError."""
        try:
            self._facts(key).unlink(missing_ok=True)
            self._model(key).unlink(missing_ok=True)
        except OSError as error:
            raise RunError(f"The run cannot be deleted: {error.strerror or error}.") from error

    def _facts(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _model(self, key: str) -> Path:
        return self.folder / f"{key}.safetensors"

    def _make_folder(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise RunError(f"The folder {self.folder} cannot be made: {error.strerror or error}.") from error


def _read(path: Path) -> Run | None:
    try:
        return Run.from_plain(path.stem, json.loads(path.read_text("utf-8")))
    except (OSError, ParameterError, TypeError, ValueError, LookupError, RecursionError):
        return None
