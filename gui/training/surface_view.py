"""A network that tells points of the plane apart: its answer everywhere, its hidden units, its numbers."""

from __future__ import annotations

from functools import partial

import numpy as np
import pyqtgraph
from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from engine.data.dataset import Dataset
from engine.editing.signed import signed_colours
from engine.nn.inside import Maps, written_out
from engine.nn.network import Network
from engine.nn.surface import Area, Surface, UnitMaps, area_of, computing_surface
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.plot import Plot
from gui.training.session import Session
from gui.training.tile_wall import TileWall

FEW = 8
"""Points that are listed one by one with their answers, as those of exclusive or are."""
WORDY = 60
"""So many parameters at most are written out as numbers."""


class SurfaceView(QWidget):
    """The surface behind the points; at the right a map of every hidden unit, and, where they are few, the numbers."""

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__()
        self._session, self._engine = session, engine
        self._dataset: Dataset | None = None
        self._area: Area | None = None
        self._surface: Surface | None = None
        self.plot = SurfacePlot()
        self.walls: list[TileWall] = []
        self._units = QVBoxLayout()
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self.answers = QTableWidget(0, 4, accessibleName="Answers to the points")
        self.numbers = QLabel(accessibleName="Weights and biases", objectName="numbers", wordWrap=True)
        self.numbers.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.numbers.setFont(theme.numbers_font())
        self._lay_out()

    def refresh(self) -> None:
        """Show the network as it is now."""
        dataset, network = self._session.dataset, self._session.network
        if dataset is None:
            return
        if dataset is not self._dataset:
            self._dataset, self._area = dataset, area_of(np.concatenate([dataset.train_images, dataset.test_images]))
            self.plot.show_points(dataset)
        if network is None or self._area is None:
            self._clear()
            return
        few = dataset.train_images if len(dataset.train_images) <= FEW else dataset.train_images[:0]
        job = computing_surface(network, self._area, few)
        self._engine.start("surface", job, Listener(finished=partial(self._show, network)))

    def _show(self, network: Network, surface: Surface) -> None:
        if network is not self._session.network:
            return
        self._surface = surface
        self._about.setText("Hidden units: click one to see its answer large")
        self._show_units(surface.units)
        self._show_large()
        self._show_answers(surface.at_points)
        self._show_numbers(network)

    def _clear(self) -> None:
        self._surface = None
        self._about.setText("Start a training to see how the plane is divided")
        self._show_units(())
        self.plot.show_map("Answer", None, None)
        self.answers.hide()
        self.numbers.setText("")

    def _show_units(self, units: tuple[UnitMaps, ...]) -> None:
        while len(self.walls) < len(units):
            wall = TileWall(f"Hidden layer {len(self.walls) + 1}", "unit")
            wall.chosen.connect(partial(self._choose, wall))
            self.walls.append(wall)
            self._units.addWidget(wall)
        for number, wall in enumerate(self.walls):
            wall.setVisible(number < len(units))
            maps = Maps(units[number].values[:, ::4, ::4][:, ::-1]) if number < len(units) else None
            wall.show_maps(maps, smooth=True)

    def _choose(self, wall: TileWall, number: int) -> None:
        for other in self.walls:
            if other is not wall and number >= 0:
                other.mark(-1)
        self._show_large()

    def _show_large(self) -> None:
        """The chosen unit, or else the answer of the network."""
        if (surface := self._surface) is None:
            return
        chosen = [(layer, wall.current) for layer, wall in enumerate(self.walls) if wall.current >= 0]
        if chosen and chosen[0][0] < len(surface.units):
            layer, unit = chosen[0]
            title = f"Hidden layer {layer + 1}, unit {unit}"
            self.plot.show_map(title, surface.area, surface.units[layer].values[unit])
        else:
            self.plot.show_map("Answer", surface.area, surface.outputs[..., 1] - 0.5, largest=0.5)

    def _show_answers(self, outputs: np.ndarray) -> None:
        """The few points with what is wanted and what is answered."""
        dataset = self._dataset
        assert dataset is not None
        self.answers.setVisible(len(outputs) > 0)
        self.answers.setRowCount(len(outputs))
        look = theme.current()
        for row, (output, point) in enumerate(zip(outputs, dataset.train_images, strict=False)):
            label = int(dataset.train_labels[row])
            cells = (f"{point[0]:g}", f"{point[1]:g}", dataset.class_names[label], f"{output[1]:.3f}")
            for column, text in enumerate(cells):
                item = QTableWidgetItem(text)
                item.setTextAlignment(Qt.AlignmentFlag.AlignCenter)
                item.setFlags(Qt.ItemFlag.ItemIsEnabled)
                self.answers.setItem(row, column, item)
            item.setForeground(QColor(look.third if int(output[1] > 0.5) == label else look.error))

    def _show_numbers(self, network: Network) -> None:
        size = network.whole.value.size
        self.numbers.setText("\n\n".join(written_out(network)) if size <= WORDY else "")

    def _lay_out(self) -> None:
        self.answers.setHorizontalHeaderLabels(["x", "y", "wanted", "answer"])
        self.answers.verticalHeader().hide()
        self.answers.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.answers.setFixedHeight(5 * 31)
        self.answers.setToolTip("Each point, what is wanted of it, and the answer from 0 to 1")
        self.answers.hide()
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE)
        right.addWidget(self._about)
        right.addLayout(self._units, 1)
        right.addWidget(self.answers)
        right.addWidget(self.numbers)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.SPACE)
        row.addWidget(self.plot, 3)
        row.addLayout(right, 2)


