"""The test pictures one by one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from engine.data.dataset import Dataset
from engine.editing.screen import digit_picture
from gui import theme
from gui.image_canvas import ImageCanvas
from gui.number_picker import NumberPicker


class PictureBrowser(QWidget):
    """Shows one test picture and what a person says it is. `picked` says that it is another one."""

    picked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dataset: Dataset | None = None
        self._picture = ImageCanvas()
        self._picture.setAccessibleName("Test picture")
        self._about = QLabel(objectName="quiet")
        self._number = NumberPicker()
        self._number.picked.connect(lambda _: self._show())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addWidget(self._picture, 1)
        column.addWidget(self._number)
        column.addWidget(self._about)

    @property
    def index(self) -> int:
        return self._number.number

    def show_dataset(self, dataset: Dataset) -> None:
        """Browse the test part of a data set."""
        self._dataset = dataset
        self._number.choose_from(len(dataset.test_images))
        self._show()

    def show_index(self, index: int) -> None:
        """Go to a test picture by its number."""
        self._number.pick(index)

    def _show(self) -> None:
        if self._dataset is not None:
            self._picture.show_picture(digit_picture(self._dataset.test_images[self.index]))
            truth = self._dataset.class_names[self._dataset.test_labels[self.index]]
            self._about.setText(f"A test picture that a person labelled {truth}")
            self.picked.emit()
