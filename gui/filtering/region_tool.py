"""The rectangle that is selected on the canvas, and the filter it limits."""

from __future__ import annotations

from engine.editing.render import Rendered
from engine.filters.limit import Region
from engine.image import Image
from gui.document_model import DocumentModel
from gui.filtering.recipe_panel import RecipePanel
from gui.image_canvas import ImageCanvas
from gui.workspace import Workspace


class RegionTool:
    """Keeps what is selected and the region of the chosen step the same.

    Where there is no step yet, the selection waits for the first filter that is added.
    """

    def __init__(self, page: Workspace, canvas: ImageCanvas, model: DocumentModel, panel: RecipePanel) -> None:
        self._page, self._canvas, self._model, self._panel = page, canvas, model, panel
        self._rendered: Rendered | None = None
        self._image: Image | None = None
        canvas.selecting.connect(self._preview)
        canvas.selected.connect(self._take)
        canvas.tool_left.connect(lambda: self.tool.setChecked(False))
        panel.choice_changed.connect(lambda _: self._show())

    def add_to_edit_menu(self) -> None:
        """The tool itself, and what gets rid of the selection."""
        self._page.separate("Edit")
        tip = "Drag a rectangle on the picture: the chosen filter acts only in it"
        self.tool = self._page.action(
            "Edit", "Selection rectangle", self._pick_up, icon="selection", keys="M|R", tip=tip
        )
        self.tool.setCheckable(True)
        self.tool.toggled.connect(self._canvas.use_selection_tool)
        self.drop = self._page.action("Edit", "Drop selection", self._canvas.drop_selection, keys="Ctrl+Shift+A")
        self.drop.setEnabled(False)

    def show_rendered(self, rendered: Rendered) -> None:
        self._rendered = rendered
        self._show()

    def _pick_up(self) -> None:
        if self.tool.isChecked():
            self._canvas.setFocus()
            self._page.status.emit("Drag a rectangle, or press Return for one; arrows move it, Esc drops it.")

    def _show(self) -> None:
        """Outline the region of the chosen step, or the selection that waits for one."""
        document, step = self._model.document, self._panel.step
        if document is None:
            return
        if document.image is not self._image or step is not None:
            self._image, self._panel.region_for_added = document.image, None
        region, extent = self._panel.region_for_added, (document.image.width, document.image.height)
        if step is not None:
            region = step.region
            if self._rendered is not None and self._rendered.document.image is document.image:
                extent = self._rendered.size_before(self._panel.chosen)
        self._panel.bound_region(*extent)
        self._canvas.show_selection(region, extent)
        self.drop.setEnabled(self._canvas.selection is not None)

    def _preview(self, region: Region | None) -> None:
        """Show what the filter makes of the rectangle while it is dragged."""
        document, step = self._model.document, self._panel.step
        if document is not None and step is not None and self._may_limit():
            self._model.preview(document.with_limits(self._panel.chosen, step.channels, region))

    def _take(self, region: Region | None) -> None:
        """What is selected now limits the chosen step, as one undo step; without one it waits."""
        if self._panel.step is None:
            self._panel.region_for_added = region
            self.drop.setEnabled(region is not None)
        elif region is None or self._may_limit():
            self._panel.limit_to(region)
        else:
            title = self._panel.step.filter.title
            self._show()
            text = f"{title} changes the size of the picture, so it cannot be limited to a rectangle."
            self._page.message.say(text, wrong=True)

    def _may_limit(self) -> bool:
        """Whether the chosen step, as it was rendered last, leaves the size of the picture as it is."""
        step, rendered, chosen = self._panel.step, self._rendered, self._panel.chosen
        if step is None or rendered is None or not step.on:
            return True
        return rendered.size_before(chosen) == rendered.size_before(chosen + 1)
