"""Labelling what is drawn or photographed, and keeping it as data of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from engine.data.drawings import OwnDrawings, drawings_folder, removing
from engine.image import Image
from engine.jobs import Job
from gui import theme
from gui.engine_thread import EngineThread, Listener

Added = tuple[Path, dict[str, int]]


class OwnData(QWidget):
    """Keeps pictures in the folder of a person's drawings. `wanted` asks for the picture to keep under a label,
    `kept` says where it is and what takes it out again, `train_wanted` that a network should learn from them."""

    wanted = Signal(str)
    kept = Signal(str, object)
    train_wanted = Signal()
    failed = Signal(object)

    def __init__(self, engine: EngineThread) -> None:
        super().__init__()
        self._engine = engine
        self.drawings = OwnDrawings(drawings_folder())
        self._line = QLineEdit(accessibleName="Label of the picture")
        self.label = QComboBox(editable=True, accessibleName="What the picture shows")
        self.label.setToolTip("What the picture shows: choose a class or type another one")
        self.label.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.label.setMinimumWidth(96)
        self.label.setLineEdit(self._line)
        self._line.returnPressed.connect(self._want)
        self.add_button = QPushButton("Add to my data", toolTip="Keep the picture with this label")
        self.add_button.clicked.connect(self._want)
        self.train_button = QPushButton("Train on it", toolTip="Have the next training learn from your own pictures")
        self.train_button.clicked.connect(self.train_wanted)
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._lay_out()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._engine.start("own data", _counting(self.drawings), Listener(finished=self._show_counts))

    def offer(self, names: Sequence[str]) -> None:
        """Let these be the labels to choose from."""
        if [self.label.itemText(place) for place in range(self.label.count())] != list(names):
            self.label.clear()
            self.label.addItems(list(names))

    def suggest(self, name: str) -> None:
        """Choose the label that the picture most likely has, unless a person is choosing."""
        if not self._line.hasFocus():
            self.label.setCurrentText(name)
            self._line.setCursorPosition(0)

    def keep(self, picture: Image, label: str) -> None:
        """Put a picture to the others; `kept` or `failed` says what came of it."""
        listener = Listener(finished=partial(self._take, label), failed=self.failed.emit)
        self._engine.start("own data", _adding(self.drawings, picture, label), listener)

    def _want(self) -> None:
        if self.add_button.isEnabled():
            self.wanted.emit(self.label.currentText())

    def _take(self, label: str, added: Added) -> None:
        path, counts = added
        self._show_counts(counts)
        self.kept.emit(label, partial(self._take_out, path))

    def _take_out(self, path: Path) -> None:
        removing(path)()
        self._engine.start("own data", _counting(self.drawings), Listener(finished=self._show_counts))

    def _show_counts(self, counts: dict[str, int]) -> None:
        total = sum(counts.values())
        self._about.setText(
            f"{total:,} kept so far: " + ", ".join(f"{count} × {name}" for name, count in counts.items())
            if total
            else "Nothing kept yet. A few pictures of each class make a data set of your own."
        )
        self._about.setToolTip(str(self.drawings.folder))
        self.train_button.setEnabled(len(counts) > 1)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE)
        says = QLabel("It shows")
        says.setBuddy(self.label)
        row.addWidget(says)
        row.addWidget(self.label, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.train_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(QLabel("My data", objectName="heading"))
        column.addLayout(row)
        column.addWidget(self._about, 0, Qt.AlignmentFlag.AlignTop)
        self.train_button.setEnabled(False)


def _counting(drawings: OwnDrawings) -> Job[dict[str, int]]:
    yield None
    return drawings.counts()


def _adding(drawings: OwnDrawings, picture: Image, label: str) -> Job[Added]:
    path = yield from drawings.adding(picture, label)
    return path, drawings.counts()
