"""Try the network: a test picture by its number, and what the network says of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from engine.data.dataset import Dataset
from engine.nn.metrics import answering
from gui import theme
from gui.engine_thread import EngineThread, Listener
from gui.training.page import Page
from gui.training.picture_browser import PictureBrowser
from gui.training.session import Session


class TrialPage(Page):
    """The test pictures one by one, each with the network's outputs, live while it trains."""

    title = "Try it"
    icon = "gesture-tap"
    tip = "What the network says of a picture"

    def __init__(self, session: Session, engine: EngineThread) -> None:
        super().__init__(session, engine)
        self.browser = PictureBrowser()
        self.browser.wanted.connect(self._answer)
        self._dataset: Dataset | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE, 2 * theme.SPACE)
        column.addWidget(self.browser)

    def fits(self, dataset: Dataset) -> bool:
        return dataset.is_pictures

    def refresh(self) -> None:
        if self.session.dataset is not self._dataset and self.session.dataset is not None:
            self._dataset = self.session.dataset
            self.browser.show_dataset(self._dataset)
        else:
            self._answer(self.browser.index)

    def _answer(self, index: int) -> None:
        network, dataset = self.session.network, self.session.dataset
        if network is not None and dataset is not None:
            listener = Listener(finished=partial(self.browser.show_outputs, index))
            self._engine.start("answer", answering(network, dataset.test_images[index]), listener)
