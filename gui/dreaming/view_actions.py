"""The pen and the timeline in the menus, with their shortcuts."""

from __future__ import annotations

from gui.dreaming.dream_view import DreamView
from gui.dreaming.session import Mode, Session
from gui.workspace import Workspace


class ViewActions:
    """Entries of the Edit and the View menu; `pen` stays down while one paints."""

    def __init__(self, page: Workspace, view: DreamView, session: Session) -> None:
        self._view, self._session = view, session
        self.pen = page.action(
            "Edit",
            "Paint light into the dream",
            self._use_pen,
            icon="brush-outline",
            keys="B",
            tip="Paint light into the dream: the left button adds it, the right one takes it away",
        )
        self.pen.setCheckable(True)
        page.separate("Edit")
        viewing = view.viewing
        self.play = page.action("View", "Play or pause", view.timeline.player.toggle, keys="P")
        page.action("View", "Mark this moment", viewing.toggle_mark, keys="M")
        page.action("View", "Mark before", lambda: viewing.jump(onward=False), keys=",")
        page.action("View", "Next mark", lambda: viewing.jump(onward=True), keys=".")
        page.action("View", "Back to now", view.timeline.transport.follow, keys="N")
        view.pen_bar.done.connect(lambda: self.pen.trigger() if self.pen.isChecked() else None)
        session.settings_changed.connect(self._show_mode)

    def _use_pen(self) -> None:
        self._view.use_pen(self.pen.isChecked())

    def _show_mode(self) -> None:
        """A sheet has no canvas to paint on."""
        has_canvas = self._session.mode is not Mode.SHEET
        if self.pen.isChecked() and not has_canvas:
            self.pen.trigger()
        self.pen.setEnabled(has_canvas)
