"""What a network consists of, as a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from math import prod
from typing import Any

from engine.nn.layer import LayerSpec, Shape, shapes_through
from engine.nn.residual import Residual

HEADINGS = ("layer", "answer", "parameters", "multiplications")


@dataclass(frozen=True)
class LayerSummary:
    """One layer: its name and settings, the shape of its answer to one picture, how many parameters it keeps (weights,
    biases, means, ...) and how many it multiplies for that answer. `depth` says in how many blocks it lies."""

    name: str
    settings: str
    shape: Shape
    parameters: int
    multiplications: int
    depth: int = 0


@dataclass(frozen=True)
class Summary:
    """The layers of a network in their order; those of a block follow it, and are counted in it."""

    input_shape: Shape
    layers: tuple[LayerSummary, ...]

    @property
    def parameters(self) -> int:
        return sum(layer.parameters for layer in self.layers if not layer.depth)

    @property
    def multiplications(self) -> int:
        return sum(layer.multiplications for layer in self.layers if not layer.depth)

    def table(self) -> list[str]:
        """The layers as lines of text, with headings, the input first and the sums last."""
        rows = [
            HEADINGS,
            ("input", _sides(self.input_shape), "", ""),
            *(
                (
                    "  " * layer.depth + f"{layer.name} {layer.settings}".strip(),
                    *(_sides(layer.shape), f"{layer.parameters:,}", f"{layer.multiplications:,}"),
                )
                for layer in self.layers
            ),
            ("together", "", f"{self.parameters:,}", f"{self.multiplications:,}"),
        ]
        first, *others = ([len(cell) for cell in column] for column in zip(*rows, strict=True))
        widths = [max(first), *map(max, others)]
        return [
            "  ".join(
                [row[0].ljust(widths[0]), *(c.rjust(w) for c, w in zip(row[1:], widths[1:], strict=True))]
            ).rstrip()
            for row in rows
        ]

    def to_plain(self) -> dict[str, Any]:
        """The same as JSON knows it."""
        layers = [asdict(layer) | {"shape": list(layer.shape)} for layer in self.layers]
        sums = {"parameters": self.parameters, "multiplications": self.multiplications}
        return {"input_shape": list(self.input_shape), "layers": layers} | sums


def summarize(specs: tuple[LayerSpec, ...], input_shape: Shape) -> Summary:
    """What layers come to for an input of this shape, without building them. Raises NetworkError."""
    return Summary(input_shape, tuple(_rows(specs, input_shape, 0)))


def _rows(specs: tuple[LayerSpec, ...], shape: Shape, depth: int) -> Iterator[LayerSummary]:
    for spec, before, after in zip(specs, shapes := shapes_through(specs, shape), shapes[1:], strict=False):
        yield _row(spec, before, after, depth)
        if isinstance(spec, Residual):
            yield from _rows(spec.layers, before, depth + 1)
            if (shortcut := spec.shortcut(before, after)) is not None:
                yield _row(shortcut, before, after, depth + 1, "shortcut: ")


def _row(spec: LayerSpec, before: Shape, after: Shape, depth: int, prefix: str = "") -> LayerSummary:
    kept = sum(map(prod, spec.parameter_shapes(before).values()))
    settings = "" if isinstance(spec, Residual) else spec.describe()
    return LayerSummary(prefix + spec.name, settings, after, kept, spec.multiplications(before), depth)


def _sides(shape: Shape) -> str:
    return " × ".join(map(str, shape))
