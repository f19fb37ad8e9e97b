"""Dreams for the other workspaces: as a picture to filter, as labelled data to learn from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.data.drawings import OwnDrawings, drawings_folder, removing
from engine.dream.dreams import Dreams, eight_bits
from engine.dream.export import picture
from engine.image import Image
from engine.jobs import Job
from gui.dreaming.session import Session
from gui.engine_thread import EngineThread, Listener
from gui.workspace import Workspace

SLOT = "own dreams"


class SendActions(QObject):
    """Entries of the File menu. `picture_sent` carries an Image, and a name for it, that is to be filtered.

    `shown` is what is looked at; `number` which picture of a sheet.
    """

    picture_sent = Signal(object, str)

    def __init__(
        self,
        page: Workspace,
        session: Session,
        engine: EngineThread,
        shown: Callable[[], Dreams | None],
        number: Callable[[], int],
    ) -> None:
        super().__init__(page)
        self._page, self._session, self._engine = page, session, engine
        self._shown, self._number = shown, number
        page.separate("File")
        tip = "Filter what is shown, a picture or a sheet, enlarged"
        page.action("File", "Open in the Filter workspace", self.send_enlarged, keys="Ctrl+Shift+F", tip=tip)
        tip = "Filter the picture itself, one pixel of it a pixel, in full precision"
        page.action("File", "Open in the Filter workspace 1:1", self.send_exact, tip=tip)
        tip = "Keep the dream among your own pictures, under the class that was wanted, to train with"
        page.action("File", "Add to my data", self.add, keys="Ctrl+Shift+D", tip=tip)

    def send_enlarged(self) -> None:
        """Have what is shown filtered, its pixels as squares."""
        if (dreams := self._there()) is not None:
            self._page.guard(lambda: self._send(dreams, Image(picture(dreams))))

    def send_exact(self) -> None:
        """Have the one picture that is looked at filtered, float32 as it was dreamt."""
        if (dreams := self._there()) is not None:
            self._send(dreams, Image(np.clip(dreams.images[self._number()], 0, 1)))

    def add(self) -> None:
        """Put what is shown to a person's own pictures."""
        dreams, network = self._there(), self._session.network
        if dreams is None or network is None:
            return
        if dreams.wanted.min() < 0:
            text = "What is dreamt of the inside of a network shows no class; dream of a class to add it to your data."
            self._page.message.say(text, wrong=True)
            return
        labels = [network.class_names[index] for index in dreams.wanted]
        job = _adding(OwnDrawings(drawings_folder()), eight_bits(dreams.images), labels)
        self._engine.start(SLOT, job, Listener(finished=partial(self._tell, labels), failed=self._page.fail))

    def _there(self) -> Dreams | None:
        dreams = self._shown()
        if dreams is None:
            self._page.message.say("There is no dream yet.", wrong=True)
        return dreams

    def _send(self, dreams: Dreams, image: Image) -> None:
        one = len(dreams.captions) == 1
        self.picture_sent.emit(image, f"Dream of {dreams.captions[0]}" if one else "Dreams")

    def _tell(self, labels: Sequence[str], paths: Sequence[Path]) -> None:
        text = f"Kept as {labels[0]}." if len(labels) == 1 else f"Kept {len(labels)} dreams under their classes."
        self._page.message.say(
            f"{text} The Train workspace finds them among your own data.",
            ways_on={"Take it back": partial(_take_back, paths)},
        )


def _adding(drawings: OwnDrawings, images: np.ndarray, labels: Sequence[str]) -> Job[list[Path]]:
    paths = []
    for pixels, label in zip(images, labels, strict=True):
        paths.append((yield from drawings.adding(Image(pixels), label)))
    return paths


def _take_back(paths: Sequence[Path]) -> None:
    for path in paths:
        removing(path)()
