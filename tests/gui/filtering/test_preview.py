"""Which pictures of a drag are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QObject

from engine.jobs import Job
from gui.activity import Activity
from gui.engine_thread import EngineThread
from gui.filtering import preview as preview_module
from gui.filtering.preview import Preview

Wait = Callable[[Callable[[], bool]], None]


class Darkroom:
    """Renders names instead of documents, each when it is told to; says what was shown."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, engine: EngineThread, activity: Activity) -> None:
        self.done: set[str] = set()
        self.closed: list[str] = []
        self.shown: list[str] = []
        monkeypatch.setattr(preview_module, "render", lambda document, _: self._render(document.name))
        self._parent = QObject()
        self._preview = Preview(engine, preview_module.RenderCache(), activity, self._parent)
        self._preview.rendered.connect(self.shown.append)

    def show(self, name: str, *, dragged: bool = True) -> None:
        document = SimpleNamespace(name=name, image=None, recipe=SimpleNamespace(steps=()))
        self._preview.show(document, dragged=dragged)  # type: ignore[arg-type]

    def cancel(self) -> None:
        self._preview.cancel()

    def _render(self, name: str) -> Job[str]:
        try:
            while name not in self.done:
                yield None
        except GeneratorExit:
            self.closed.append(name)
            raise
        return name


@pytest.fixture
def darkroom(monkeypatch: pytest.MonkeyPatch, qtbot: object) -> Iterator[Darkroom]:
    engine, activity = EngineThread(), Activity()
    yield Darkroom(monkeypatch, engine, activity)
    engine.close()


def test_one_under_way_is_seen_before_the_newest_and_those_between_are_left_out(
    darkroom: Darkroom, monkeypatch: pytest.MonkeyPatch, wait: Wait
) -> None:
    monkeypatch.setattr(preview_module, "GRACE_SECONDS", 1000.0)
    for name in ("first", "second", "third"):
        darkroom.show(name)
    darkroom.done |= {"first", "second", "third"}
    wait(lambda: "third" in darkroom.shown)
    assert darkroom.shown == ["first", "third"]
    darkroom.show("second")  # nothing is under way any more
    wait(lambda: darkroom.shown == ["first", "third", "second"])
    assert not darkroom.closed


def test_one_that_takes_long_gives_way_to_the_newest(
    darkroom: Darkroom, monkeypatch: pytest.MonkeyPatch, wait: Wait
) -> None:
    monkeypatch.setattr(preview_module, "GRACE_SECONDS", 0.02)
    darkroom.done = {"second", "third"}
    for name in ("first", "second", "third"):
        darkroom.show(name)
    wait(lambda: "third" in darkroom.shown)
    assert darkroom.shown == ["third"]
    assert darkroom.closed in ([], ["first"])  # what had not begun yet has nothing to close


def test_an_edit_stops_what_is_under_way_unless_that_is_what_it_asks_for(
    darkroom: Darkroom, monkeypatch: pytest.MonkeyPatch, wait: Wait
) -> None:
    monkeypatch.setattr(preview_module, "GRACE_SECONDS", 1000.0)
    darkroom.show("first")
    darkroom.show("second", dragged=False)
    darkroom.show("third")
    darkroom.show("second", dragged=False)  # the value at which the slider is released
    darkroom.done = {"second", "third"}
    wait(lambda: bool(darkroom.shown))
    darkroom.show("fourth")
    darkroom.done.add("fourth")
    wait(lambda: "fourth" in darkroom.shown)
    assert darkroom.shown == ["second", "fourth"]


def test_a_cancelled_one_takes_what_waits_with_it_and_the_next_one_is_shown(darkroom: Darkroom, wait: Wait) -> None:
    darkroom.show("first")
    darkroom.show("second")
    darkroom.cancel()
    darkroom.done = {"second", "third"}
    darkroom.show("third")
    wait(lambda: "third" in darkroom.shown)
    assert darkroom.shown == ["third"]
