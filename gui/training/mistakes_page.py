"""Where the network errs: the confusion matrix, and the pictures that are read wrong."""

from __future__ import annotations

from functools import partial
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QElapsedTimer, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedLayout, QVBoxLayout, QWidget

from engine.data.dataset import Array, Dataset
from engine.nn.metrics import Evaluation
from engine.nn.network import Network
from engine.nn.reading import Reading, reading
from engine.nn.trial import Trial, trying
from gui import theme
from gui.empty_state import EmptyState
from gui.engine_thread import EngineThread, Listener
from gui.segments import Segments
from gui.training.answer_view import AnswerView
from gui.training.confusion_view import ConfusionView
from gui.training.mistake_gallery import MistakeGallery, words
from gui.training.page import Page
from gui.training.session import RunState, Session

TEST, VALIDATION = range(2)
PARTS = {
    "Test": "The pictures kept for tests, which no training ever sees",
    "Validation": "The part of the training pictures that this run has set aside",
}
AGAIN_MILLISECONDS = 1000
"""While it trains, reading all pictures again takes time from it: at most so often, and once an epoch."""


class _Wanted(NamedTuple):
    """What is to be read, by which network, and when: where one of it changes, the answers may be others."""

    network: Network
    dataset: Dataset
    part: int
    state: RunState
    epoch: int | None
    evaluation: Evaluation | None


