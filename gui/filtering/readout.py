"""What the status bar says about the picture: the pixel under the cursor before and after, what is selected."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from engine.editing.render import Rendered
from engine.image import Image
from gui.image_canvas import ImageCanvas

GAP = "    ·    "


class Readout(QObject):
    """Follows the cursor and the selection on a canvas; `changed` carries the new line."""

    changed = Signal(str)

    def __init__(self, canvas: ImageCanvas) -> None:
        super().__init__(canvas)
        self._canvas = canvas
        self._rendered: Rendered | None = None
        self._pixel: tuple[int, int] | None = None
        canvas.hovered.connect(self._hover)
        canvas.selecting.connect(lambda _: self._tell())

    def show_rendered(self, rendered: Rendered) -> None:
        self._rendered = rendered
        self._tell()

    def line(self, x: int, y: int) -> str:
        """The values of a pixel before and after filtering; "" where there is no picture."""
        return pixel_line(self._rendered, x, y) if self._rendered else ""

    def _hover(self, x: int, y: int) -> None:
        self._pixel = (x, y) if x >= 0 else None
        self._tell()

    def _tell(self) -> None:
        parts = []
        if self._rendered is not None and self._pixel is not None:
            parts = [f"x {self._pixel[0]}  y {self._pixel[1]}", self.line(*self._pixel)]
        if (region := self._canvas.selection) is not None:
            parts.append(f"selected {region.width} × {region.height} px at {region.left}, {region.top}")
        self.changed.emit(GAP.join(parts))


def facts(rendered: Rendered) -> str:
    """Size, channels and depth of the result, the size before where it was another, the time it took."""
    image, before = rendered.image, rendered.document.image
    resized = (before.width, before.height) != (image.width, image.height)
    was = f"{before.width} × {before.height}  →  " if resized else ""
    return f"{was}{image.describe()}{GAP}{_duration(rendered.seconds)}"


def _duration(seconds: float) -> str:
    return f"{seconds:.1f} s" if seconds >= 1 else f"{1000 * seconds:.0f} ms"


def pixel_line(rendered: Rendered, x: int, y: int) -> str:
    """The values of a pixel before and after filtering, as the pictures store them; "" where there is none."""
    after, before = rendered.image, rendered.document.image
    if x >= after.width or y >= after.height:
        return ""
    values = _values(after, x, y)
    if rendered.before is rendered.after:
        return values
    same_share = x * before.width // after.width, y * before.height // after.height
    return f"{_values(before, *same_share)}  →  {values}"


def _values(image: Image, x: int, y: int) -> str:
    form = "{:.3f}" if image.dtype == np.float32 else "{}"
    return " ".join(form.format(value) for value in image.pixels[y, x])
