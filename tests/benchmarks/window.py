"""How live the window is: `python -m tests.benchmarks.window [offscreen|xcb]`.

The real window at 1440 × 900 with a photo of 12 megapixels, then one of 100. Each figure is the time from what a person
does until the canvas (or the list, or the file) shows what came of it, painted and flushed. `blocked` is the longest
time in which the event loop answered nothing, by a timer of 1 ms; the goals are 80 ms and 50 ms. The last line is the
most memory the process has held, which only grows.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter

os.environ["QT_QPA_PLATFORM"] = sys.argv[1] if len(sys.argv) > 1 else "offscreen"
os.environ["XDG_CONFIG_HOME"] = os.environ["XDG_STATE_HOME"] = tempfile.mkdtemp()  # nothing remembered

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QSlider

from engine.data.bundled import PHOTOS, bundled
from engine.editing.comparison import Compare
from engine.editing.render import Rendered
from engine.filters.custom import CustomKernel
from engine.filters.encoder import Encoder
from engine.filters.geometry import Resize
from engine.filters.rank import Median
from engine.filters.tone import Gamma, Invert
from engine.image import load, save
from engine.save_options import SaveOptions
from gui.app import application
from gui.filtering.filter_palette import FilterPalette
from gui.garbage import GarbageCollector
from gui.main_window import MainWindow
from gui.settings import Settings
from tests.benchmarks.stopwatch import Stopwatch

try:
    import resource
except ImportError:  # on Windows
    resource = None  # type: ignore[assignment]

CHANGES = 60
MEGABYTE = 1 << 20 if sys.platform == "darwin" else 1 << 10
"""In the units in which the system counts memory."""
FRAME_SECONDS = 1 / 60


class Bench:
    """The window, and what is measured in it."""

    def __init__(self) -> None:
        self.window = MainWindow(Settings())
        self.window.resize(1440, 900)
        GarbageCollector(self.window)
        self.window.show()
        self.page = self.window.filtering
        self.canvas = self.page.canvas
        self.watch = Stopwatch(self.page)

    def open(self, path: Path) -> None:
        with self.watch.row(f"open {path.name}") as times:
            begun, before = perf_counter(), self.page.model.document
            self.page.open(path)
            self.watch.until(lambda: self.page.model.document is not before and self.watch.current())
            times.append(perf_counter() - begun)

    def _slider(self) -> QSlider:
        return next(each for each in self.page.recipe.findChildren(QSlider) if each.isVisibleTo(self.page))

    def slider(self, name: str) -> None:
        """Drag between two sizes, each computed anew, waiting for the picture each time."""
        slider = self._slider()
        times: dict[int, list[float]] = {1: [], 2: []}
        with self.watch.row(f"{name}: each value awaited, 3 × 3") as shown:
            slider.setSliderDown(True)
            for change in range(2 * CHANGES):
                self.page.cache.forget()
                place = 1 + (change + 1) % 2
                times[place].append(self.watch.on_screen(partial(slider.setValue, place)))
            slider.setSliderDown(False)
            shown += times[1]

    def drag(self, name: str) -> None:
        """Drag at 60 values a second without waiting: from each value to the first picture of it or a newer one."""
        slider = self._slider()
        self.page.cache.forget()
        pending: list[tuple[object, float]] = []  # the documents and when they were asked for, the oldest first
        with self.watch.row(f"{name}: 60 values a second") as times:

            def painted(rendered: Rendered) -> None:
                asked = [index for index, (document, _) in enumerate(pending) if document == rendered.document]
                if asked:
                    times.extend(perf_counter() - since for _, since in pending[: asked[0] + 1])
                    del pending[: asked[0] + 1]

            self.watch.paints.painted.connect(painted)
            slider.setSliderDown(True)
            for change in range(2 * CHANGES):
                self.page.cache.forget()
                slider.setValue(slider.minimum() + change * slider.maximum() // (2 * CHANGES))
                pending.append((self.page.model.document, perf_counter()))
                self.watch.wait(FRAME_SECONDS)
            self.watch.until(lambda: not pending)
            slider.setSliderDown(False)
            self.watch.paints.painted.disconnect(painted)
        self.watch.until(self.watch.current)

    def steps(self, name: str, *steps: Callable[[], object], times: int = CHANGES) -> None:
        with self.watch.row(name) as seconds:
            for change in range(times):
                seconds.append(self.watch.repainted(steps[change % len(steps)]))

    def edits(self, name: str, *edits: Callable[[], object]) -> None:
        with self.watch.row(name) as seconds:
            for change in range(CHANGES // 2):
                seconds.append(self.watch.on_screen(edits[change % len(edits)]))

    def split(self) -> None:
        self.page.views.compare(Compare.LEFT_RIGHT)
        places = [lambda share=share: self.canvas.set_split(share) for share in np.linspace(0.1, 0.9, CHANGES)]
        self.steps("drag the split line", *places)
        self.page.views.compare(Compare.OFF)

    def look(self) -> None:
        """Zoom about a point, then pan at that scale."""
        about = QPointF(self.canvas.width() / 3, self.canvas.height() / 3)
        scales = [lambda scale=scale: self.canvas.zoom_to(scale, about) for scale in np.geomspace(0.06, 4, CHANGES)]
        self.steps("zoom with the wheel", *scales)
        for scale in (0.3, 0.7, 1.0):
            self.canvas.zoom_to(scale)
            self.steps(f"pan at {100 * scale:.0f} %", lambda: self.canvas.pan(QPointF(-7, -5)))
        self.canvas.fit()

    def until_idle(self, name: str, do: Callable[[], object], slot: str) -> None:
        """From doing something until the jobs of a slot that it began are over."""
        with self.watch.row(name) as times:
            begun = perf_counter()
            do()
            self.watch.until(lambda: not self.window.engine.is_busy(slot))
            self.watch.wait(0.05)
            times.append(perf_counter() - begun - 0.05)

    def kernel_keys(self) -> None:
        """Type a number into cell after cell of a kernel of 31 × 31."""
        self.page.kernels.open()
        editor = self.page.kernels.editor
        assert editor is not None
        weights = np.random.default_rng(0).normal(size=(31, 31)).round(2)
        grid = editor.grid
        grid.setFocus()
        QGuiApplication.clipboard().setText("\n".join("\t".join(map(str, row)) for row in weights.tolist()))
        QTest.keyClick(grid, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
        self.watch.wait(0.5)
        with self.watch.row("a key in a kernel of 31 × 31") as times:
            for change in range(CHANGES):
                begun = perf_counter()
                QTest.keyClick(grid, (Qt.Key.Key_7, Qt.Key.Key_Right)[change % 2])
                self.watch.wait(0.0)
                times.append(perf_counter() - begun)
                self.watch.wait(FRAME_SECONDS)
        self.close_dialogs()

    def save(self, path: Path) -> None:
        with self.watch.row(f"save {path.suffix}") as times:
            begun = perf_counter()
            self.page.files.write(path, SaveOptions())
            self.watch.until(path.exists)
            times.append(perf_counter() - begun)

    def close_dialogs(self) -> None:
        for dialog in self.window.findChildren(QDialog):
            if dialog.isVisible():
                dialog.close()
        self.watch.wait(0.1)

    def run(self, photo: Path, folder: Path) -> None:
        page = self.page
        self.open(photo)
        page.recipe.add(Median)
        self.watch.until(self.watch.current)
        self.slider("slider of the median")
        assert page.model.document is not None
        page.model.edit("Add Gamma", page.model.document.with_added(Gamma(), 0))  # each of its values is another
        page.recipe.choose(0)
        self.watch.until(self.watch.current)
        self.drag("gamma before the median")
        page.recipe.add(Invert)
        self.edits("undo and redo", page.model.undo, page.model.redo)
        page.model.undo()
        self.watch.until(self.watch.current)
        page.recipe.choose(0)
        self.watch.wait(0.3)
        page.foot.toggle("Histogram")
        self.drag("the same with the histogram")
        page.foot.toggle("Histogram")
        page.recipe.choose(1)
        self.split()
        self.look()
        for time in ("first", "second"):
            self.until_idle(f"palette with thumbnails, {time} time", page.recipe.open_palette, "thumbnails")
            page.findChild(FilterPalette).hide()
        self.until_idle("preset gallery", page.recipe_actions.open_gallery, "thumbnails")
        self.close_dialogs()
        self.save(folder / "saved.jpg")
        self.close_dialogs()
        page.recipe.add(CustomKernel)
        self.watch.until(self.watch.current)
        self.kernel_keys()
        page.recipe.add(Encoder)
        self.watch.until(self.watch.current)
        self.until_idle("Encoder view, all maps", page.encoder.open, "encoder view")
        self.close_dialogs()
        page.model.undo()
        self.watch.until(self.watch.current)

    def close(self) -> None:
        QTest.qWait(50)
        begun = perf_counter()
        self.window.close()
        print(f"{'close the window':44} {1:4} {1e3 * (perf_counter() - begun):9.1f}")
        if resource is not None:
            largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            print(f"{'most memory, in megabytes':44} {'':4} {largest / MEGABYTE:9.0f}", flush=True)


def photo(folder: Path, width: int, height: int) -> Path:
    """A photo made larger, with the noise of a camera."""
    image = Resize(width=width, height=height)(load(bundled(PHOTOS[0])))
    noise = np.random.default_rng(0).normal(0, 6, (256, width, 3)).astype(np.int16)
    pixels = np.empty_like(image.pixels)
    for top in range(0, height, 256):
        rows = image.pixels[top : top + 256]
        pixels[top : top + 256] = np.clip(rows + noise[: len(rows)], 0, 255)
    path = folder / f"{width * height // 1_000_000} megapixels.jpg"
    save(image.with_pixels(pixels), path)
    return path


def main() -> None:
    app = application()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for width, height in ((4000, 3000), (11_600, 8_700)):
            picture = photo(folder, width, height)
            bench = Bench()
            print(f"\n{'milliseconds':44} {'runs':>4} {'50 %':>9} {'95 %':>9} {'blocked':>9}")
            bench.run(picture, folder)
            bench.close()
            for saved in folder.glob("saved.*"):
                saved.unlink()
    app.quit()


if __name__ == "__main__":
    main()
