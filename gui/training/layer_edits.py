"""One sitting at the layers of a network: what they are, what they come to, and its own undo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from engine.data.dataset import Dataset
from engine.editing.history import History
from engine.nn.draft import Specs, Walk, ending_in, output_layer, usual_layer, walk
from engine.nn.layer import LayerSpec


class LayerEdits(QObject):
    """Edits layers for a data set; the last dense one follows its classes. `changed` says that something is new."""

    changed = Signal()

    def __init__(self, specs: Specs, data: Dataset, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._history: History[tuple[Specs, int]] = History.begin("Open", (specs, 0))
        self._preview: Specs | None = None

    @property
    def data(self) -> Dataset:
        return self._data

    @property
    def specs(self) -> Specs:
        """The layers, as they are shown."""
        specs = self._history.present.value[0] if self._preview is None else self._preview
        return ending_in(specs, self._data.classes)

    @property
    def chosen(self) -> int:
        """The place of the layer whose settings are shown, -1 where there is none."""
        return min(self._history.present.value[1], len(self.specs) - 1)

    @property
    def layer(self) -> LayerSpec | None:
        return self.specs[self.chosen] if self.specs else None

    @property
    def is_output(self) -> bool:
        """Whether the chosen layer's units are the classes."""
        return bool(self.specs) and output_layer(self.specs) == self.chosen

    @property
    def walk(self) -> Walk:
        return walk(self.specs, self._data.input_shape, self._data.class_names)

    @property
    def undo_name(self) -> str:
        return self._history.present.name if self._history.past else ""

    @property
    def redo_name(self) -> str:
        return self._history.future[0].name if self._history.future else ""

    @property
    def is_changed(self) -> bool:
        return bool(self._history.past)

    def set_data(self, data: Dataset) -> None:
        """Go on for other data."""
        self._data = data
        self.changed.emit()

    def choose(self, place: int) -> None:
        """Show the settings of another layer; no edit."""
        present, past, future = self._history.present, self._history.past, self._history.future
        moment = type(present)(present.name, (present.value[0], place))
        self._history = History(moment, past, future)
        self.changed.emit()

    def add(self, name: str) -> None:
        """Put a layer of this kind behind the chosen one."""
        layer, place = usual_layer(name), self.chosen + 1
        self._edit(f"Add {layer.title()}", (*self.specs[:place], layer, *self.specs[place:]), place)

    def remove(self) -> None:
        """Take the chosen layer out."""
        place = self.chosen
        if (layer := self.layer) is not None:
            self._edit(f"Remove {layer.title()}", (*self.specs[:place], *self.specs[place + 1 :]), max(0, place - 1))

    def move(self, start: int, end: int) -> None:
        """Put a layer into another place, and choose it."""
        if start == end or not (0 <= start < len(self.specs) and 0 <= end < len(self.specs)):
            return
        layers = list(self.specs)
        layers.insert(end, layers.pop(start))
        self._edit(f"Move {layers[end].title()}", tuple(layers), end)

    def preview(self, layer: LayerSpec) -> None:
        """Show the chosen layer as it would be while a slider is dragged."""
        self._preview = self._with(layer)
        self.changed.emit()

    def change(self, layer: LayerSpec) -> None:
        """Give the chosen layer other settings."""
        if layer != self._history.present.value[0][self.chosen] or self._preview is not None:
            self._edit(f"Change {layer.title()}", self._with(layer), self.chosen)

    def undo(self) -> None:
        self._go(self._history.undo())

    def redo(self) -> None:
        self._go(self._history.redo())

    def _with(self, layer: LayerSpec) -> Specs:
        return *self.specs[: self.chosen], layer, *self.specs[self.chosen + 1 :]

    def _edit(self, name: str, specs: Specs, chosen: int) -> None:
        self._preview = None
        self._go(self._history.then(name, (specs, chosen)))

    def _go(self, history: History[tuple[Specs, int]]) -> None:
        self._preview, self._history = None, history
        self.changed.emit()
