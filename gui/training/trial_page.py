"""Try the network: draw something, bring a photo or take a test picture, and see what it says."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout

from engine.data.dataset import Dataset, Preparation
from engine.errors import UserError
from engine.image import Image, load
from engine.jobs import Job
from engine.nn.network import Network
from engine.nn.trial import Trial, seeing, trying
from gui import theme
from gui.clipboard import clipboard_picture
from gui.drawing_pad import DrawingPad
from gui.engine_thread import EngineThread, Listener
from gui.segments import Segments
from gui.training.answer_view import AnswerView
from gui.training.own_data import OwnData
from gui.training.page import Page
from gui.training.photo_box import PhotoBox
from gui.training.picture_browser import PictureBrowser
from gui.training.session import RunState, Session

DRAWING, PHOTO, TEST = range(3)
SOURCES = {
    "Draw": "Draw with the mouse or a tablet",
    "Photo": "Open, drop or paste a picture",
    "Test picture": "Take one of the pictures kept for tests",
}


class TrialPage(Page):
    """One picture, from one of three sources, and the answer to it, live while it is drawn or while it trains."""

    title = "Try it"
    icon = "gesture-tap"
    tip = "What the network says of a drawing, a photo or a test picture"
    failed = Signal(object)  # a UserError
    open_wanted = Signal()  # a photo is to be chosen

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__(session, engine)
        self._dataset: Dataset | None = None
        self._seen: np.ndarray | None = None  # the picture as it is seen, while it stays the same
        self._seen_as = Preparation.DIGIT
        self._is_trying = self._is_stale = False
        self.sources = Segments("Where the picture comes from", SOURCES)
        self.pad, self.photo, self.browser = DrawingPad(), PhotoBox(), PictureBrowser()
        self.answer = AnswerView()
        self.own = OwnData(engine)
        self._views, self._rule = QStackedWidget(), QFrame(objectName="rule")
        self.sources.chosen.connect(self._choose_source)
        self.pad.changed.connect(self._take_picture)
        self.browser.picked.connect(self._take_picture)
        self.photo.open_wanted.connect(self.open_wanted)
        self.photo.paste_wanted.connect(self.paste)
        self.answer.saliency_wanted.connect(lambda _: self._try())
        self.own.wanted.connect(self._keep)
        self.own.kept.connect(self._make_room)
        self.own.failed.connect(self.failed)
        self.own.train_wanted.connect(self._train_on_own)
        session.state_changed.connect(self._show_state)
        self._lay_out()

    def fits(self, dataset: Dataset) -> bool:
        return dataset.is_pictures

    def refresh(self) -> None:
        dataset = self.session.dataset
        if dataset is None or not dataset.is_pictures:
            return
        if dataset is not self._dataset:
            self._take_dataset(dataset)
        self._try()

    def show_photo(self, photo: Image) -> None:
        """Try the network on a photo."""
        self.photo.show_photo(photo)
        self.sources.choose(PHOTO)
        self._take_picture()

    def open_photo(self, path: Path) -> None:
        """Try the network on a picture file; `failed` says why it cannot be read."""
        self._engine.start("photo", _loading(path), Listener(finished=self.show_photo, failed=self.failed.emit))

    def show_test_picture(self, index: int) -> None:
        """Try the network on a test picture."""
        self.browser.show_index(index)
        self.sources.choose(TEST)

    def paste(self) -> None:
        """Try the network on the picture or the picture file on the clipboard."""
        try:
            found = clipboard_picture()
        except UserError as error:
            self.failed.emit(error)
            return
        self.open_photo(found) if isinstance(found, Path) else self.show_photo(found)

    # -- the picture --------------------------------------------------------------------------------------------

    def _picture(self) -> Image | None:
        """What is drawn or photographed, if there is something."""
        if self.sources.current == DRAWING:
            return None if self.pad.is_blank else self.pad.picture
        return self.photo.photo if self.sources.current == PHOTO else None

    def _choose_source(self, source: int) -> None:
        self._views.setCurrentIndex(source)
        for widget in (self._rule, self.own):
            widget.setVisible(source != TEST)
        self._take_picture()

    def _take_dataset(self, dataset: Dataset) -> None:
        before, self._dataset, self._seen = self._dataset, dataset, None
        height, width, channels = dataset.input_shape
        if before is None or before.input_shape != dataset.input_shape:
            self.pad.begin(height=height, width=width, grey=channels == 1)
        self.own.offer(dataset.class_names)
        self.browser.show_dataset(dataset)

    def _take_picture(self) -> None:
        self._seen = None
        self._try()

    # -- the answer ---------------------------------------------------------------------------------------------

    def _network(self) -> Network | None:
        """The network, if it sees such pictures."""
        network, dataset = self.session.network, self._dataset
        return network if network and dataset and network.input_shape == dataset.input_shape else None

    def _try(self) -> None:
        """Have the picture answered, after the one that is being answered if there is one."""
        self.own.add_button.setEnabled(self._picture() is not None)
        if self._is_trying:
            self._is_stale = True
            return
        dataset, picture, test = self._dataset, self._picture(), self.sources.current == TEST
        if dataset is None or not (test or picture):
            self._show_nothing()
            return
        network, truth = self._network(), int(dataset.test_labels[self.browser.index]) if test else None
        preparation = dataset.preparation if network is None else network.preparation
        if preparation is not self._seen_as:
            self._seen, self._seen_as = None, preparation
        seen = dataset.test_images[self.browser.index] if test else self._seen
        if seen is None:
            assert picture is not None
            job = _preparing(network, picture, dataset, preparation, salient=self.answer.salient.isChecked())
        else:
            job = trying(network, seen, salient=self.answer.salient.isChecked())
        self._is_trying, self._is_stale = True, False
        listener = Listener(finished=partial(self._show, dataset, truth), failed=self.failed.emit, ended=self._tried)
        self._engine.start("trial", job, listener)

    def _tried(self) -> None:
        self._is_trying = False
        if self._is_stale:
            self._try()

    def _show(self, dataset: Dataset, truth: int | None, trial: Trial) -> None:
        if dataset is not self._dataset:
            return
        names, outputs = dataset.class_names, trial.outputs
        if not self._is_stale and truth is None:
            self._seen = trial.seen
        if outputs is None:
            self.answer.show_trial(trial, names, "No answer yet", "Train a network to see what it says.", truth)
            return
        said = int(outputs.argmax())
        right = "" if truth is None else ", which is right" if said == truth else f", but a person says {names[truth]}"
        about = f"with an output of {100 * outputs[said]:.1f} %{right}."
        self.answer.show_trial(trial, names, f"The network says {names[said]}", about, truth)
        self.own.suggest(names[said])

    def _show_nothing(self) -> None:
        names = self._dataset.class_names if self._dataset else ()
        if self.sources.current == PHOTO:
            self.answer.show_nothing(names, "No photo yet", "Open one, paste one or drop one on the page.")
        else:
            what = "a digit" if set("".join(names)) <= set("0123456789") else "something"
            self.answer.show_nothing(names, f"Draw {what}", "The answer changes with every stroke.")

    # -- own data -----------------------------------------------------------------------------------------------

    def _keep(self, label: str) -> None:
        if (picture := self._picture()) is not None:
            self.own.keep(picture, label)

    def _make_room(self) -> None:
        """Be ready for the next drawing; undo brings back the one that was kept."""
        if self.sources.current == DRAWING:
            self.pad.clear()
            self.pad.setFocus()

    def _train_on_own(self) -> None:
        if self._dataset is not None:
            source = self.own.drawings.source(self._dataset.input_shape, self._dataset.preparation)
            self.session.choose_data(source)

    def _show_state(self) -> None:
        self.own.train_button.setVisible(self.session.state is RunState.IDLE)

    def _lay_out(self) -> None:
        for view in (self.pad, self.photo, self.browser):
            self._views.addWidget(view)
        left = QVBoxLayout()
        left.setSpacing(2 * theme.SPACE)
        left.addWidget(self.sources)
        left.addWidget(self._views, 1)
        right = QVBoxLayout()
        right.setSpacing(2 * theme.SPACE)
        right.addWidget(self.answer)
        right.addWidget(self._rule)
        right.addWidget(self.own)
        right.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        row.setSpacing(3 * theme.SPACE)
        row.addLayout(left, 1)
        row.addLayout(right, 1)


def _loading(path: Path) -> Job[Image]:
    yield None
    return load(path)


def _preparing(
    network: Network | None, picture: Image, dataset: Dataset, preparation: Preparation, *, salient: bool
) -> Job[Trial]:
    """Have a picture answered that is not yet as networks see it."""
    height, width, channels = dataset.input_shape
    seen = yield from seeing(picture, (height, width, channels), preparation)
    return (yield from trying(network, seen, salient=salient))
