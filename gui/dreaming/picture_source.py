"""Where a picture comes from: the network's test pictures, a drawing, or a photo."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from engine.dream.dreams import eight_bits
from engine.errors import UserError
from engine.image import Image, load
from engine.jobs import Job
from engine.nn.network import Network
from engine.nn.trial import seeing
from gui import theme
from gui.clipboard import clipboard_picture
from gui.drawing_pad import DrawingPad
from gui.dreaming.pixel_tile import PixelTile
from gui.dreaming.session import Session
from gui.engine_thread import EngineThread, Listener
from gui.number_picker import NumberPicker
from gui.segments import Segments

Array = np.ndarray
TILE = 56
TEST, DRAWING, PHOTO = range(3)
SOURCES = {
    "Test": "One of the pictures that the network was tested on, by its number",
    "Drawing": "Draw it yourself, with the mouse, a tablet or the keyboard",
    "Photo": "A picture file, or the picture on the clipboard; it can be dropped on the window too",
}


class PictureSource(QWidget):
    """`picture (H, W, C)` is as the session's network sees it; `taken` says that it is another one, `open_wanted` asks
    for a picture file. `truth` is the class that a person gave it, where that is known."""

    taken = Signal()
    open_wanted = Signal()
    failed = Signal(object)  # a UserError

    def __init__(self, session: Session, engine: EngineThread, slot: str) -> None:
        super().__init__()
        self._session, self._engine, self._slot = session, engine, slot
        self.picture: Array | None = None
        self.truth: int | None = None
        self.tile = PixelTile("Chosen picture", TILE)
        self.sources = Segments("Where the picture comes from", SOURCES)
        self.number = NumberPicker()
        self.pad = DrawingPad()
        self._about = QLabel(objectName="quiet", wordWrap=True)
        self._rows = QStackedWidget()
        self._dialog = QDialog(self, windowTitle="Draw a picture to begin with")
        self._lay_out()
        self.sources.chosen.connect(self._show_source)
        self.number.picked.connect(self.take_test)
        self.pad.finished.connect(self._take_drawing)
        session.network_changed.connect(self._forget)
        session.data_changed.connect(self._show_data)
        self._show_data()

    # -- taking a picture ---------------------------------------------------------------------------------------

    def take_any(self) -> None:
        """Have a picture where there is none yet: a test picture, if there is one."""
        if self.picture is None and self._session.data is not None:
            self.take_test(self.number.number)

    def take_test(self, number: int) -> None:
        """Take a test picture of the network's data."""
        data = self._session.data
        if data is None:
            return
        with QSignalBlocker(self.number):
            self.number.pick(number)
        self.sources.choose(TEST)
        self._take(int(data.test_labels[number]), data.test_images[number])

    def take_photo(self, photo: Image | Path) -> None:
        """Take a picture, or one from a file; `failed` says why it cannot be read."""
        self.sources.choose(PHOTO)
        self._see(photo)

    def paste(self) -> None:
        """Take the picture, or the picture file, on the clipboard."""
        try:
            self.take_photo(clipboard_picture())
        except UserError as error:
            self.failed.emit(error)

    def draw(self) -> None:
        """Show the sheet to draw on; what is drawn is taken stroke by stroke."""
        self.sources.choose(DRAWING)
        self._dialog.show()
        self._dialog.raise_()
        self.pad.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_drawing(self) -> None:
        if not self.pad.is_blank:
            self._see(self.pad.picture)

    def _see(self, picture: Image | Path) -> None:
        if (network := self._session.network) is not None:
            listener = Listener(finished=partial(self._take, None), failed=self.failed.emit)
            self._engine.start(self._slot, _seen(picture, network), listener)

    def _take(self, truth: int | None, picture: Array) -> None:
        self.picture, self.truth = picture, truth
        self.tile.show_pixels(eight_bits(picture))
        data = self._session.data
        self._about.setText(f"A person says {data.class_names[truth]}" if data and truth is not None else "")
        self.taken.emit()

    # -- what there is ------------------------------------------------------------------------------------------

    def _forget(self) -> None:
        """A picture goes with the network that sees it, unless the new one sees as many pixels."""
        network = self._session.network
        if network is None or (self.picture is not None and self.picture.shape == network.input_shape):
            return
        self.picture = self.truth = None
        self.tile.show_pixels(None)
        self._about.setText("")
        height, width, channels = network.input_shape
        self.pad.begin(height=height, width=width, grey=channels == 1)

    def _show_data(self) -> None:
        data = self._session.data
        self.sources.button(TEST).setEnabled(data is not None)
        if data is not None:
            self.number.choose_from(len(data.test_images))
        elif self.sources.current == TEST:
            self.sources.choose(DRAWING)

    def _show_source(self, source: int) -> None:
        self._rows.setCurrentIndex(source)
        if source == TEST:
            self.take_test(self.number.number)

    # -- layout -------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        draw = QPushButton("Draw…", toolTip="Open a sheet to draw on; each stroke is taken at once")
        draw.clicked.connect(self.draw)
        opened = QPushButton("Open…", toolTip="Take a picture file")
        opened.clicked.connect(self.open_wanted)
        paste = QPushButton("Paste", toolTip="Take the picture on the clipboard (Ctrl+V)")
        paste.clicked.connect(self.paste)
        for widgets in ([self.number], [draw], [opened, paste]):
            row = QWidget()
            inside = QHBoxLayout(row)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.setSpacing(theme.SPACE)
            for widget in widgets:
                inside.addWidget(widget)
            inside.addStretch(1)
            self._rows.addWidget(row)
        words = QVBoxLayout()
        words.setSpacing(theme.SPACE)
        words.addWidget(self.sources)
        words.addWidget(self._rows)
        words.addWidget(self._about)
        words.addStretch(1)
        beside = QHBoxLayout(self)
        beside.setContentsMargins(0, 0, 0, 0)
        beside.setSpacing(theme.SPACE)
        beside.addWidget(self.tile, 0, Qt.AlignmentFlag.AlignTop)
        beside.addLayout(words, 1)
        sheet = QVBoxLayout(self._dialog)
        sheet.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        sheet.addWidget(self.pad)
        self._dialog.setFixedWidth(360)


def _seen(picture: Image | Path, network: Network) -> Job[Array]:
    yield None
    image = load(picture) if isinstance(picture, Path) else picture
    height, width, channels = network.input_shape
    return (yield from seeing(image, (height, width, channels), network.preparation))
