"""Networks that a person has made of layers of their own, kept by name as JSON files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine import preset_files
from engine.nn.layer import spec_from_json
from engine.nn.plan import TrainingPlan
from engine.nn.preset import Preset
from engine.params import ParameterError
from engine.preset_files import check_name, json_files, read_text, write_preset

LARGEST_FILE = 1_000_000
"""Bytes; a hundred layers need a twentieth of it."""
MOST_LAYERS = 1000


@dataclass(frozen=True)
class OwnPresets:
    """The networks that were found, by name, and a sentence for each file that is none."""

    presets: tuple[Preset, ...]
    complaints: tuple[str, ...]


def read_own(folder: Path) -> OwnPresets:
    """Read a person's own networks. A damaged file is skipped and complained about; no folder holds none."""
    found, complaints = [], []
    for path in json_files(folder):
        try:
            found.append(_load(path))
        except ParameterError as error:
            complaints.append(f"The network {path.name} is left out: {str(error).rstrip('.')}.")
    return OwnPresets(tuple(sorted(found, key=lambda preset: preset.title.casefold())), tuple(complaints))


def save_own(preset: Preset, folder: Path) -> Path:
    """Write a network to a person's own folder, which is made if needed; return its file.

    One of the same name is replaced, no other file is. Raises ParameterError for a name that is empty or too long, and
    where it cannot be written.
    """
    title = check_name(preset.title.strip())
    return write_preset(folder, title, to_json(preset), lambda path: _load(path).title, "network")


def delete_own(title: str, folder: Path) -> None:
    """Delete a person's own network. Raises ParameterError where there is none of this name, or it stays."""
    preset_files.delete_preset(folder, title, lambda path: _load(path).title, "network")


def to_json(preset: Preset) -> str:
    """A network of a person's own as text: its name, its layers, and the plan that trains it."""
    plain = {
        "name": preset.title.strip(),
        "layers": [spec.to_json() for spec in preset.specs(2)],
        "plan": preset.plan.to_plain(),
    }
    return json.dumps(plain, indent=2, ensure_ascii=False) + "\n"


def from_json(text: str) -> Preset:
    """Read what `to_json` gave. Raises ParameterError, with no full stop at its end, for anything else."""
    try:
        plain: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParameterError("it is not JSON") from error
    if not isinstance(plain, dict) or not isinstance(plain.get("name"), str):
        raise ParameterError('it must be an object with a "name"')
    layers, plan = plain.get("layers"), plain.get("plan")
    if not isinstance(layers, list) or not 1 <= len(layers) <= MOST_LAYERS or not isinstance(plan, dict):
        raise ParameterError('it must have a list of "layers" and a "plan"')
    specs = tuple(spec_from_json(layer) for layer in layers)
    return Preset.own(check_name(plain["name"]), specs, TrainingPlan.from_plain(plan))


def _load(path: Path) -> Preset:
    return from_json(read_text(path, LARGEST_FILE, "network"))
