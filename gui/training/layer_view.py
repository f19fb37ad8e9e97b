"""The layers of a network that sees pictures: what each has learned, and what it answers to a picture."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from engine.data.dataset import Dataset
from engine.editing.screen import digit_picture
from engine.nn.inside import LayerView as Seen
from engine.nn.inside import looking
from engine.nn.network import Network
from engine.nn.summary import LayerSummary
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.image_canvas import ImageCanvas
from gui.number_picker import NumberPicker
from gui.training.session import Session
from gui.training.tile_wall import TileWall

LIST_WIDTH = 208


class LayerView(QWidget):
    """A list of the layers and a test picture at the left, the chosen layer's weights and answer at the right."""

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session, self._engine = session, engine
        self._network: Network | None = None
        self._dataset: Dataset | None = None
        self.layers = QListWidget(accessibleName="Layers", toolTip="Choose a layer to look into")
        self.layers.currentRowChanged.connect(lambda _: self.refresh())
        self.picture = ImageCanvas()
        self.picture.setFixedSize(LIST_WIDTH, LIST_WIDTH)
        self.number = NumberPicker()
        self.number.picked.connect(lambda _: self._take_number())
        self._title = QLabel(objectName="heading")
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._weights_about = QLabel("Weights", objectName="quiet")
        self.weights = TileWall("Weights of the layer", "picture")
        self._answer_about = QLabel(objectName="quiet", wordWrap=True)
        self.answer = TileWall("Answer of the layer", "unit")
        self._lay_out()

    def refresh(self) -> None:
        """Show the network as it is now; the same layer stays chosen while it trains."""
        if self._session.dataset is not self._dataset:
            self._take_dataset(self._session.dataset)
        if self._session.network is not self._network:
            self._take_network(self._session.network)
        network, dataset, layer = self._network, self._dataset, self.layers.currentRow()
        if network is not None and dataset is not None and layer >= 0:
            job = looking(network, dataset.test_images[self.number.number], layer)
            self._engine.start("inside", job, Listener(finished=partial(self._show, network, layer)))

    def _show(self, network: Network, layer: int, seen: Seen) -> None:
        if network is not self._network or layer != self.layers.currentRow():
            return
        for widget in (self._weights_about, self.weights):
            widget.setVisible(seen.weights is not None)
        self.weights.show_maps(seen.weights)
        self.answer.show_maps(seen.answer)
        count = len(seen.answer.values)
        what = "maps" if seen.answer.values[0].size > 1 else "numbers"
        values = seen.answer.values
        self._answer_about.setText(
            f"Answer to the picture: {count:,} {what}, from {values.min():.3g} to {values.max():.3g}"
        )
        if seen.weights is not None:
            low, high = seen.weights.values.min(), seen.weights.values.max()
            self._weights_about.setText(
                f"Weights: {seen.weights.values.size:,}, from {low:.3g} (blue) over 0 to {high:.3g} (orange)"
            )

    def _take_dataset(self, dataset: Dataset | None) -> None:
        self._dataset = dataset
        if dataset is not None:
            self.number.choose_from(len(dataset.test_images))
            self._show_picture()

    def _take_network(self, network: Network | None) -> None:
        self._network = network
        rows = [layer for layer in network.summary().layers if not layer.depth] if network else []
        chosen = self.layers.currentRow()
        self.layers.blockSignals(True)
        self.layers.clear()
        for row in rows:
            item = QListWidgetItem(_line(row))
            item.setToolTip(f"{row.parameters:,} parameters, {row.multiplications:,} multiplications a picture")
            self.layers.addItem(item)
        self.layers.setCurrentRow(chosen if 0 <= chosen < len(rows) else 0)
        self.layers.blockSignals(False)

    def _take_number(self) -> None:
        self._show_picture()
        self.refresh()

    def _show_picture(self) -> None:
        if self._dataset is not None:
            self.picture.show_picture(digit_picture(self._dataset.test_images[self.number.number]))

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(theme.SPACE)
        left.addWidget(QLabel("Layers", objectName="heading"))
        left.addWidget(self.layers, 1)
        left.addWidget(self.picture)
        left.addWidget(self.number)
        self.layers.setFixedWidth(LIST_WIDTH)
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE)
        right.addWidget(self._weights_about)
        right.addWidget(self.weights, 3)
        right.addWidget(self._answer_about)
        right.addWidget(self.answer, 2)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.SPACE)
        row.addLayout(left)
        row.addLayout(right, 1)


def _line(row: LayerSummary) -> str:
    """A layer in two lines: its name, and the shape of its answer."""
    shape = " × ".join(map(str, row.shape))
    name = row.name.replace("-", " ")
    return f"{name[0].upper()}{name[1:]}\n{shape}".replace("elu", "eLU")