class SurfacePlot(Plot):
    """A map behind points: colours for its signs, learned points filled, test points as rings."""

    def __init__(self) -> None:
        super().__init__("Answer", "x", "y", {})
        self.setAccessibleName("Answer over the plane")
        self._map = pyqtgraph.ImageItem()
        self._map.setZValue(-10)
        self.addItem(self._map)
        self._learned = pyqtgraph.ScatterPlotItem(size=7)
        self._tested = pyqtgraph.ScatterPlotItem(size=7)
        for points in (self._tested, self._learned):
            self.addItem(points)
        self.plotItem.vb.setAspectLocked(True)
        self.plotItem.showGrid(x=False, y=False)
        self._dataset: Dataset | None = None
        self._shown: tuple[str, Area | None, np.ndarray | None, float | None] = ("Answer", None, None, None)

    def show_points(self, dataset: Dataset) -> None:
        """Show the points of a data set: those to learn from filled, those to test on as rings."""
        self._dataset = dataset
        self._paint_points()
        self.plotItem.enableAutoRange()

    def show_map(self, title: str, area: Area | None, values: np.ndarray | None, largest: float | None = None) -> None:
        """Show numbers `(side, side)` over an area, the first row at the bottom, or none."""
        self._shown = (title, area, values, largest)
        self.setTitle(title, color=theme.current().text, size="10pt")
        if area is None or values is None:
            self._map.clear()
            return
        self._map.setImage(signed_colours(values, *theme.sign_colours(), largest=largest), levels=(0, 255))
        self._map.setRect(QRectF(area.left, area.bottom, area.width, area.height))

    def _paint_points(self) -> None:
        look = theme.current()
        data = self._dataset
        if data is None:
            return
        colours = [QColor(look.second), QColor(look.accent)]
        edge = pyqtgraph.mkPen(look.text, width=1)
        brushes = [colours[label % 2] for label in data.train_labels]
        self._learned.setData(data.train_images[:, 0], data.train_images[:, 1], brush=brushes, pen=edge)
        pens = [pyqtgraph.mkPen(colours[label % 2], width=2) for label in data.test_labels]
        self._tested.setData(data.test_images[:, 0], data.test_images[:, 1], brush=None, pen=pens)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_shown"):
            self._paint_points()
            self.show_map(*self._shown)
