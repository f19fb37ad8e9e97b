"""A session that is killed, and the one after it: `python -m tests.gui.killed work|paste PICTURE`, then `look`.

`work` opens a picture and edits, `paste` pastes it first; both kill their own process as soon as the last edit is kept.
`look` starts as a person does who gives no picture, and prints what is on screen as JSON; `name PICTURE` as one who
names a picture, `restore PICTURE` asks for the last work then.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import sys
import time
from pathlib import Path

from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from engine.filters.edges import Sobel
from engine.filters.rank import Median
from gui.app import application
from gui.filtering.autosave import work_folder
from gui.main_window import MainWindow

PATIENCE_SECONDS = 60


def wait_until(done: object) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():  # type: ignore[operator]
        if time.monotonic() > deadline:
            raise TimeoutError
        QApplication.processEvents()
        time.sleep(0.005)


def seen(window: MainWindow) -> dict[str, object]:
    page = window.filtering
    document, result = page.model.document, page.result
    assert document is not None
    assert result is not None
    return {
        "title": document.title,
        "recipe": document.recipe.to_json(),
        "pixels": hashlib.sha256(result.pixels.tobytes()).hexdigest(),
        "undo": page.model.undo_name,
        "redo": page.model.redo_name,
        "said": page.message.text if page.message.isVisible() else "",
    }


def work(window: MainWindow, picture: str, pasted: bool) -> None:
    page = window.filtering
    if pasted:
        QGuiApplication.clipboard().setImage(QImage(picture))
        page.paste()
    else:
        page.open(Path(picture))
    wait_until(lambda: page.result is not None)
    page.recipe.add(Median)
    page.recipe.add(Sobel)
    page.recipe.switch()
    page.model.undo()
    wait_until(lambda: any('"present": 2' in path.read_text() for path in work_folder().glob("*/work.json")))
    print(json.dumps(seen(window)), flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


def main(what: str, picture: str = "") -> None:
    app = application()
    window = MainWindow()
    window.show()
    if what in ("work", "paste"):
        work(window, picture, what == "paste")
    page = window.filtering
    page.open_first(picture or None)
    wait_until(lambda: page.result is not None)
    if what == "restore":
        (button,) = (each for each in page.message.findChildren(QPushButton) if each.isVisible())
        button.click()
        wait_until(page.message.isVisible)
    print(json.dumps(seen(window)), flush=True)
    window.close()
    app.quit()


if __name__ == "__main__":
    main(*sys.argv[1:])
