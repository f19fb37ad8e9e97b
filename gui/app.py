"""Opening the window: the application, its look, and what happens to errors nobody caught."""

from __future__ import annotations

import ctypes
import logging
import os
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType

import platformdirs
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QMessageBox

from gui import theme

QT_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libEGL.so.1": "libegl1",
}
"""What Qt loads on X11 beside its own files, and the Debian packages that bring it."""


def missing_packages() -> list[str]:
    """The Debian packages without which Qt would abort at the start; empty where nothing is missing."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM", "xcb") != "xcb":
        return []
    return [package for library, package in QT_LIBRARIES.items() if not _loads(library)]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


class Reporter(QObject):
    """Brings errors of any thread to the log and to one dialog."""

    _raised = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.log = Path(platformdirs.user_log_dir("neural-darkroom", ensure_exists=True)) / "errors.log"
        logging.basicConfig(filename=self.log, format="%(asctime)s %(message)s")
        self._dialog: QMessageBox | None = None
        self._raised.connect(self._show, Qt.ConnectionType.QueuedConnection)
        sys.excepthook = self._caught
        threading.excepthook = lambda args: self._caught(args.exc_type, args.exc_value, args.exc_traceback)

    def _caught(self, kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        text = "".join(traceback.format_exception(kind, error, trace))
        logging.error(text)
        print(text, file=sys.stderr)
        self._raised.emit(text)

    def _show(self, text: str) -> None:
        """One dialog, however many errors come."""
        if self._dialog is not None:
            return
        self._dialog = QMessageBox(
            QMessageBox.Icon.Warning,
            "Neural Darkroom",
            "Something in the program went wrong. Your work is as it was; you can go on, or save it and start again.",
        )
        self._dialog.setInformativeText(f"The details are in {self.log}.")
        self._dialog.setDetailedText(text)
        self._dialog.exec()
        self._dialog = None


def application() -> QApplication:
    """The Qt application with our look."""
    from gui.settings import Settings

    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("neural-darkroom")
    app.setApplicationDisplayName("Neural Darkroom")
    theme.apply(app, Settings().text("theme", "system"))
    app.setWindowIcon(theme.icon("creation", colour=theme.current().accent))
    return app


def run(picture: str | None) -> int:
    """Open the window, on a picture if one is named, and return the exit status."""
    os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
    if missing := missing_packages():
        print(f"The window needs libraries that are missing: sudo apt install {' '.join(missing)}", file=sys.stderr)
        return 2
    app = application()
    reporter = Reporter()
    from gui.filtering.session import SAMPLE_RECIPE
    from gui.garbage import GarbageCollector
    from gui.main_window import MainWindow

    window = MainWindow()
    GarbageCollector(window)
    window.show()
    window.filtering.warm_up.start(SAMPLE_RECIPE)
    window.filtering.open_first(picture)
    status = app.exec()
    del reporter
    return status
