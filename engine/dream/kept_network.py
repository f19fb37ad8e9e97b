"""Networks that are trained once and kept: a file in the user's cache folder, found again by what made it."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.data.published import cache_folder
from engine.nn.model_file import NONSENSE, network_in, network_to_plain, weights_of
from engine.nn.network import Network
from engine.nn.preset import Preset
from engine.nn.sealed_file import read_sealed, write_sealed

FORMAT = "neural-darkroom-kept-network"
VERSION = 1
BESIDE = "beside."


@dataclass(frozen=True)
class KeptNetwork:
    """The place of a network in the cache folder. Another recipe or other data have another place, so a file that is
    there is the right one."""

    path: Path

    @classmethod
    def of(cls, kind: str, preset: Preset, classes: int, mark: str) -> KeptNetwork:
        """Where a network trained by a preset is kept; `mark` tells the data it learns from."""
        layers = [spec.to_json() for spec in preset.specs(classes)]
        recipe = json.dumps([VERSION, layers, preset.plan.to_plain(), mark])
        return cls(cache_folder() / "networks" / f"{kind}-{hashlib.sha256(recipe.encode()).hexdigest()[:20]}")

    def read(self) -> tuple[Network, dict[str, np.ndarray]] | None:
        """The network, and the arrays that were kept beside it; None where it is not there or the file is damaged."""
        try:
            network, beside = network_in(read_sealed(self.path, FORMAT, VERSION), BESIDE)
        except (OSError, *NONSENSE):
            return None
        return network, {name.removeprefix(BESIDE): array for name, array in beside.items()}

    def write(self, network: Network, **beside: np.ndarray) -> None:
        """Keep a network, and arrays beside it as float32. Where the folder cannot be written it is not kept."""
        tensors = weights_of(network) | {BESIDE + name: array.astype(np.float32) for name, array in beside.items()}
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            write_sealed(self.path, FORMAT, VERSION, network_to_plain(network), tensors)
        except OSError:
            pass  # it will have to be trained again; that is no reason to lose what was computed
