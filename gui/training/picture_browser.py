"""The test pictures one by one: the picture, what the network says, and its outputs as bars."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from engine.data.dataset import Dataset
from engine.editing.screen import ScreenPicture, digit_picture
from gui import theme
from gui.controls import NumberField
from gui.image_canvas import ImageCanvas
from gui.output_bars import OutputBars

PICTURE = 228


class PictureBrowser(QWidget):
    """Asks for the answer to a test picture by `wanted(index)` and shows it when `show_outputs` brings it."""

    wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._random = np.random.default_rng(0)
        self._picture = ImageCanvas()
        self._picture.setFixedSize(PICTURE, PICTURE)
        self._verdict = QLabel(objectName="figure")
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._bars = OutputBars()
        self._number = NumberField()
        self._number.setPrefix("No. ")
        self._number.setDecimals(0)
        self._number.setFixedWidth(112)
        self._number.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._number.setAccessibleName("Number of the test picture")
        self._number.setToolTip("Type the number of a test picture")
        self._number.lineEdit().setTextMargins(theme.SPACE // 2, 0, 0, 0)
        self._number.valueChanged.connect(lambda _: self.ask())
        self._lay_out()
        self.setEnabled(False)

    @property
    def index(self) -> int:
        return round(self._number.value())

    @property
    def verdict(self) -> str:
        return self._verdict.text()

    def show_dataset(self, dataset: Dataset) -> None:
        """Browse the test part of a data set."""
        self._dataset = dataset
        self._number.blockSignals(True)
        self._number.setRange(0, len(dataset.test_images) - 1)
        self._number.blockSignals(False)
        self.setEnabled(True)
        self.ask()

    def show_index(self, index: int) -> None:
        """Go to a test picture by its number."""
        self._number.setValue(index)

    def ask(self) -> None:
        """Show the chosen picture and ask what the network says."""
        if self._dataset is not None:
            self._picture.show_picture(self.picture())
            self._verdict.setText("")
            truth = self._dataset.class_names[self._dataset.test_labels[self.index]]
            self._about.setText(f"A test picture that a person labelled {truth}. Train a network to see what it says.")
            self._bars.show_outputs(self._dataset.class_names, None)
            self.wanted.emit(self.index)

    def picture(self) -> ScreenPicture:
        assert self._dataset is not None
        return digit_picture(self._dataset.test_images[self.index])

    def show_outputs(self, index: int, outputs: np.ndarray) -> None:
        """Show the outputs for picture `index`, unless another one is shown by now."""
        if self._dataset is None or index != self.index:
            return
        names, label = self._dataset.class_names, int(self._dataset.test_labels[index])
        said = int(np.argmax(outputs))
        self._verdict.setText(f"The network says {names[said]}")
        right = "which is right" if said == label else f"but a person says {names[label]}"
        self._about.setText(f"with an output of {100 * outputs[said]:.1f} %, {right}.")
        self._bars.show_outputs(names, outputs, label)

    def _lay_out(self) -> None:
        previous, following = self._arrow("chevron-left", "Previous", -1), self._arrow("chevron-right", "Next", 1)
        surprise = QPushButton("Any", toolTip="Show a test picture picked at random")
        surprise.clicked.connect(
            lambda: self._number.setValue(int(self._random.integers(int(self._number.maximum()) + 1)))
        )
        browse = QHBoxLayout()
        browse.setSpacing(theme.SPACE // 2)
        browse.addWidget(previous)
        browse.addWidget(self._number)
        browse.addWidget(following)
        browse.addWidget(surprise)
        browse.addStretch(1)
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE)
        words.addWidget(QLabel("Test pictures", objectName="heading"))
        words.addLayout(browse)
        words.addSpacing(theme.SPACE)
        words.addWidget(self._verdict)
        words.addWidget(self._about)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(2 * theme.SPACE)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        row.addWidget(self._bars, 1, Qt.AlignmentFlag.AlignTop)

    def _arrow(self, icon: str, name: str, by: int) -> QToolButton:
        button = theme.with_icon(QToolButton(toolTip=f"{name} test picture", accessibleName=name), icon)
        button.setAutoRaise(True)
        button.clicked.connect(lambda: self._number.setValue(self.index + by))
        return button
