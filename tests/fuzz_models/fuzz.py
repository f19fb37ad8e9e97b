"""Reading spoiled files one after the other, with an eye on the clock and on the memory."""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.nn.activation import LeakyReLU, ReLU, Softmax
from engine.nn.convolution import Convolution
from engine.nn.dense import Dense
from engine.nn.model_file import ONNX, ModelError, load_model, save_model
from engine.nn.network import Network
from engine.nn.normalization import BatchNormalization
from engine.nn.pooling import MaxPooling
from engine.nn.residual import Residual

Changes = dict[str, Callable[[bytes, np.random.Generator], bytes]]
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


def fuzz(changes: Changes, suffix: str, count: int, folder: Path, seed: int = 1) -> Found:
    """Read `count` spoilt files of the kind that `suffix` says; every seed gives the same ones.

    A file under a seal that is read must also answer in numbers; elsewhere weights may have become too large for that.
    """
    path, names, rng = folder / f"model{suffix}", list(changes), np.random.default_rng(seed)
    save_model(good_network(), path)
    data, found = path.read_bytes(), Found(Counter(), Counter(), [])
    _answers(load_model(path))  # what is imported and compiled only once is not the files' fault
    for number in range(count):
        name = names[number % len(names)]
        path.write_bytes(changes[name](data, rng))
        before, started = _peak_megabytes(forget=True), time.process_time()
        network, fault = _read(path)
        found.slowest = max(found.slowest, (time.process_time() - started, name))
        found.megabytes = max(found.megabytes, (_peak_megabytes() - before, name))
        (found.refused if network is None else found.accepted)[name] += 1
        if network is not None and not (_answers(network) or suffix == ONNX):
            fault = "a network that does not answer in numbers"
        if fault:
            found.faults.append(f"{number} {name}: {fault}"[:200])
    return found


def good_network() -> Network:
    """A small one with every kind of claim in it: a convolution, normalisation, a block of layers, odd names."""
    specs = (
        *(Convolution(4), BatchNormalization(), ReLU(), MaxPooling()),
        *(Residual((Convolution(4, size=1), LeakyReLU())), Dense(6), ReLU(), Dense(3), Softmax()),
    )
    return Network.build(specs, (8, 8, 1), ("cat", "dög", "owl"), 9)


def _read(path: Path) -> tuple[Network | None, str]:
    """The network, or None, and what was wrong with how it was refused."""
    try:
        return load_model(path), ""
    except ModelError as error:
        text = str(error)
        is_sentence = "\n" not in text and text.endswith(".") and len(text) <= 400
        return None, "" if is_sentence else f"not one sentence: {text[:100]!r}"
    except Exception as error:
        return None, f"{type(error).__name__}: {error}"


def _answers(network: Network) -> bool:
    """Whether the network is whole: it answers, and in numbers."""
    with np.errstate(all="ignore"):
        outputs = network.outputs(np.zeros((1, *network.input_shape), np.float32))
    assert outputs.shape == (1, network.classes)
    return bool(np.isfinite(outputs).all())


def _peak_megabytes(forget: bool = False) -> float:
    """The most memory the process has had since it was told to forget; elsewhere than on Linux since it started."""
    if not PROCESS.is_dir():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    if forget:
        (PROCESS / "clear_refs").write_text("5")
    status = (PROCESS / "status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024
