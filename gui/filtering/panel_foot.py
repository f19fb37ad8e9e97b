"""What stays in sight below the panel: pages of which one is shown, by its tab, or none."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from gui import theme
from gui.settings import Settings

FOLDED = "none"


class PanelFoot(QFrame):
    """Pages of equal height with a tab each. The tab of the page that is shown folds it away; this is remembered."""

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent, objectName="footer")
        self._settings = settings
        self._pages: dict[str, tuple[QToolButton, QWidget]] = {}
        self._tabs = QHBoxLayout()
        self._tabs.setSpacing(2 * theme.SPACE)
        self._tabs.addStretch(1)
        self._fold = QToolButton(autoRaise=True, objectName="tab")
        self._fold.clicked.connect(lambda: self.toggle(self.shown or next(iter(self._pages))))
        self._tabs.addWidget(self._fold)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * theme.SPACE, theme.SPACE // 2, 2 * theme.SPACE, theme.SPACE // 2)
        column.setSpacing(theme.SPACE // 2)
        column.addLayout(self._tabs)
        self._column = column
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def shown(self) -> str:
        """The name of the page that is shown, or ""."""
        return next((name for name, (tab, _) in self._pages.items() if tab.isChecked()), "")

    def add(self, name: str, page: QWidget, tip: str) -> None:
        """Add a page; the first one is shown unless another one, or none, was when the program was used last."""
        tab = QToolButton(text=name, checkable=True, autoRaise=True, objectName="tab", toolTip=tip)
        tab.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextOnly)
        tab.setAccessibleName(name)
        tab.clicked.connect(lambda: self._show(name if tab.isChecked() else ""))
        self._tabs.insertWidget(len(self._pages), tab)
        self._pages[name] = (tab, page)
        self._column.addWidget(page)
        page.setFixedHeight(next(iter(self._pages.values()))[1].sizeHint().height())
        self.setTabOrder(tab, self._fold)
        self._show(self._settings.text("panel foot", next(iter(self._pages))), remember=False)

    def toggle(self, name: str) -> None:
        """Show a page, or fold it away where it is the one that is shown."""
        self._show("" if self.shown == name else name)

    def _show(self, name: str, *, remember: bool = True) -> None:
        for each, (tab, page) in self._pages.items():
            tab.setChecked(each == name)
            page.setVisible(each == name)
        theme.with_icon(self._fold, "chevron-down" if self.shown else "chevron-up")
        self._fold.setToolTip("Fold this away" if self.shown else "Show what is folded away")
        self._fold.setAccessibleName(self._fold.toolTip())
        if remember:
            self._settings.set_text("panel foot", name or FOLDED)