class MistakesPage(Page):
    """What the network says of all test or validation pictures. While it trains, it is asked again after each epoch."""

    title = "Mistakes"
    icon = "alert-circle-outline"
    tip = "Where the network errs: which classes it mixes up, and on which pictures"

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__(session, engine)
        self.reading: Reading | None = None
        self._read: _Wanted | None = None  # what `reading` is of, or what is being read
        self._since = QElapsedTimer()
        self._images: Array = np.empty(0, np.float32)
        self.parts = Segments("Pictures to read", PARTS)
        self.matrix, self.gallery, self.answer = ConfusionView(), MistakeGallery(), AnswerView()
        self._figure, self._note = QLabel(objectName="figure"), QLabel(objectName="quiet")
        self._heading = QLabel(objectName="heading")
        self.all_button = QPushButton("All mistakes", toolTip="Show the mistakes of all cells again (Esc)")
        text = "Train a network, and see here which pictures it reads wrong and how sure it is of that."
        ways_on = {"Train a network first": session.start}
        self.empty = EmptyState("alert-circle-outline", "No network yet", text, ways_on)
        self._none = QLabel(objectName="empty", wordWrap=True, alignment=Qt.AlignmentFlag.AlignCenter)
        self.parts.chosen.connect(lambda _: self.refresh())
        self.matrix.chosen.connect(lambda *_: self._show_pictures())
        self.matrix.left.connect(self._show_pictures)
        self.all_button.clicked.connect(lambda: self.matrix.open(None))
        self.gallery.chosen.connect(self._ask)
        self.answer.saliency_wanted.connect(lambda _: self._ask_again())
        self._lay_out()

    def refresh(self) -> None:
        dataset, network = self.session.dataset, self._network()
        self._views.setCurrentIndex(int(network is not None))
        if dataset is None or network is None:
            self._engine.cancel("mistakes")
            self.reading = self._read = None
            self._figure.clear()
            return
        if self.session.state is RunState.IDLE and self.session.evaluation is None:
            return  # the network has only just come to this; `evaluated` will say so
        aside = self.session.training.aside if self.session.training else np.empty(0, np.int64)
        self._offer_validation(len(aside) > 0)
        part = self.parts.current
        report = self.session.report
        epoch = report.epoch if report else None
        wanted = _Wanted(network, dataset, part, self.session.state, epoch, self.session.evaluation)
        if wanted == self._read or self._is_too_soon(wanted):
            return
        self._read = wanted
        self._since.start()
        if self.reading is None:
            self._note.setText("Reading the pictures…")
        if part == TEST:
            images, job = dataset.test_images, reading(network, dataset.test_images, dataset.test_labels)
        else:
            images, job = dataset.train_images, reading(network, dataset.train_images, dataset.train_labels, aside)
        self._engine.start("mistakes", job, Listener(finished=partial(self._show, wanted, images)))

    def choose_cell(self, truth: int, answer: int) -> None:
        """Look at the pictures of a class that are taken for another, or for what they are."""
        self.matrix.open((truth, answer))

    # -- reading ------------------------------------------------------------------------------------------------

    def _network(self) -> Network | None:
        """The network, if it is for data such as this."""
        network, dataset = self.session.network, self.session.dataset
        return network if network and dataset and network.input_shape == dataset.input_shape else None

    def _is_too_soon(self, wanted: _Wanted) -> bool:
        """Whether a training is under way of which it has just been read, or is being read, what the network says."""
        read = self._read
        if read is None or wanted.state is RunState.IDLE or wanted[:3] != read[:3]:
            return False
        is_busy = self._since.elapsed() < AGAIN_MILLISECONDS or self._engine.is_busy("mistakes")
        return is_busy or wanted.epoch == read.epoch

    def _offer_validation(self, is_there: bool) -> None:
        button = self.parts.button(VALIDATION)
        button.setEnabled(is_there)
        button.setToolTip(PARTS["Validation"] if is_there else "This run has set no pictures aside for validation")
        if not is_there:
            self.parts.choose(TEST)

    def _show(self, wanted: _Wanted, images: Array, found: Reading) -> None:
        if wanted is not self._read:
            return
        self.reading, self._images = found, images
        is_pictures = wanted.dataset.is_pictures
        what = "pictures" if is_pictures else "points"
        self._figure.setText(f"{100 * found.accuracy:.2f} % right")
        note = f"{len(found.mistakes):,} mistakes in {len(found.labels):,} {what}"
        is_running = wanted.state is not RunState.IDLE and wanted.epoch
        self._note.setText(f"{note}, as of epoch {wanted.epoch}; read again after each" if is_running else note)
        self.matrix.show_reading(found, what)
        self.answer.show_whether_seen(is_pictures)
        self._show_pictures()

    # -- pictures -----------------------------------------------------------------------------------------------

    def _show_pictures(self) -> None:
        """The pictures of the open cell, or else all mistakes."""
        found, cell = self.reading, self.matrix.open_cell
        if found is None:
            return
        numbers = found.mistakes if cell is None else found.cell(*cell)
        self.all_button.setVisible(cell is not None)
        surest = "Surest mistakes first" if len(numbers) else ""
        self._heading.setText(surest if cell is None else self.matrix.words(cell))
        self._none.setText("No mistakes: every one is read right." if cell is None else "There are none.")
        self._none.setVisible(not len(numbers))
        self.gallery.setVisible(len(numbers) > 0)
        self.answer.setVisible(len(numbers) > 0)
        self.gallery.show_pictures(found, numbers, self._images)

    def _ask_again(self) -> None:
        current = self.gallery.currentIndex()
        if current.isValid():
            self._ask(int(self.gallery.numbers[current.row()]))

    def _ask(self, number: int) -> None:
        """Have the chosen picture answered by the network as it was when it read all."""
        found = self.reading
        if found is not None:
            job = trying(found.network, self._images[found.places[number]], salient=self.answer.salient.isChecked())
            self._engine.start("mistake", job, Listener(finished=partial(self._show_answer, found, number)))

    def _show_answer(self, found: Reading, number: int, trial: Trial) -> None:
        if found is self.reading:
            verdict, certainty = words(found, number)
            about = f"No. {found.places[number]}, {certainty}."
            self.answer.show_trial(trial, found.network.class_names, verdict, about, int(found.labels[number]))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(2 * theme.SPACE)
        head.addWidget(self._figure)
        head.addWidget(self._note, 1)
        head.addWidget(self.parts)
        title = QHBoxLayout()
        title.addWidget(self._heading, 1)
        title.addStrut(self.all_button.sizeHint().height())
        title.addWidget(self.all_button)
        right = QVBoxLayout()
        right.setSpacing(theme.SPACE)
        right.addLayout(title)
        right.addWidget(self._none, 1)
        right.addWidget(self.gallery, 1)
        right.addWidget(self.answer)
        halves = QHBoxLayout()
        halves.setSpacing(3 * theme.SPACE)
        halves.addWidget(self.matrix, 1)
        halves.addLayout(right, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.SPACE)
        column.addLayout(head)
        column.addLayout(halves, 1)
        self._views = QStackedLayout()
        self._views.addWidget(self.empty)
        self._views.addWidget(whole)
        around = QVBoxLayout(self)
        around.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        around.addLayout(self._views)
        self.all_button.hide()
