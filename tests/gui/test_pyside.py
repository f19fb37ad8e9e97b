"""The Qt binding itself: some releases are broken on some Pythons, and must not be let in by a looser pin."""

from __future__ import annotations

import sys

from PySide6.QtCore import QObject


def test_signals_do_not_drop_references_to_none(qapp: object) -> None:
    """PySide6 6.12.0 on Python 3.10 and 3.11 loses one at every signal, until the process aborts."""
    sender = QObject()
    sender.objectNameChanged.connect(lambda name: None)
    before = sys.getrefcount(None), sys.getrefcount(True)
    for count in range(200):
        sender.setObjectName(str(count))
    after = sys.getrefcount(None), sys.getrefcount(True)
    assert all(now > then - 100 for now, then in zip(after, before, strict=True))
