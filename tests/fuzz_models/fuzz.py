"""Reading spoiled files one after the other, with an eye on the clock and on the memory."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.nn.model_file import ModelError, load_model
from engine.nn.network import Network
from tests.fuzz_models.sealed import CHANGES, good_file

PROCESS = Path("/proc/self")


@dataclass
class Found:
    """What came of the files: how many were refused and how many were networks all the same, by the kind of change; the
    most processor time that one took, and the most memory, with the kind of change."""

    refused: Counter[str]
    accepted: Counter[str]
    faults: list[str]
    slowest: tuple[float, str] = (0.0, "")
    megabytes: tuple[float, str] = (0.0, "")


def fuzz(count: int, folder: Path, seed: int = 1) -> Found:
    """Read `count` changed files; every seed gives the same ones."""
    rng, data, found = np.random.default_rng(seed), good_file(folder), Found(Counter(), Counter(), [])
    path, names = folder / "changed.safetensors", list(CHANGES)
    _answers(load_model(folder / "good.safetensors"))  # what is imported and compiled once is not the files' fault
    for number in range(count):
        name = names[number % len(names)]
        path.write_bytes(CHANGES[name](data, rng))
        before, started = _peak_megabytes(forget=True), time.process_time()
        try:
            network = load_model(path)
        except ModelError as error:
            found.refused[name] += 1
            if "\n" in str(error) or not str(error).endswith(".") or len(str(error)) > 400:
                found.faults.append(f"{number} {name}: not one sentence: {str(error)[:100]!r}")
        except Exception as error:
            found.faults.append(f"{number} {name}: {type(error).__name__}: {error}"[:200])
        else:
            found.accepted[name] += 1
            if not _answers(network):
                found.faults.append(f"{number} {name}: a network that does not answer in numbers")
        found.slowest = max(found.slowest, (time.process_time() - started, name))
        found.megabytes = max(found.megabytes, (_peak_megabytes() - before, name))
    return found


def _answers(network: Network) -> bool:
    """Whether the network is whole: it answers, and in numbers."""
    return bool(np.isfinite(network.outputs(np.zeros((1, *network.input_shape), np.float32))).all())


def _peak_megabytes(forget: bool = False) -> float:
    """The most memory the process has had since it was told to forget; elsewhere than on Linux since it started."""
    if not PROCESS.is_dir():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    if forget:
        (PROCESS / "clear_refs").write_text("5")
    status = (PROCESS / "status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
