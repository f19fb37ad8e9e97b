"""Kernels with a name, kept as JSON files: those that come with the program, and a person's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from engine import preset_files
from engine.filters.custom import CustomKernel
from engine.filters.neighbourhood import Signed
from engine.params import Declared, Matrix, ParameterError, param, print_number
from engine.preset_files import check_name, json_files, read_text, write_preset

SHIPPED = Path(__file__).resolve().parents[2] / "assets" / "kernels"
LARGEST_FILE = 100_000
"""Bytes; 31 × 31 numbers written out in full need a fifth of it."""
WEIGHTS = CustomKernel.setting("weights")
DIVISOR = CustomKernel.setting("divisor")
OFFSET = CustomKernel.setting("offset")


@dataclass(frozen=True)
class KernelPreset(Declared):
    """A kernel by its name: the `weights`, `divisor` and `offset` (percent of white) of a `CustomKernel`.

    Raises ParameterError for what a custom kernel does not take, and for a name that is empty or too long.
    """

    name: str = param("Kernel", "what it is called")
    help: str = param("", "what it does, in one line")
    weights: Matrix = param(((1.0,),), WEIGHTS.help)
    divisor: float = param(1.0, DIVISOR.help, range=DIVISOR.range)
    offset: float = param(0.0, OFFSET.help, range=OFFSET.range, unit=OFFSET.unit)

    def __post_init__(self) -> None:
        super().__post_init__()
        check_name(self.name)
        if not self.help.isprintable():
            raise ParameterError("help must be one line of text")
        self.filter()

    @classmethod
    def of(cls, name: str, kernel: CustomKernel, help: str = "") -> Self:
        """A kernel as a preset, flipped and divided as it stands; a shift to mid-grey becomes an offset.

        Raises ParameterError where it shows negative results in a way that no offset can give.
        """
        weights, divisor, signed = kernel.effective()
        if signed in (Signed.ABSOLUTE, Signed.STRETCHED):
            raise ParameterError(f"A preset keeps no {signed.value} results; choose saturate or shifted, then save.")
        offset = min(100.0, kernel.offset + 50 * (signed is Signed.SHIFTED))
        return cls(name.strip(), help, weights.tolist(), divisor, offset)

    def filter(self) -> CustomKernel:
        """The filter that applies it."""
        return CustomKernel(self.weights, self.divisor, self.offset)

    def to_json(self) -> str:
        """The text of its file, the weights row by row as one reads them."""
        rows = [f"    [{', '.join(map(print_number, row))}]" for row in self.weights]
        texts = {name: json.dumps(value, ensure_ascii=False) for name, value in self.to_plain().items()}
        texts |= {"divisor": print_number(self.divisor), "offset": print_number(self.offset)}
        texts["weights"] = "[\n" + ",\n".join(rows) + "\n  ]"
        return "{\n" + ",\n".join(f'  "{name}": {text}' for name, text in texts.items()) + "\n}\n"

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote; divisor, offset and help may be missing. Raises ParameterError."""
        try:
            plain: Any = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ParameterError("it is not JSON") from error
        if not isinstance(plain, dict) or not {"name", "weights"} <= plain.keys():
            raise ParameterError('it must be an object with a "name" and "weights"')
        return cls.from_plain(plain)


@dataclass(frozen=True)
class PresetShelf:
    """The presets that were found, by name, and a sentence for each file that is none."""

    presets: tuple[KernelPreset, ...]
    complaints: tuple[str, ...]


def read_presets(folder: Path | None = None) -> PresetShelf:
    """Read the presets that come with the program, and those in a person's own folder.

    One of a person's own takes the place of a shipped one of the same name. A damaged file is skipped and complained
    about; a folder that is not there holds none.
    """
    found: dict[str, KernelPreset] = {}
    complaints = []
    for path in [*json_files(SHIPPED), *(json_files(folder) if folder is not None else [])]:
        try:
            preset = _load(path)
            found[preset.name] = preset
        except ParameterError as error:
            complaints.append(f"The kernel {path.name} is left out: {error}.")
    presets = sorted(found.values(), key=lambda preset: preset.name.casefold())
    return PresetShelf(tuple(presets), tuple(complaints))


def kernel_presets(folder: Path | None = None) -> tuple[KernelPreset, ...]:
    """The presets alone; see `read_presets`."""
    return read_presets(folder).presets


def save_preset(preset: KernelPreset, folder: Path) -> Path:
    """Write a preset to a person's own folder, which is made if needed; return its file.

    One of the same name is replaced, no other file is. Raises ParameterError where it cannot be written.
    """
    return write_preset(folder, preset.name, preset.to_json(), lambda path: _load(path).name, "kernel")


def own_names(folder: Path) -> frozenset[str]:
    """The names of a person's own presets, which alone can be deleted."""
    return preset_files.names_in(folder, lambda path: _load(path).name)


def delete_preset(name: str, folder: Path) -> None:
    """Delete a person's own preset. Raises ParameterError where there is none of this name, or it stays."""
    preset_files.delete_preset(folder, name, lambda path: _load(path).name, "kernel")


def _load(path: Path) -> KernelPreset:
    return KernelPreset.from_json(read_text(path, LARGEST_FILE, "kernel"))
